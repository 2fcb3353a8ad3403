"""Directions held against the figures, with their size and whether they go on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.change import Change, change
from boardpack.analysis.formatting import format_difference
from boardpack.analysis.rating import bigger_is_better
from boardpack.claims.case import Case, Outcome, Verdict, changes, no_change_known
from boardpack.claims.lexicon import Way, lexicon
from boardpack.model.indicator import Unit
from boardpack.model.trend import Direction, Sense
from boardpack.words import english


def direction(case: Case) -> Iterator[Outcome]:
    """Hold a direction against the change, and then its size word and whether it went on."""
    move = case.statement.move
    assert move is not None  # noqa: S101 - directions are made with one
    said = f"{case.shown} {_way_words(move.way, negated=move.negated)}"
    found = tuple(c for c in changes(case) if c.difference is not None)
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, no_change_known(case, changes(case)))
        return
    holding = [c for c in found if _holds(case, c)]
    shown = holding[0] if holding else found[0]
    why = f"{case.shown} {shown.sentence(english())} ({shown.earlier.short} to {shown.later.short})"
    if move.way in {Way.BETTER, Way.WORSE} and bigger_is_better(case.pack, case.ref, case.month) is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{why}, and no polarity says which way is good")
        return
    latest = change(case.pack, case.ref, case.month)
    if (
        move.continued
        and case.statement.base.span is not None
        and latest.difference is not None
        and not _holds(case, latest)
    ):
        holding, why = (
            [],
            f"{case.shown} {latest.sentence(english())} ({latest.earlier.short} to {latest.later.short})",
        )
    if not holding:
        aspect = "passing" if case.statement.passing else "size" if move.way is Way.STABLE else ""
        yield Outcome(Verdict.CONTRADICTS, said, why, aspect)
        return
    yield Outcome(Verdict.AGREES, said, why)
    if not move.negated:
        yield from _size(case, shown)
        yield from _continued(case)


def _way_words(way: Way, *, negated: bool) -> str:
    words = {
        Way.UP: "rose", Way.DOWN: "fell", Way.BETTER: "improved", Way.WORSE: "worsened",
        Way.LEVEL: "did not change", Way.STABLE: "was stable",
    }[way]  # fmt: skip
    return _DENIED[way] if negated else words


_DENIED = {
    Way.UP: "did not rise", Way.DOWN: "did not fall", Way.BETTER: "did not improve",
    Way.WORSE: "did not worsen", Way.LEVEL: "changed", Way.STABLE: "was not stable",
}  # fmt: skip


def _holds(case: Case, found: Change) -> bool:
    move = case.statement.move
    if move is None:
        return False
    return goes(found, move.way, tolerant=_is_tolerant(move.size)) is not move.negated


def _is_tolerant(size: str) -> bool:
    return size == "large"


def goes(found: Change, way: Way, *, tolerant: bool = False) -> bool:
    """Whether a change goes that way; "no significant change" allows what is not significant."""
    exact = (found.now or Decimal(0)) - (found.before or Decimal(0))
    match way:
        case Way.UP:
            return found.direction is Direction.UP or (found.direction is Direction.LEVEL and exact > 0)
        case Way.DOWN:
            return found.direction is Direction.DOWN or (found.direction is Direction.LEVEL and exact < 0)
        case Way.BETTER:
            return found.sense is Sense.BETTER
        case Way.WORSE:
            return found.sense is Sense.WORSE
        case Way.LEVEL:
            return found.direction is Direction.LEVEL or (tolerant and not _reaches(found, "large"))
        case Way.STABLE:
            return not _reaches(found, "small")


def _reaches(found: Change, size: str) -> bool:
    """Whether a change is at least as large as the threshold of that name."""
    limits = lexicon().threshold
    difference = abs(found.difference or Decimal(0))
    relative = difference / abs(found.before) * 100 if found.before else Decimal(100)
    points = limits.small_points if size == "small" else limits.large_points
    share = limits.small_per_cent if size == "small" else limits.large_per_cent
    if found.indicator.unit is Unit.PERCENT:
        return difference >= points or (
            size == "large" and relative >= share and difference >= limits.small_points
        )
    return relative >= share


def _size(case: Case, found: Change) -> Iterator[Outcome]:
    """Whether `slightly`, `significantly` or `gradually` suits the change."""
    move = case.statement.move
    if move is None or not move.size or move.way in {Way.LEVEL, Way.STABLE}:
        return
    size = format_difference(found.difference or Decimal(0), case.indicator, english())
    if move.size == "small":
        wrong = _reaches(found, "small")
        said = f"a slight change of {case.shown}"
    elif move.size == "large":
        wrong = not _reaches(found, "large")
        said = f"a marked change of {case.shown}"
    else:
        wrong, said = not _is_gradual(case, found), f"a gradual change of {case.shown}"
    verdict = Verdict.CONTRADICTS if wrong else Verdict.AGREES
    why = f"it was {size} from {found.earlier.short} to {found.later.short}"
    yield Outcome(verdict, said, why, "size")


def _is_gradual(case: Case, found: Change) -> bool:
    """Whether at least two months went the same way, and none of them by a leap."""
    if case.statement.base.span is not None or case.statement.base.month is not None:
        return True
    before = change(case.pack, case.ref, case.month.plus(-1))
    if before.difference is None:
        return True
    return before.direction is found.direction and not _reaches(found, "large")


def _continued(case: Case) -> Iterator[Outcome]:
    """Whether `continued`, `further` or `again` has a month before it that went the same way."""
    move = case.statement.move
    if move is None or not move.continued or case.statement.base.month is not None:
        return
    before = change(case.pack, case.ref, case.month.plus(-1))
    said = f"{case.shown} {_way_words(move.way, negated=False)} further"
    if before.difference is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has {before.reason(english())}", "streak")
        return
    good = goes(before, move.way)
    why = f"{case.shown} {before.sentence(english())} ({before.earlier.short} to {before.later.short})"
    yield Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why, "streak")
