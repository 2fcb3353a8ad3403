"""Holds a tied statement against the figures.

A statement agrees when the figures, rounded as it is written, bear it out; it contradicts when they do
not; its unit is wrong when the number is right and what is written with it is not; and it cannot be
checked when the pack has nothing to hold it against. A number is always held against what is printed
and what is unrounded, so that no honest rounding is faulted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from boardpack.check.claims.amounts import Amount, AmountUnit
from boardpack.check.claims.extract import Kind, Statement
from boardpack.check.claims.lexicon import Way, lexicon
from boardpack.check.claims.months import resolve
from boardpack.check.claims.subject import Tie
from boardpack.document import Direction, Sense
from boardpack.figures.change import Change, change, streak
from boardpack.figures.live import comparable_series
from boardpack.figures.numbers import format_difference, format_value, rounded
from boardpack.figures.rating import bigger_is_better, rate
from boardpack.model.indicator import Comparator, Indicator, Target, Unit
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag


class Verdict(Enum):
    """What came of holding a statement against the figures."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    WRONG_UNIT = "wrong unit"
    UNCHECKED = "cannot be checked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict with its reason; `aspect` sets a judgement of size, run or status apart from the fact."""

    verdict: Verdict
    said: str
    """What the sentence says, in plain words."""
    why: str
    """What the figures say, or why nothing can be said."""
    aspect: str = ""
    """`size`, `status`, `streak`, `passing`; empty for the plain fact."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A statement about one indicator in one month."""

    pack: Pack
    indicator: Indicator
    statement: Statement
    month: Period
    how: str

    @property
    def ref(self) -> str:
        return self.indicator.ref

    @property
    def shown(self) -> str:
        return self.indicator.definition(self.month).reference

    def value(self, month: Period | None = None) -> Decimal | None:
        observation = self.pack.observation(self.ref, month or self.month)
        return observation.value if observation else None

    def printed(self, month: Period | None = None) -> str:
        value = self.value(month)
        return "no value" if value is None else format_value(value, self.indicator)

    def at(self, month: Period | None = None) -> str:
        """`FD 8 was 18% in Oct-17`."""
        return f"{self.shown} was {self.printed(month)} in {(month or self.month).short}"


def verify(pack: Pack, statement: Statement, tie: Tie) -> tuple[Outcome, ...]:
    """Hold a statement against the figures of each indicator it is tied to."""
    if statement.kind is Kind.COUNT:
        return ()
    check = CHECKS[statement.kind]
    month = statement.month or pack.period
    indicators = [indicator for ref in tie.refs if (indicator := pack.indicator(ref)) is not None]
    all_outcomes = [tuple(check(_Case(pack, one, statement, month, tie.how))) for one in indicators]
    return _joined(all_outcomes, open_tie=tie.open)


def _joined(outcomes: list[tuple[Outcome, ...]], *, open_tie: bool) -> tuple[Outcome, ...]:
    """One set of outcomes from several indicators: the worst, or none when it is open which is meant."""
    if len(outcomes) == 1:
        return outcomes[0]
    verdicts = {outcome.verdict for one in outcomes for outcome in one}
    if len(verdicts) == 1 and outcomes[0]:
        return outcomes[0]
    if open_tie:
        return (
            Outcome(Verdict.UNCHECKED, "", "it fits several indicators, and not all of them bear it out"),
        )
    return tuple(outcome for one in outcomes for outcome in one if outcome.verdict is not Verdict.AGREES)


# ---------------------------------------------------------------------------------------------- numbers


def _fits(amount: Amount, value: Decimal) -> bool:
    """Whether a value is the number as written, rounded as it is and hedged as it is."""
    if rounded(value, amount.decimals) == amount.value:
        return True
    spread = max(Decimal(2), abs(value) * 3 / 100)
    beyond = value - amount.value
    lowest, highest = {
        "about": (-spread, spread),
        "nearly": (-spread, Decimal(0)),
        "barely": (Decimal(0), spread),
        "over": (Decimal(0), Decimal("Infinity")),
        "least": (Decimal(0), Decimal("Infinity")),
        "under": (Decimal("-Infinity"), Decimal(0)),
        "most": (Decimal("-Infinity"), Decimal(0)),
    }.get(amount.hedge, (Decimal(1), Decimal(-1)))
    return lowest <= beyond <= highest


def _matches(amount: Amount, value: Decimal, indicator: Indicator) -> bool:
    return _fits(amount, value) or _fits(amount, rounded(value, indicator.decimals))


_OWN_UNITS: Mapping[Unit, frozenset[AmountUnit]] = MappingProxyType(
    {
        Unit.PERCENT: frozenset({AmountUnit.PERCENT}),
        Unit.COUNT: frozenset({AmountUnit.NONE}),
        Unit.AVERAGE: frozenset({AmountUnit.NONE}),
        Unit.DAYS: frozenset({AmountUnit.NONE, AmountUnit.DAYS}),
        Unit.WEEKS: frozenset({AmountUnit.NONE, AmountUnit.WEEKS}),
        Unit.POUNDS: frozenset({AmountUnit.POUNDS}),
    }
)
_TIMES = frozenset({AmountUnit.DAYS, AmountUnit.WEEKS})


def _amount(case: _Case) -> Amount:
    amount = case.statement.amount
    assert amount is not None  # noqa: S101 - the kinds that come here are made with one
    return amount


def _is_time_limit(case: _Case) -> bool:
    """Whether days or weeks are written of a measure that has none: part of its name, no figure."""
    amount = case.statement.amount
    return amount is not None and amount.unit in _TIMES and amount.unit not in _OWN_UNITS[case.indicator.unit]


def _value(case: _Case) -> Iterator[Outcome]:
    amount = _amount(case)
    if _is_time_limit(case):
        return
    said = f"{amount.words} for {case.shown} in {case.month.short}"
    value = case.value()
    if value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no value for {case.month.short}")
        return
    yield _compared(case, said, value, case.at())


def _compared(case: _Case, said: str, value: Decimal, why: str) -> Outcome:
    """The outcome of a number against a value in the indicator's own unit."""
    amount = _amount(case)
    fits = _matches(amount, value, case.indicator)
    own = amount.unit in _OWN_UNITS[case.indicator.unit]
    if fits:
        return Outcome(Verdict.AGREES if own else Verdict.WRONG_UNIT, said, why)
    if own or (amount.unit is AmountUnit.NONE and case.how == "reference"):
        return Outcome(Verdict.CONTRADICTS, said, why)
    return Outcome(Verdict.UNCHECKED, said, f"{why}, which is measured otherwise")


def _start(case: _Case) -> Iterator[Outcome]:
    amount = _amount(case)
    if _is_time_limit(case):
        return
    if amount.month is not None:
        months = [amount.month]
    else:
        months = [m for m in _base_months(case) if case.value(m) is not None]
    if not months or all(case.value(month) is None for month in months):
        yield Outcome(Verdict.UNCHECKED, f"from {amount.words} for {case.shown}", "there is no earlier value")
        return
    said = f"{amount.words} for {case.shown} in {months[0].short}"
    found = [_compared(case, said, value, case.at(m)) for m in months if (value := case.value(m)) is not None]
    yield next((one for one in found if one.verdict is not Verdict.CONTRADICTS), found[0])


def _base_months(case: _Case) -> tuple[Period, ...]:
    """The months a change may be reckoned from: one, unless the sentence is vague about it."""
    base, month = case.statement.base, case.month
    if base.month is not None:
        return (base.month,)
    if base.span is None:
        return (month.plus(-1),)
    if base.span.vague:
        return tuple(
            month.plus(-back) for back in (base.span.months, base.span.months - 1, base.span.months + 1)
        )
    if base.span.months:
        return (month.plus(-base.span.months),)
    known = [m for m in case.pack.months if m < month and case.value(m) is not None]
    return tuple(known[:1])


def _changes(case: _Case) -> tuple[Change, ...]:
    return tuple(change(case.pack, case.ref, case.month, since) for since in _base_months(case))


def _no_change_known(case: _Case, found: tuple[Change, ...]) -> str:
    if not found:
        return f"{case.shown} has no earlier value to compare with"
    first = found[0]
    if not case.indicator.comparable(first.earlier, first.later):
        return f"the series of {case.shown} is broken between {first.earlier.short} and {first.later.short}"
    return f"{case.shown} has {first.reason}"


def _change(case: _Case) -> Iterator[Outcome]:
    amount = _amount(case)
    if _is_time_limit(case):
        return
    found = tuple(c for c in _changes(case) if c.difference is not None)
    said = f"a change of {amount.words} for {case.shown}"
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, _no_change_known(case, _changes(case)))
        return
    outcomes = [_one_change(case, said, one) for one in found]
    yield next((one for one in outcomes if one.verdict is not Verdict.CONTRADICTS), outcomes[0])


def _one_change(case: _Case, said: str, found: Change) -> Outcome:
    amount = _amount(case)
    before, now, difference = found.before, found.now, found.difference
    if before is None or now is None or difference is None:
        return Outcome(Verdict.UNCHECKED, said, found.reason)
    why = f"{case.shown} {found.words} ({found.earlier.short} to {found.later.short})"
    if _sign_is_wrong(case, found):
        return Outcome(Verdict.CONTRADICTS, said, why)
    points = _fits(amount, abs(difference)) or _fits(amount, abs(now - before))
    relative = bool(before) and _fits(amount, abs(now - before) / abs(before) * 100)
    percent = case.indicator.unit is Unit.PERCENT
    own = AmountUnit.POINTS if percent else None
    right = amount.unit is own if percent else amount.unit in _OWN_UNITS[case.indicator.unit]
    if relative and amount.unit is AmountUnit.PERCENT and not percent:
        return Outcome(Verdict.AGREES, said, why)
    if points:
        return Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)
    if relative and amount.unit is not AmountUnit.NONE:
        return Outcome(Verdict.WRONG_UNIT, said, f"{why}, which is {amount.words} of the value before")
    return Outcome(Verdict.CONTRADICTS, said, why)


def _sign_is_wrong(case: _Case, found: Change) -> bool:
    """Whether `+` or `-` goes against the change; by an improvement of what should fall either may stand."""
    amount, move = _amount(case), case.statement.move
    if not amount.sign or not found.difference:
        return False
    judged = move is not None and move.way in {Way.BETTER, Way.WORSE}
    if judged and bigger_is_better(case.pack, case.ref, case.month) is False:
        return False
    return (found.difference > 0) is not (amount.sign > 0)


def _target(case: _Case) -> Iterator[Outcome]:
    amount = _amount(case)
    if _is_time_limit(case):
        return
    target = case.pack.target(case.ref, case.month)
    said = f"a target of {amount.words} for {case.shown}"
    if target is None or target.value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no target in the data")
        return
    why = f"the target of {case.shown} is {target.published}"
    if target.of_denominator:
        fits = _fits(amount, target.value)
        yield Outcome(Verdict.AGREES if fits else Verdict.CONTRADICTS, said, why)
        return
    yield _compared(case, said, target.value, why)


def _gap(case: _Case) -> Iterator[Outcome]:
    amount, target, value = _amount(case), case.pack.target(case.ref, case.month), case.value()
    said = f"{amount.words} from the target of {case.shown}"
    if target is None or target.value is None or target.of_denominator or value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} cannot be measured against a target")
        return
    gap = rounded(value, case.indicator.decimals) - target.value
    why = f"{case.at()}, {format_difference(gap, case.indicator)} from its target of {target.published}"
    side = {"up": gap > 0, "down": gap < 0}.get(amount.noun, True)
    fits = _fits(amount, abs(gap)) or _fits(amount, abs(value - target.value))
    if not (side and fits):
        yield Outcome(Verdict.CONTRADICTS, said, why)
        return
    percent = case.indicator.unit is Unit.PERCENT
    right = amount.unit is AmountUnit.POINTS if percent else amount.unit in _OWN_UNITS[case.indicator.unit]
    yield Outcome(Verdict.AGREES if right else Verdict.WRONG_UNIT, said, why)


def _elsewhere(case: _Case) -> Iterator[Outcome]:
    yield Outcome(Verdict.UNCHECKED, f"{_amount(case).words} from elsewhere", "it is not in the pack's data")


def _range(case: _Case) -> Iterator[Outcome]:
    yield Outcome(Verdict.UNCHECKED, f"a range to or from {_amount(case).words}", "ranges are not checked")


# ------------------------------------------------------------------------------------------- directions


def _direction(case: _Case) -> Iterator[Outcome]:
    move = case.statement.move
    assert move is not None  # noqa: S101 - directions are made with one
    said = f"{case.shown} {_way_words(move.way, negated=move.negated)}"
    found = tuple(c for c in _changes(case) if c.difference is not None)
    if not found:
        yield Outcome(Verdict.UNCHECKED, said, _no_change_known(case, _changes(case)))
        return
    holding = [c for c in found if _holds(case, c)]
    shown = holding[0] if holding else found[0]
    why = f"{case.shown} {shown.words} ({shown.earlier.short} to {shown.later.short})"
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
        holding, why = [], f"{case.shown} {latest.words} ({latest.earlier.short} to {latest.later.short})"
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
    return f"has not: {words}" if negated else words


def _holds(case: _Case, found: Change) -> bool:
    move = case.statement.move
    if move is None:
        return False
    return _goes(found, move.way, tolerant=_is_tolerant(move.size)) is not move.negated


def _is_tolerant(size: str) -> bool:
    return size == "large"


def _goes(found: Change, way: Way, *, tolerant: bool = False) -> bool:
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


def _size(case: _Case, found: Change) -> Iterator[Outcome]:
    """Whether `slightly`, `significantly` or `gradually` suits the change."""
    move = case.statement.move
    if move is None or not move.size or move.way in {Way.LEVEL, Way.STABLE}:
        return
    size = format_difference(found.difference or Decimal(0), case.indicator)
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


def _is_gradual(case: _Case, found: Change) -> bool:
    """Whether at least two months went the same way, and none of them by a leap."""
    if case.statement.base.span is not None or case.statement.base.month is not None:
        return True
    before = change(case.pack, case.ref, case.month.plus(-1))
    if before.difference is None:
        return True
    return before.direction is found.direction and not _reaches(found, "large")


def _continued(case: _Case) -> Iterator[Outcome]:
    """Whether `continued`, `further` or `again` has a month before it that went the same way."""
    move = case.statement.move
    if move is None or not move.continued or case.statement.base.month is not None:
        return
    before = change(case.pack, case.ref, case.month.plus(-1))
    said = f"{case.shown} {_way_words(move.way, negated=False)} further"
    if before.difference is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has {before.reason}", "streak")
        return
    good = _goes(before, move.way)
    why = f"{case.shown} {before.words} ({before.earlier.short} to {before.later.short})"
    yield Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why, "streak")


# -------------------------------------------------------------------------------------------- standing


def _rating(case: _Case) -> Iterator[Outcome]:
    standing = case.statement.standing
    if standing is None or standing.rag is None:
        return
    said = f"{case.shown} is {'not ' if standing.negated else ''}{standing.rag.value} in {case.month.short}"
    rating = rate(case.pack, case.ref, case.month)
    if rating.rag is None:
        yield Outcome(
            Verdict.UNCHECKED, said, f"{case.shown} has no rating in {case.month.short}: {rating.reason}"
        )
        return
    good = (rating.rag is standing.rag) is not standing.negated
    yield Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, f"{case.shown} is {rating.word}")
    if standing.before is not None:
        yield from _rating_before(case, standing.before)


def _rating_before(case: _Case, claimed: Rag) -> Iterator[Outcome]:
    earlier = case.month.plus(-1)
    before = rate(case.pack, case.ref, earlier)
    said = f"{case.shown} was {claimed.value} in {earlier.short}"
    if before.rag is None or not case.indicator.comparable(earlier, case.month):
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no rating in {earlier.short}")
        return
    verdict = Verdict.AGREES if before.rag is claimed else Verdict.CONTRADICTS
    yield Outcome(verdict, said, f"{case.shown} was {before.word} in {earlier.short}")


def meets(pack: Pack, ref: str, month: Period) -> bool | None:
    """Whether an indicator met its target in a month; None when that cannot be said."""
    target, observation = pack.target(ref, month), pack.observation(ref, month)
    if target is None or target.value is None or target.of_denominator:
        return None
    if observation is None or observation.value is None:
        return None
    return _met(pack, target, observation.value, month)


def _met(pack: Pack, target: Target, value: Decimal, month: Period) -> bool | None:
    assert target.value is not None  # noqa: S101 - asked by `meets` beforehand
    match target.comparator:
        case Comparator.AT_LEAST:
            return value >= target.value
        case Comparator.AT_MOST:
            return value <= target.value
        case Comparator.BELOW:
            return value < target.value
        case Comparator.ABOVE:
            return value > target.value
        case None:
            good = bigger_is_better(pack, target.ref, month)
            return None if good is None else (value >= target.value if good else value <= target.value)


def _target_met(case: _Case) -> Iterator[Outcome]:
    standing, target, value = case.statement.standing, case.pack.target(case.ref, case.month), case.value()
    if standing is None:
        return
    said = f"{case.shown}: target {standing.word} in {case.month.short}"
    good = _stands_as(case, standing.word, case.month)
    if good is None or target is None or value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} cannot be held against a target")
        return
    why = f"{case.at()}, with a target of {target.published}"
    yield Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why)


def _stands_as(case: _Case, word: str, month: Period) -> bool | None:
    """Whether the target was `met`, `missed`, or the value `above` or `below` it."""
    met, target, value = (
        meets(case.pack, case.ref, month),
        case.pack.target(case.ref, month),
        case.value(month),
    )
    if met is None or target is None or target.value is None or value is None:
        return None
    return {"met": met, "missed": not met, "above": value > target.value, "below": value < target.value}[word]


def _status(case: _Case) -> Iterator[Outcome]:
    standing = case.statement.standing
    if standing is None:
        return
    good = (standing.word == "good") is not standing.negated
    rating = rate(case.pack, case.ref, case.month)
    said = f"{case.shown} is doing {'well' if good else 'badly'}"
    if rating.rag is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has no rating", "status")
        return
    fits = rating.rag is Rag.GREEN if good else rating.rag is not Rag.GREEN
    yield Outcome(
        Verdict.AGREES if fits else Verdict.CONTRADICTS, said, f"{case.shown} is {rating.word}", "status"
    )


def _extreme(case: _Case) -> Iterator[Outcome]:
    standing = case.statement.standing
    if standing is None:
        return
    said = f"{case.shown} is at its {standing.word} in {case.month.short}"
    series = dict(comparable_series(case.pack, case.indicator, case.pack.period))
    since = resolve(standing.since, case.pack.period) if standing.since else None
    if since is not None:
        series = {month: value for month, value in series.items() if since < month <= case.month}
    highest = _is_highest(case, standing.word)
    value = case.value()
    if len(series) < 2 or highest is None or value is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has too few comparable months, or no polarity")
        return
    best = (max if highest else min)(series.values())
    months = " and ".join(month.short for month, one in series.items() if one == best)
    why = f"the {standing.word} of {case.shown} is {format_value(best, case.indicator)} in {months}"
    amount = case.statement.amount
    if amount is not None and case.statement.month is None:
        fits = _matches(amount, best, case.indicator)
    else:
        fits = series.get(case.month) == best
    yield Outcome(Verdict.AGREES if fits else Verdict.CONTRADICTS, said, why)


def _is_highest(case: _Case, word: str) -> bool | None:
    if word in {"highest", "lowest"}:
        return word == "highest"
    good = bigger_is_better(case.pack, case.ref, case.month)
    return None if good is None else good is (word == "best")


def _streak(case: _Case) -> Iterator[Outcome]:
    standing = case.statement.standing
    if standing is None:
        return
    count = _run(case)
    said = f"{standing.number} months in a row for {case.shown}"
    if count is None:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has nothing to count such months by")
        return
    known = len([m for m in case.pack.months if m <= case.month and case.value(m) is not None])
    reaches_start = count >= known - (1 if case.statement.move is not None else 0)
    why = f"the figures show {count} in a row up to {case.month.short}"
    if count == standing.number or (count > standing.number and not standing.exact):
        yield Outcome(Verdict.AGREES, said, why)
    elif count < standing.number and reaches_start and count:
        yield Outcome(Verdict.UNCHECKED, said, f"{why}, and none before are in the data")
    else:
        yield Outcome(Verdict.CONTRADICTS, said, why)


def _run(case: _Case) -> int | None:
    """How many months in a row, ending with the month, went or stood as the sentence says."""
    move, other = case.statement.move, case.statement.other
    if move is not None:
        return _run_of(case, lambda month: _went(case, month, move.way))
    if other is not None and other.rag is not None:
        return streak(case.pack, case.ref, case.month, other.rag)
    if other is not None and other.word:
        return _run_of(case, lambda month: _stands_as(case, other.word, month))
    return None


def _went(case: _Case, month: Period, way: Way) -> bool | None:
    found = change(case.pack, case.ref, month)
    return None if found.difference is None else _goes(found, way)


def _run_of(case: _Case, holds: Callable[[Period], bool | None]) -> int | None:
    if holds(case.month) is None:
        return None
    count = 0
    while holds(case.month.plus(-count)):
        count += 1
    return count


def _break(case: _Case) -> Iterator[Outcome]:
    starts = [definition.start for definition in case.indicator.definitions[1:]]
    said = f"a new definition of {case.shown}"
    if not starts:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has one definition in the data")
    elif case.statement.month is None or case.statement.month in starts:
        yield Outcome(Verdict.AGREES, said, f"{case.shown} has a new definition")
    else:
        why = " and ".join(start.short for start in starts if start is not None)
        yield Outcome(Verdict.CONTRADICTS, f"{said} in {case.month.short}", f"it is from {why}")


def _pace(case: _Case) -> Iterator[Outcome]:
    yield Outcome(Verdict.UNCHECKED, f"the pace of {case.shown}", "single months prove no pace")


def _nothing(case: _Case) -> Iterator[Outcome]:  # noqa: ARG001 - a check's signature
    yield from ()


CHECKS: Mapping[Kind, Callable[[_Case], Iterator[Outcome]]] = MappingProxyType(
    {
        Kind.VALUE: _value,
        Kind.START: _start,
        Kind.CHANGE: _change,
        Kind.TARGET: _target,
        Kind.GAP: _gap,
        Kind.ELSEWHERE: _elsewhere,
        Kind.RANGE: _range,
        Kind.DIRECTION: _direction,
        Kind.RATING: _rating,
        Kind.TARGET_MET: _target_met,
        Kind.STATUS: _status,
        Kind.EXTREME: _extreme,
        Kind.STREAK: _streak,
        Kind.COUNT: _nothing,
        Kind.BREAK: _break,
        Kind.PACE: _pace,
        Kind.REFERENCE: _nothing,
    }
)
"""How each kind of statement is held against the figures; a new kind is a function and its row."""
