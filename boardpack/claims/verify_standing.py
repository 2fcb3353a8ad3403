"""Ratings, targets met or missed, judgements, records, runs and new definitions held against the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from boardpack.analysis.change import change, streak
from boardpack.analysis.formatting import format_value
from boardpack.analysis.live_figure_fields import comparable_series
from boardpack.analysis.rating import bigger_is_better, rate
from boardpack.claims.case import Case, Outcome, Verdict
from boardpack.claims.lexicon import Way
from boardpack.claims.months import resolve
from boardpack.claims.verify_figures import matches
from boardpack.claims.verify_moves import goes
from boardpack.model.indicator import Comparator, Target
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag


def rating(case: Case) -> Iterator[Outcome]:
    """Hold a rating against the computed one."""
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


def _rating_before(case: Case, claimed: Rag) -> Iterator[Outcome]:
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


def target_met(case: Case) -> Iterator[Outcome]:
    """Hold `met`, `missed`, `above` or `below` against value and target."""
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


def _stands_as(case: Case, word: str, month: Period) -> bool | None:
    """Whether the target was `met`, `missed`, or the value `above` or `below` it."""
    met, target, value = (
        meets(case.pack, case.ref, month),
        case.pack.target(case.ref, month),
        case.value(month),
    )
    if met is None or target is None or target.value is None or value is None:
        return None
    return {"met": met, "missed": not met, "above": value > target.value, "below": value < target.value}[word]


def status(case: Case) -> Iterator[Outcome]:
    """Hold a judgement against the rating."""
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


def record(case: Case) -> Iterator[Outcome]:
    """Hold the best, worst, highest or lowest against the months it is reckoned over."""
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
        fits = matches(amount, best, case.indicator)
    else:
        fits = series.get(case.month) == best
    yield Outcome(Verdict.AGREES if fits else Verdict.CONTRADICTS, said, why)


def _is_highest(case: Case, word: str) -> bool | None:
    if word in {"highest", "lowest"}:
        return word == "highest"
    good = bigger_is_better(case.pack, case.ref, case.month)
    return None if good is None else good is (word == "best")


def run(case: Case) -> Iterator[Outcome]:
    """Hold a run of months against the figures of those months."""
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


def _run(case: Case) -> int | None:
    """How many months in a row, ending with the month, went or stood as the sentence says."""
    move, other = case.statement.move, case.statement.other
    if move is not None:
        return _run_of(case, lambda month: _went(case, month, move.way))
    if other is not None and other.rag is not None:
        return streak(case.pack, case.ref, case.month, other.rag)
    if other is not None and other.word:
        return _run_of(case, lambda month: _stands_as(case, other.word, month))
    return None


def _went(case: Case, month: Period, way: Way) -> bool | None:
    found = change(case.pack, case.ref, month)
    return None if found.difference is None else goes(found, way)


def _run_of(case: Case, holds: Callable[[Period], bool | None]) -> int | None:
    if holds(case.month) is None:
        return None
    count = 0
    while holds(case.month.plus(-count)):
        count += 1
    return count


def definition_change(case: Case) -> Iterator[Outcome]:
    """Hold a change of definition against the definitions."""
    starts = [definition.start for definition in case.indicator.definitions[1:]]
    said = f"a new definition of {case.shown}"
    if not starts:
        yield Outcome(Verdict.UNCHECKED, said, f"{case.shown} has one definition in the data")
    elif case.statement.month is None or case.statement.month in starts:
        yield Outcome(Verdict.AGREES, said, f"{case.shown} has a new definition")
    else:
        why = " and ".join(start.short for start in starts if start is not None)
        yield Outcome(Verdict.CONTRADICTS, f"{said} in {case.month.short}", f"it is from {why}")
