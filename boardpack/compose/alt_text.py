"""What a chart says in words: its message, a sentence beside it, and its text alternative; from its figures.

The message is the first that holds: there is no figure; the change and how often the target was met; without
a target the change alone; no change: for how long.

The text alternative begins with the message and says what a person sees at a glance: how the latest value is
rated and how far from the target it lies, for how long, whether it is the highest or the lowest and how
often that was. Then what is out of the ordinary: where the series is broken, what the target was before it
changed, which periods have no figure and why. It ends with the indicator's name, which tells it from the
others in a list of a file's graphics. The figures themselves are in the table on the same page.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from textwrap import shorten

from boardpack.analysis.change import Change, change, streak
from boardpack.analysis.formatting import format_difference, format_value, rounded
from boardpack.analysis.rating import rate, rating_word
from boardpack.analysis.timeline import due_periods
from boardpack.compose.columns import status_of
from boardpack.compose.phrases import ended, sentence
from boardpack.compose.series import (
    Figured,
    comparable,
    drawn_comparators,
    drawn_target,
    good_side,
    named,
    periods,
    runs,
    same_run,
)
from boardpack.model.indicator import Indicator, Target, Unit
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Direction, RatingBasis
from boardpack.words import Words


def messages(pack: Pack, indicator: Indicator) -> tuple[str, ...]:
    """The message in full, then shorter ones for narrow charts."""
    words = pack.words
    known = comparable(pack, indicator)
    if not known or known[-1].period != pack.period:
        return (_missing(pack, indicator, words),)
    said = _change(pack, indicator, known[-1], words)
    forms = [_met(pack, indicator, known, words, short=short) for short in (False, True)]
    full = [words("message.and", change=said, met=met) for met in forms if met]
    return (*dict.fromkeys(full), said)


def _missing(pack: Pack, indicator: Indicator, words: Words) -> str:
    observation = pack.observation(indicator.ref, pack.period)
    status = observation.status if observation else ValueStatus.NOT_STATED
    return words("message.missing", period=named(words, pack.period), reason=words.of("value_status", status))


def _change(pack: Pack, indicator: Indicator, now: Figured, words: Words) -> str:
    moved = change(pack, indicator.ref, pack.period)
    value = format_value(now.value, indicator)
    if moved.difference is None or moved.direction is None:
        began = len({id(indicator.definition(period)) for period in pack.months}) > 1
        if began and not indicator.comparable(pack.period.plus(-1), pack.period):
            return words("message.redefined", value=value)
        return words("message.latest", value=value, period=named(words, pack.period))
    if moved.direction is Direction.LEVEL:
        return _run(same_run(pack, indicator), value, words)
    if indicator.grades and moved.before is not None:
        before = format_value(moved.before, indicator)
        earlier = named(words, moved.earlier)
        return words("message.changed", before=before, earlier=earlier, value=value)
    key = _verb(indicator, moved, has_target=now.target is not None)
    size = format_difference(moved.difference, indicator, words, short=True)
    before = named(words, moved.earlier)
    return words(f"message.{key}", size=size, value=value, before=before)


def _verb(indicator: Indicator, moved: Change, *, has_target: bool) -> str:
    """A count without a target is so many more; anything else rose or fell."""
    up = moved.direction is Direction.UP
    if has_target or indicator.unit is not Unit.COUNT:
        return "rose" if up else "fell"
    return "more" if up else "fewer"


def _run(count: int, value: str, words: Words) -> str:
    key = f"ordinals.ordinal.{max(count, 2)}"
    if key in words.entries:
        return words("message.run", value=value, ordinal=words(key))
    return words("message.run_long", value=value, periods=periods(words, count))


def _met(pack: Pack, indicator: Indicator, known: tuple[Figured, ...], words: Words, *, short: bool) -> str:
    """How often the target was met, of the periods that have a value and a target."""
    held = [each for each in known if each.met is not None]
    if not held:
        return ""
    met = sum(bool(each.met) for each in held)
    side = "met" if met else _wrong_side(pack, indicator)
    if not side:
        return ""
    if len(held) == 1:
        return words(f"message.{side}_once")
    key = "met" if 0 < met < len(held) else f"{side}_all"
    number = len(held)
    return words(
        f"message.{key}{'_short' if short else ''}", met=met, number=number, periods=periods(words, number)
    )


def _wrong_side(pack: Pack, indicator: Indicator) -> str:
    good = good_side(pack, indicator)
    return "" if good is None else "below" if good else "above"


def alt_text(pack: Pack, indicator: Indicator, message: str) -> str:
    """Describe the chart of an indicator over the periods shown, its message first, in about 160 letters."""
    words = pack.words
    known = comparable(pack, indicator)
    sentences = [ended(message)]
    if known and known[-1].period == pack.period:
        sentences += [_standing(pack, indicator, known[-1], words), _bounds(known, indicator, words)]
    sentences += [
        _breaks(pack, indicator, words),
        _targets(pack, indicator, words),
        _gaps(pack, indicator, words),
        _compared(pack, indicator, words),
        _name(pack, indicator, words),
    ]
    return " ".join(filter(None, sentences))


def _standing(pack: Pack, indicator: Indicator, now: Figured, words: Words) -> str:
    """The rating, for how long, and how far from the target the latest value is."""
    rated, target = _rated(pack, indicator, words), now.target
    if target is None or target.value is None:
        return words("alt.alone", rated=rated)
    difference = rounded(now.value, indicator.decimals) - target.value
    if not difference:
        return words("alt.on_target", rated=rated, target=target.published)
    good, side = good_side(pack, indicator), "above" if difference > 0 else "below"
    size = format_difference(difference, indicator, words, short=True)
    said = {"rated": rated, "size": size, "target": target.published}
    if good is None:
        return words(f"alt.{side}_neutral", **said)
    return words(f"alt.{side}_target", **said, good=words("charts.higher" if good else "charts.lower"))


def _rated(pack: Pack, indicator: Indicator, words: Words) -> str:
    rating = rate(pack, indicator.ref, pack.period)
    if rating.rag is None:
        return words("alt.not_rated")
    word, length = rating_word(rating, words), streak(pack, indicator.ref, pack.period, rating.rag)
    if rating.basis in {RatingBasis.OVERRIDE, RatingBasis.REPORTED}:
        return words.of("alt", rating.basis, rating=word)
    if length > 1:
        return words("alt.run", rating=word, periods=periods(words, length))
    return words("alt.rated", rating=word)


def _bounds(known: tuple[Figured, ...], indicator: Indicator, words: Words) -> str:
    """Whether the latest value is the highest or the lowest, counting ties; else what those are."""
    values = [rounded(each.value, indicator.decimals) for each in known]
    least, most, now = min(values), max(values), values[-1]
    if least == most:
        return ""
    for bound, key in ((least, "lowest"), (most, "highest")):
        if now == bound:
            ties, spoken = values.count(bound), periods(words, len(values))
            if ties == 1:
                return words(f"alt.{key}", periods=spoken)
            return words(f"alt.{key}_tied", periods=spoken, ties=ties)
    high = [each for each, value in zip(known, values, strict=True) if value == most]
    low = [each for each, value in zip(known, values, strict=True) if value == least]
    return words(
        "alt.bounds",
        high=format_value(high[0].value, indicator),
        low=format_value(low[0].value, indicator),
        highest=_when(high, words),
        lowest=_when(low, words),
    )


def _when(found: list[Figured], words: Words) -> str:
    """The period, or in how many of them."""
    return words.short_period(found[0].period) if len(found) == 1 else periods(words, len(found))


def _breaks(pack: Pack, indicator: Indicator, words: Words) -> str:
    later = runs(indicator, due_periods(pack, indicator))[1:]
    return " ".join(words("alt.new_definition", period=words.long_period(run[0])) for run in later)


def target_changes(pack: Pack, indicator: Indicator) -> list[tuple[Period, Target, Period, Target]]:
    """Where the drawn target changes: the last period of one, the first of the next."""
    held = [
        (month, target)
        for month in due_periods(pack, indicator)
        if (target := drawn_target(pack, indicator, month))
    ]
    pairs = pairwise(held)
    return [(last, one, first, two) for (last, one), (first, two) in pairs if one.value != two.value]


def _targets(pack: Pack, indicator: Indicator, words: Words) -> str:
    """What the target was until when, and what it is now; the first and the last of many."""
    changes = target_changes(pack, indicator)
    if not changes:
        return ""
    first, last = changes[0][1].published, changes[-1][3].published
    if len(changes) > FEW_CHANGES:
        return words("alt.targets", number=len(changes), first=first, last=last)
    until = words.listed(
        words("alt.target_until", target=one.published, period=words.long_period(end))
        for end, one, _, _ in changes
    )
    return words("alt.target_was", until=until, target=last)


def _compared(pack: Pack, indicator: Indicator, words: Words) -> str:
    """The latest figure of each comparator that is drawn, with its own period."""
    last = [figures[max(figures)] for figures in drawn_comparators(pack, indicator).values()]
    values = [format_value(one.value, indicator) for one in last]
    return " ".join(
        words("alt.comparator", name=one.name, value=value, period=one.period_text)
        for one, value in zip(last, values, strict=True)
    )


def _gaps(pack: Pack, indicator: Indicator, words: Words) -> str:
    """Each run of periods without a figure, and why; not the pack's own alone, which the message names."""
    known = groupby(due_periods(pack, indicator), lambda period: status_of(pack, indicator, period))
    gaps = [(status, tuple(run)) for status, run in known]
    return " ".join(
        sentence(words("alt.gap", periods=words.span(run), reason=words.of("value_status", status)))
        for status, run in gaps
        if not status.has_value and run != (pack.period,)
    )


def _name(pack: Pack, indicator: Indicator, words: Words) -> str:
    """The reference and the title, which is in full over the chart."""
    definition = indicator.definition(pack.period)
    return ended(words("alt.name", reference=definition.reference, title=short_title(definition.title)))


def short_title(title: str) -> str:
    """Return a title as a list of graphics has it: a long one is cut between words."""
    return shorten(title, NAME, placeholder="…")


FEW_CHANGES = 2
NAME = 36
"""Letters of a title that is not cut short."""
