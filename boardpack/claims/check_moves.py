"""Directions held against the figures, with their size and whether they go on."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.change import Change, change
from boardpack.analysis.formatting import format_difference
from boardpack.analysis.rating import bigger_is_better
from boardpack.claims.case import Case, Outcome, Verdict, change_words, changes, held, no_change_known
from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.statement import Statement
from boardpack.model.indicator import Unit
from boardpack.model.rating import Direction, Sense
from boardpack.words import english


def direction(case: Case) -> Iterator[Outcome]:
    """Hold a direction against the change, and then its size word and whether it went on."""
    statement, way = case.statement, case.statement.way
    if way is None:
        return
    said = f"{case.shown} {(_DENIED if statement.denied else _SAID)[way]}"
    found = tuple(c for c in changes(case) if c.difference is not None)
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, no_change_known(case, changes(case)))
        return
    holding = [c for c in found if _holds(statement, c)]
    shown = holding[0] if holding else found[0]
    why = change_words(case, shown)
    if way in {Way.BETTER, Way.WORSE} and bigger_is_better(case.pack, case.ref, case.month) is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{why}, and no polarity says which way is good")
        return
    latest = change(case.pack, case.ref, case.month)
    spans = statement.since_start or statement.bases
    if statement.goes_on and spans and latest.difference is not None and not _holds(statement, latest):
        holding, why = [], change_words(case, latest)
    if not holding:
        aspect = "passing" if statement.passing else "size" if way is Way.STABLE else ""
        yield Outcome(Verdict.CONTRADICTS, said, why, aspect)
        return
    yield Outcome(Verdict.AGREES, said, why)
    if not statement.denied:
        yield from _size(case, shown)
        yield from _continued(case)


_SAID = {
    Way.UP: "rose", Way.DOWN: "fell", Way.BETTER: "improved", Way.WORSE: "worsened",
    Way.LEVEL: "did not change", Way.STABLE: "was stable", Way.ANY: "changed",
}  # fmt: skip
_DENIED = {
    Way.UP: "did not rise", Way.DOWN: "did not fall", Way.BETTER: "did not improve",
    Way.WORSE: "did not worsen", Way.LEVEL: "changed", Way.STABLE: "was not stable",
    Way.ANY: "did not change",
}  # fmt: skip


def _holds(statement: Statement, found: Change) -> bool:
    if statement.way is None:
        return False
    return goes(found, statement.way, tolerant=statement.size == "large") is not statement.denied


def goes(found: Change, way: Way, *, tolerant: bool = False) -> bool:  # noqa: PLR0911 - a case a way
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
        case Way.ANY:
            return found.direction is not Direction.LEVEL


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
    size, way = case.statement.size, case.statement.way
    if not size or way in {Way.LEVEL, Way.STABLE}:
        return
    printed = format_difference(found.difference or Decimal(0), case.indicator, english())
    why = f"it was {printed} from {found.earlier.short} to {found.later.short}"
    if size == "small":
        yield held(not _reaches(found, "small"), f"a slight change of {case.shown}", why, "size")
    elif size == "large":
        yield held(_reaches(found, "large"), f"a marked change of {case.shown}", why, "size")
    else:
        yield held(_is_gradual(case, found), f"a gradual change of {case.shown}", why, "size")


def _is_gradual(case: Case, found: Change) -> bool:
    """Whether at least two months went the same way, and none of them by a leap."""
    if case.statement.since_start or case.statement.bases:
        return True
    before = change(case.pack, case.ref, case.month.plus(-1))
    if before.difference is None:
        return True
    return before.direction is found.direction and not _reaches(found, "large")


def _continued(case: Case) -> Iterator[Outcome]:
    """Whether `continued`, `further` or `again` has a month before it that went the same way."""
    statement, way = case.statement, case.statement.way
    if way is None or not statement.goes_on or statement.bases:
        return
    before = change(case.pack, case.ref, case.month.plus(-1))
    said = f"{case.shown} {_SAID[way]} further"
    if before.difference is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has {before.reason(english())}", "streak")
        return
    why = change_words(case, before)
    yield held(goes(before, way), said, why, "streak")
