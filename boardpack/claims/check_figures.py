"""Numbers held against the figures: values, starting values, sizes of changes, targets, gaps, multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.accumulate import Method, per, year_to_date
from boardpack.analysis.change import Change
from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import bigger_is_better
from boardpack.claims.case import (
    Case,
    Outcome,
    Verdict,
    base_months,
    change_words,
    changes,
    fits,
    held,
    matches,
    no_change_known,
    own_units,
    shown_values,
)
from boardpack.claims.lexicon import Way
from boardpack.claims.syntax import TIMES, Measure
from boardpack.model.indicator import Basis, Unit
from boardpack.model.observation import ComparatorFigure
from boardpack.model.period import Period
from boardpack.words import english

_HUNDRED = Decimal(100)
_FEW, _MANY = 13, 30
"""A number in words below the first is no figure of a measure above the second, unless it says so."""


def is_time_limit(case: Case) -> bool:
    """Whether a length of time is written of a measure that has none: part of its name, no figure."""
    unit = case.number.unit
    return unit in TIMES and unit not in own_units(case.indicator)


def value(case: Case) -> Iterator[Outcome]:
    """Hold a value against the month or the stretch of months it is said of."""
    number = case.number
    if is_time_limit(case):
        yield from _in_another_unit(case)
        return
    if case.statement.period:
        yield _of_stretch(case)
        return
    said = f"{number.words} for {case.shown} in {case.month.short}"
    found = case.value()
    if found is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no value for {case.month.short}")
        return
    yield compared(case, said, found, case.at())


def _in_another_unit(case: Case) -> Iterator[Outcome]:
    """Weeks written of what is measured in days, where the number is right."""
    found, number = case.value(), case.number
    if found is None or not own_units(case.indicator) & TIMES or case.how == "figure":
        return
    if fits(number, rounded(found, case.indicator.decimals)):
        said = f"{number.words} for {case.shown} in {case.month.short}"
        yield Outcome(Verdict.WRONG_UNIT, said, f"{case.at()}, in another unit")


def compared(case: Case, said: str, found: Decimal, why: str) -> Outcome:
    """The outcome of a number against a value in the indicator's own unit."""
    number = case.number
    own = number.unit in own_units(case.indicator)
    if number.unit is Measure.NONE and number.spelt and not own:
        return Outcome(Verdict.UNCHECKED, said, f"{why}, which is measured otherwise")
    rate = case.indicator.unit.value.removeprefix("per ")
    own = own and not (number.rate and rate[:1].isdigit() and number.rate != rate)
    if matches(number, found, case.indicator):
        return Outcome(Verdict.AGREES if own else Verdict.WRONG_UNIT, said, why)
    seen = case.pack.observation(case.ref, case.month)
    if not own and seen is not None and number.value in {seen.numerator, seen.denominator}:
        return Outcome(Verdict.AGREES, said, f"it is one of the counts behind {case.shown}")
    counted = case.indicator.unit is Unit.PERCENT and number.value > _HUNDRED
    if number.spelt and number.value < _FEW and found > _MANY and case.how != "reference":
        return Outcome(Verdict.UNCHECKED, said, f"{why}; a few of something else may be meant")
    if own or (number.unit is Measure.NONE and case.how == "reference" and not counted):
        return Outcome(Verdict.CONTRADICTS, said, why)
    return Outcome(Verdict.UNCHECKED, said, f"{why}, which is measured otherwise")


def _of_stretch(case: Case) -> Outcome:
    """A value of a quarter or of the year to date: a sum of counts, or a share of summed counts."""
    statement, number = case.statement, case.number
    of_year = statement.period == "year to date" and not statement.months
    months = tuple(m for m in case.pack.year.months if m <= case.month) if of_year else statement.months
    said = f"{number.words} for {case.shown}, {statement.period}"
    done = year_to_date(case.pack, case.ref, case.month) if of_year else None
    found = done.value if done is not None and done.whole and done.method is not Method.MEAN else None
    found = stretch_value(case, months) if not of_year else found
    if found is None:
        return Outcome(Verdict.UNCHECKED, said, f"the data has single months of {case.shown}")
    printed = format_value(rounded(found, case.indicator.decimals), case.indicator)
    why = f"{case.shown} was {printed} from {months[0].short} to {months[-1].short}"
    if matches(number, found, case.indicator):
        return Outcome(Verdict.AGREES, said, why)
    if case.indicator.unit is Unit.COUNT and (done is None or done.method is Method.SUM):
        return Outcome(Verdict.UNCHECKED, said, f"{why} if its months may be added up")
    return Outcome(Verdict.CONTRADICTS, said, why)


def stretch_value(case: Case, months: tuple[Period, ...]) -> Decimal | None:
    """The figure of some months as a whole, where single months are enough to work it out."""
    seen = [case.pack.observation(case.ref, month) for month in months]
    if not seen or case.indicator.basis is not Basis.MONTH:
        return None
    each = _EACH.search(case.indicator.definition(case.month).title) is not None
    if case.indicator.unit is Unit.COUNT or (case.indicator.unit is Unit.POUNDS and not each):
        values = [one.value for one in seen if one is not None and one.value is not None]
        return sum(values, Decimal(0)) if len(values) == len(seen) else None
    halves = [(one.numerator, one.denominator) for one in seen if one is not None]
    pairs = [(top, bottom) for top, bottom in halves if top is not None and bottom]
    if len(pairs) != len(seen):
        return None
    share = sum((top for top, _ in pairs), Decimal(0)) / sum((bottom for _, bottom in pairs), Decimal(0))
    return share * per(case.indicator)


_EACH = re.compile(r"\b(?:average|mean|per|each|balance|outstanding|arrears|rate)\b", re.IGNORECASE)
"""Words of titles whose pounds may not be added over months: a cost of each, an average."""


def start(case: Case) -> Iterator[Outcome]:
    """Hold the value a change starts from against its month."""
    number = case.number
    if is_time_limit(case):
        return
    aim = case.pack.target(case.ref, case.month)
    aims = (aim.value, aim.annual) if aim is not None and case.statement.side == "against" else ()
    meant = next((one for one in aims if one is not None and matches(number, one, case.indicator)), None)
    if aim is not None and meant is not None:
        why = f"the target of {case.shown} is {aim.published}"
        yield compared(case, f"a target of {number.words}", meant, why)
        return
    months = [m for m in (case.statement.months or base_months(case)) if case.value(m) is not None]
    if not months:
        yield Outcome(Verdict.UNCHECKED, f"from {number.words} for {case.shown}", "there is no earlier value")
        return
    said = f"{number.words} for {case.shown} in {months[0].short}"
    found = [compared(case, said, one, case.at(m)) for m in months if (one := case.value(m)) is not None]
    yield next((one for one in found if one.verdict is not Verdict.CONTRADICTS), found[0])


def size_of_change(case: Case) -> Iterator[Outcome]:
    """Hold the size of a change against the change, in its own unit or as a part of the value before."""
    number = case.number
    if is_time_limit(case):
        return
    found = tuple(c for c in changes(case) if c.difference is not None)
    said = f"a change of {number.words} for {case.shown}"
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, no_change_known(case, changes(case)))
        return
    outcomes = [_one_change(case, said, one) for one in found]
    yield next((one for one in outcomes if one.verdict is not Verdict.CONTRADICTS), outcomes[0])


def _one_change(case: Case, said: str, found: Change) -> Outcome:
    number = case.number
    before, now, difference = found.before, found.now, found.difference
    if before is None or now is None or difference is None:
        return Outcome(Verdict.UNCHECKED, said, found.reason(english()))
    why = change_words(case, found)
    if _goes_against(case, found):
        return Outcome(Verdict.CONTRADICTS, said, why)
    plain = fits(number, abs(difference)) or fits(number, abs(now - before))
    relative = bool(before) and fits(number, abs(now - before) / abs(before) * 100)
    percent = case.indicator.unit is Unit.PERCENT
    right = _is_in_unit_of_change(case)
    if relative and number.unit is Measure.PERCENT and not percent:
        return Outcome(Verdict.AGREES, said, why)
    if plain and (difference or number.value == 0):
        return Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)
    if relative and number.unit is not Measure.NONE:
        return Outcome(Verdict.WRONG_UNIT, said, f"{why}, which is {number.words} of the value before")
    return Outcome(Verdict.CONTRADICTS, said, why)


def _is_in_unit_of_change(case: Case) -> bool:
    """Whether a difference is written in its own unit: that of a percentage in points."""
    if case.indicator.unit is Unit.PERCENT:
        return case.number.unit is Measure.POINTS or case.statement.understood
    return case.number.unit in own_units(case.indicator)


def _goes_against(case: Case, found: Change) -> bool:
    """Whether `+`, `-`, `more` or `a fall of` goes against the change."""
    number, way = case.number, case.statement.way
    if not found.difference:
        return False
    sided = (
        way not in {Way.BETTER, Way.WORSE} or bigger_is_better(case.pack, case.ref, case.month) is not False
    )
    if number.sign and sided:
        return (found.difference > 0) is not (number.sign > 0)
    return way in {Way.UP, Way.DOWN} and (found.difference > 0) is not (way is Way.UP)


def target(case: Case) -> Iterator[Outcome]:
    """Hold a target against the one in force."""
    number = case.number
    if is_time_limit(case):
        return
    found = case.pack.target(case.ref, case.month)
    said = f"a target of {number.words} for {case.shown}"
    if found is None or found.value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no target in the data")
        return
    why = f"the target of {case.shown} is {found.published}"
    if found.of_denominator:
        yield held(fits(number, found.value), said, why)
        return
    of_year = found.annual is not None and matches(number, found.annual, case.indicator)
    yield compared(case, said, found.annual if of_year and found.annual is not None else found.value, why)


def gap(case: Case) -> Iterator[Outcome]:
    """Hold the distance from a target against value and target."""
    number, found, seen = case.number, case.pack.target(case.ref, case.month), case.value()
    said = f"{number.words} from the target of {case.shown}"
    if found is None or found.value is None or found.of_denominator or seen is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} cannot be measured against a target")
        return
    distance = rounded(seen, case.indicator.decimals) - found.value
    size = format_difference(distance, case.indicator, english())
    why = f"{case.at()}, {size} from its target of {found.published}"
    fit = fits(number, abs(distance)) or fits(number, abs(seen - found.value))
    relative = number.unit is Measure.PERCENT and case.indicator.unit is not Unit.PERCENT
    if not _is_on_side(case, distance):
        yield Outcome(Verdict.CONTRADICTS, said, why)
    elif relative and found.value and fits(number, abs(distance) / found.value * 100):
        yield Outcome(Verdict.AGREES, said, why)
    elif not fit:
        yield Outcome(Verdict.CONTRADICTS, said, why)
    else:
        right = _is_in_unit_of_change(case)
        yield Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)


def _is_on_side(case: Case, distance: Decimal) -> bool:
    good = bigger_is_better(case.pack, case.ref, case.month)
    better = distance != 0 and (good is None or (distance > 0) is good)
    worse = distance != 0 and (good is None or (distance < 0) is good)
    sides = {
        "above": distance > 0, "below": distance < 0, "met": better, "better": better,
        "missed": worse, "worse": worse,
    }  # fmt: skip
    return sides.get(case.statement.side, True)


def multiple(case: Case) -> Iterator[Outcome]:
    """Hold `halved since April` or `almost double the target` against the figures."""
    statement, now = case.statement, case.value()
    factor = Decimal(statement.count)
    factor = 1 / factor if statement.way is Way.DOWN else factor
    said = f"{case.shown} is {'a multiple' if factor > 1 else 'a part'} of what it was"
    for base in _bases_of_multiple(case):
        if now is None or not base:
            continue
        good = _is_multiple(statement.size, now / base, factor, up=statement.way is not Way.DOWN)
        why = f"{case.at()}, {now / base:.2f} times {format_value(base, case.indicator)}"
        yield held(good, said, why)
        return
    yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has nothing to compare with")


def _bases_of_multiple(case: Case) -> list[Decimal]:
    if case.statement.side == "target":
        found = case.pack.target(case.ref, case.month)
        return [found.value] if found is not None and found.value else []
    return [
        one for month in base_months(case) if month != case.month and (one := case.value(month)) is not None
    ]


def _is_multiple(hedge: str, ratio: Decimal, factor: Decimal, *, up: bool) -> bool:
    """Whether a ratio is the factor: more than it, short of it, or within a twentieth."""
    reached = ratio > factor if up else ratio < factor
    off = abs(ratio - factor) / factor
    if hedge == "over":
        return reached
    if hedge in {"under", "nearly"}:
        return not reached and off <= Decimal("0.15")
    return off <= Decimal("0.1" if hedge else "0.055")


def elsewhere(case: Case) -> Iterator[Outcome]:
    """Hold a figure of England, a region or neighbours, and on which side of it, against the comparators."""
    statement, number = case.statement, case.statement.number
    said = f"{number.words if number else statement.side} of others for {case.shown}"
    found = _comparator(case)
    if found is None:
        yield Outcome(Verdict.UNCHECKED, said, "it is not in the pack's data")
        return
    why = f"{found.name} is {format_value(found.value, case.indicator)} ({found.period_text})"
    now, good = case.value(), True
    if number is not None and statement.size != "gap":
        good = matches(number, found.value, case.indicator)
    if statement.side and now is not None:
        why, distance = f"{why}, {case.at()}", now - found.value
        good = good and _is_on_side(case, distance)
        good = good and (statement.size != "gap" or number is None or fits(number, abs(distance)))
    yield held(good, said, why)


def _comparator(case: Case) -> ComparatorFigure | None:
    """The latest figure of the comparator that is named; `national` is England's where there is no other."""
    plain = {word.rstrip("s") for word in re.findall(r"[a-z]+", case.statement.named.casefold())}
    plain |= {"england", "national"} if plain & {"national", "nationally", "england"} else set()
    mine = [one for one in case.pack.comparators if one.ref == case.ref]
    named = [one for one in mine if {word.rstrip("s") for word in one.name.casefold().split()} & plain]
    only = len({one.name for one in named}) == 1
    return max(named, key=lambda one: one.period_text) if only else None


def end_of_range(case: Case) -> Iterator[Outcome]:
    """Hold an end of a range against the lowest and the highest value."""
    said = f"a range to or from {case.number.words}"
    values = [*shown_values(case).values()]
    ends = (min(values), max(values)) if values else ()
    own = case.number.unit in own_units(case.indicator) | {Measure.NONE}
    why = " to ".join(format_value(one, case.indicator) for one in ends)
    if own and any(fits(case.number, one) for one in ends):
        yield Outcome(Verdict.AGREES, said, f"{case.shown} was {why}")
    else:
        why = f"{case.shown} was {why or 'not given'}, and ranges are not held"
        yield Outcome(Verdict.UNCHECKED, said, why)
