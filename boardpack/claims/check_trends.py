"""Directions, ratings, targets met or missed, records, runs and new definitions held against the figures."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from boardpack.analysis.change import Change, change, streak
from boardpack.analysis.formatting import format_difference, format_value
from boardpack.analysis.rating import bigger_is_better, rate
from boardpack.claims.case import (
    Case,
    Outcome,
    Verdict,
    change_words,
    changes,
    held,
    known_months,
    matches,
    no_change_known,
    own_units,
    shown_months,
    shown_values,
)
from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.syntax import Kind, Measure, Statement
from boardpack.model.indicator import Comparator, Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Direction, Rag, Sense
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


# ------------------------------------------------------------------------- ratings, targets, records, runs


def rating(case: Case) -> Iterator[Outcome]:
    """Hold a rating against the computed one."""
    statement, claimed = case.statement, case.statement.rag
    if claimed is None:
        return
    said = f"{case.shown} is {'not ' if statement.denied else ''}{claimed.value} in {case.month.short}"
    found = rate(case.pack, case.ref, case.month)
    if found.rag is None:
        why = f"{case.shown} has no rating in {case.month.short}: {found.reason}"
        yield Outcome(Verdict.UNCHECKED, said, why)
        return
    good = (found.rag is claimed) is not statement.denied
    yield held(good, said, f"{case.shown} is {found.word}")
    if statement.before is not None:
        yield _rating_before(case, statement.before)


def _rating_before(case: Case, claimed: Rag) -> Outcome:
    earlier = case.month.plus(-1)
    before = rate(case.pack, case.ref, earlier)
    said = f"{case.shown} was {claimed.value} in {earlier.short}"
    if before.rag is None or not case.indicator.comparable(earlier, case.month):
        return Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no rating in {earlier.short}")
    return held(before.rag is claimed, said, f"{case.shown} was {before.word} in {earlier.short}")


def meets(pack: Pack, ref: str, month: Period) -> bool | None:
    """Whether an indicator met its target in a month; None when that cannot be said."""
    target, observation = pack.target(ref, month), pack.observation(ref, month)
    if target is None or target.value is None or target.of_denominator:
        return None
    if observation is None or observation.value is None:
        return None
    if target.comparator is not None:
        return target.comparator.holds(observation.value, target.value)
    good = bigger_is_better(pack, ref, month)
    comparator = Comparator.AT_LEAST if good else Comparator.AT_MOST
    return None if good is None else comparator.holds(observation.value, target.value)


def target_met(case: Case) -> Iterator[Outcome]:
    """Hold `met`, `missed`, `above` or `below` against value and target."""
    target, value = case.pack.target(case.ref, case.month), case.value()
    side = case.statement.side
    said = f"{case.shown}: target {'not ' if case.statement.denied else ''}{side} in {case.month.short}"
    good = stands_as(case, case.statement, case.month)
    if good is None or target is None or value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} cannot be held against a target")
        return
    why = f"{case.at()}, with a target of {target.published}"
    yield held(good, said, why)


def stands_as(case: Case, statement: Statement, month: Period) -> bool | None:
    """Whether the target was `met`, `missed`, or the value `above` or `below` it, as the statement says."""
    met = meets(case.pack, case.ref, month)
    target, value = case.pack.target(case.ref, month), case.value(month)
    if met is None or target is None or target.value is None or value is None:
        return None
    beyond = value != target.value
    sides = {
        "met": met, "missed": not met, "above": value > target.value, "below": value < target.value,
        "better": met and beyond, "worse": not met, "least": value >= target.value,
        "most": value <= target.value,
    }  # fmt: skip
    return sides[statement.side] is not statement.denied


def status(case: Case) -> Iterator[Outcome]:
    """Hold a judgement against the rating."""
    good = (case.statement.side == "good") is not case.statement.denied
    found = rate(case.pack, case.ref, case.month)
    said = f"{case.shown} is doing {'well' if good else 'badly'}"
    if found.rag is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no rating", "status")
        return
    fit = found.rag is Rag.GREEN if good else found.rag is not Rag.GREEN
    yield held(fit, said, f"{case.shown} is {found.word}", "status")


def record(case: Case) -> Iterator[Outcome]:
    """Hold the best, worst, highest or lowest against the months it is said of."""
    statement = case.statement
    said = f"{case.shown} is at its {statement.side} in {case.month.short}"
    series = shown_values(case)
    if statement.bases:
        since = statement.bases[-1]
        series = {month: value for month, value in series.items() if since < month <= case.month}
    highest = _is_highest(case, statement.side)
    if len(series) < 2 or highest is None or case.value() is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has too few comparable months, or no polarity")
        return
    ranked = sorted(set(series.values()), reverse=highest)
    best = ranked[min(max(statement.count, 1), len(ranked)) - 1]
    months = " and ".join(month.short for month, one in series.items() if one == best)
    why = f"the {statement.side} of {case.shown} is {format_value(best, case.indicator)} in {months}"
    if statement.number is not None and not matches(statement.number, best, case.indicator):
        yield Outcome(Verdict.CONTRADICTS, said, why)
    elif statement.number is not None and not statement.months:
        yield Outcome(Verdict.AGREES, said, why)
    else:
        yield held(series.get(case.month) == best, said, why)


def _is_highest(case: Case, word: str) -> bool | None:
    if word in {"highest", "lowest"}:
        return word == "highest"
    good = bigger_is_better(case.pack, case.ref, case.month)
    return None if good is None or word == "record" else good is (word == "best")


def run(case: Case) -> Iterator[Outcome]:
    """Hold a run of months against the figures of those months."""
    of, number = case.statement.of, int(case.number.value)
    count = _run(case, of) if of is not None else None
    said = f"{number} months in a row for {case.shown}"
    if count is None or of is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has nothing to count such months by")
        return
    known = len([m for m in known_months(case) if m <= case.month])
    reaches_start = count >= known - (1 if of.kind is Kind.DIRECTION else 0)
    why = f"the figures show {count} in a row up to {case.month.short}"
    level = of.kind is Kind.DIRECTION and of.way in {Way.LEVEL, Way.STABLE}
    if (
        count == number
        or (level and count + 1 == number)
        or (count > number and of.kind is not Kind.DIRECTION and not case.statement.exact)
    ):
        yield Outcome(Verdict.AGREES, said, why)
    elif count > number:
        yield Outcome(Verdict.CONTRADICTS, said, why, "" if case.statement.exact else "doubtful")
    elif reaches_start and count:
        yield Outcome(Verdict.UNCHECKED, said, f"{why}, and none before are in the data")
    else:
        yield Outcome(Verdict.CONTRADICTS, said, why)


def _run(case: Case, of: Statement) -> int | None:
    """How many months in a row, ending with the month, went or were as the sentence says."""
    if of.rag is not None and of.kind is Kind.RATING:
        return streak(case.pack, case.ref, case.month, of.rag)
    if holds(case, of, case.month) is None:
        return None
    return next(count for count in itertools.count() if not holds(case, of, case.month.plus(-count)))


def holds(case: Case, of: Statement, month: Period) -> bool | None:
    """Whether what is said is so in a month; None when that is not known."""
    if not case.indicator.comparable(month, case.month):
        return None
    value = case.value(month)
    if of.kind is Kind.DIRECTION and of.way is not None:
        found = change(case.pack, case.ref, month)
        return None if found.difference is None else goes(found, of.way) is not of.denied
    if of.kind is Kind.TARGET_MET:
        return stands_as(case, of, month)
    if of.kind is Kind.RATING:
        found_rating = rate(case.pack, case.ref, month)
        return None if found_rating.rag is None else (found_rating.rag is of.rag) is not of.denied
    if value is None or of.number is None:
        return None
    number = of.number
    if number.unit is Measure.WEEKS and number.unit not in own_units(case.indicator):
        number = replace(number, value=number.value * 7, unit=Measure.DAYS)
    known = number.unit is Measure.NONE or number.unit in own_units(case.indicator)
    return matches(number, value, case.indicator) if known else None


def often(case: Case) -> Iterator[Outcome]:
    """Hold what is said of many months against each of them."""
    statement = case.statement
    how = statement.often
    assert how is not None  # noqa: S101 - asked only of statements that have one
    of_all = how.how in {"first", "last", "only", "times", "nth"} or not how.months
    spoken = [
        month
        for month in (shown_months(case) if of_all else how.months)
        if month <= case.pack.period and month not in how.but and (how.since is None or month > how.since)
    ]
    told = [(m, so) for m in spoken if (so := holds(case, statement, m)) is not None]
    said = f"{case.shown}: {_HOW[how.how]}"
    if not told:
        yield Outcome(Verdict.UNCHECKED, said, "no month of it can be checked")
        return
    so_in = [m for m, so in told if so]
    why = f"it was so in {', '.join(m.short for m in so_in) or 'none'} of {len(told)} months"
    yield held(_is_so(case, so_in, told), said, why)


_HOW = {
    "every": "so in every month", "never": "so in no month", "first": "so for the first time",
    "last": "so last then",
    "only": "so in those months only", "times": "so that many times",
    "nth": "so that many times by then",
}  # fmt: skip


def _is_so(case: Case, so_in: list[Period], told: list[tuple[Period, bool]]) -> bool:  # noqa: PLR0911 - a case a quantifier
    how = case.statement.often
    if how is None:
        return False
    month = how.months[-1] if how.months else case.pack.period
    match how.how:
        case "every":
            return len(so_in) == len(told)
        case "never":
            return not so_in
        case "first":
            begun = how.since is None or holds(case, case.statement, how.since) is not False
            return so_in[:1] == [month] and begun
        case "last":
            return so_in[-1:] == [month]
        case "nth":
            return len(so_in) == how.number and so_in[-1:] == [month]
        case "only":
            return so_in == sorted(how.months)
        case _:
            named = len(how.months) == how.number
            within = [m for m in so_in if len(how.months) < 2 or named or m in how.months]
            return len(within) == how.number and (not named or so_in == sorted(how.months))


def definition_change(case: Case) -> Iterator[Outcome]:
    """Hold a change of definition against the definitions."""
    starts = [definition.start for definition in case.indicator.definitions[1:]]
    said = f"a new definition of {case.shown}"
    if not starts:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has one definition in the data")
    elif not case.statement.months or case.statement.months[-1] in starts:
        yield Outcome(Verdict.AGREES, said, f"{case.shown} has a new definition")
    else:
        why = " and ".join(start.short for start in starts if start is not None)
        yield Outcome(Verdict.CONTRADICTS, f"{said} in {case.month.short}", f"it is from {why}")
