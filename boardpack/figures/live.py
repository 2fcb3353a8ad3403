"""Live figures: what `{{P1}}` or `{{FD 8 change}}` in the commentary stands for.

An expression is a reference, what is wanted of it, and a month, each of the last two optional and in
either order; without them it is the value in the pack's own month:

    {{P1}}                     43%
    {{P1 previous}}            the value of the month before
    {{FD 8 Aug-17}}            another month's value; also `2017-08`, `August 2017`, `August`
    {{FD 8 change}}            fell 5 percentage points, from 23% to 18%
    {{FD 8 change since Apr-17}}
    {{CIN 4 target}}           75%
    {{CIN 4 gap}}              13 percentage points below the target of 75%
    {{CIN 4 rating}}           Red
    {{CIN 4 months red}}       7 months        (in a row, ending with the month asked for)
    {{CIN 4 best}}             70% in April 2017        (of the months shown; also worst, highest, lowest)
    {{CIN 4 title}}            the indicator's title
    {{count red}}              15
    {{count amber in Workforce}}      also green, not rated, as reported, indicators

A figure that would mislead is refused with a fault that says why: a month without a value, a
comparison across a break in the series, a rating that does not exist. To add a field, write its
function and add its row to `FIELDS`; nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from types import MappingProxyType

from boardpack.figures.change import change, streak
from boardpack.figures.numbers import format_difference, format_value, rounded
from boardpack.figures.rating import bigger_is_better, rate
from boardpack.model.indicator import Indicator, TargetStatus, canonical_ref
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES, Period, parse_month
from boardpack.model.rating import Rag, RatingBasis


@dataclass(frozen=True, slots=True)
class LiveText:
    """The words that take the expression's place."""

    text: str
    ref: str = ""
    """Canonical reference of the indicator; empty for a count."""
    period: Period | None = None
    """The month the figure is of."""


@dataclass(frozen=True, slots=True)
class LiveFault:
    """Why an expression has no words, placed within it."""

    kind: str
    """`syntax`, `reference`, `field`, `month`, `section` or `value`."""
    offset: int
    """Characters from the start of the expression to the word at fault."""
    found: str
    expected: str
    remedy: str


LiveResult = LiveText | LiveFault


def evaluate(pack: Pack, expression: str) -> LiveResult:
    """Work out what a live figure says in this pack; never raises for what an author can write."""
    words = tuple(_Word(m.group(), m.start()) for m in re.finditer(r"\S+", expression))
    if not words:
        return LiveFault("syntax", 0, "an empty live figure", "a reference, such as {{P1}}", _HOW)
    if words[0].key == "count" and _reference(pack, words) is None:
        return _count(pack, words)
    read = _read(pack, words)
    if isinstance(read, LiveFault):
        return read
    field = FIELDS[read.field]
    text = field(pack, read)
    return text if isinstance(text, LiveFault) else LiveText(text, read.indicator.ref, read.period)


# ------------------------------------------------------------------------------- reading an expression


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    offset: int

    @property
    def key(self) -> str:
        return self.text.casefold()


@dataclass(frozen=True, slots=True)
class _Ask:
    """An expression understood."""

    indicator: Indicator
    field: str
    period: Period
    since: Period | None
    offset: int
    """Where the field or, without one, the reference stands."""


def _read(pack: Pack, words: Sequence[_Word]) -> _Ask | LiveFault:
    found = _reference(pack, words)
    if found is None:
        return _unknown_reference(pack, words)
    indicator, used = found
    field, period, since, offset = "", None, None, words[0].offset
    position = used
    while position < len(words):
        word = words[position]
        month, size = _month(pack, words[position:])
        name, length = _field(words[position:])
        if word.key == "since" and since is None:
            since, size = _month(pack, words[position + 1 :])
            if since is None:
                return _unknown_month(pack, words[min(position + 1, len(words) - 1)])
            position += 1 + size
        elif month is not None and period is None:
            period, position = month, position + size
        elif name and not field:
            field, offset, position = name, word.offset, position + length
        else:
            return _unknown_word(pack, indicator, word)
    ask = _Ask(indicator, field or "value", period or pack.period, since, offset)
    if since is not None and ask.field != "change":
        return LiveFault("syntax", offset, "“since” without “change”", "{{REF change since MONTH}}", _HOW)
    return _outside(pack, words, ask) or ask


def _reference(pack: Pack, words: Sequence[_Word]) -> tuple[Indicator, int] | None:
    """The indicator that the first words name, by the longest run of them that is a reference."""
    for count in range(min(len(words), 5), 0, -1):
        indicator = pack.indicator(canonical_ref("".join(word.text for word in words[:count])))
        if indicator is not None:
            return indicator, count
    return None


def _field(words: Sequence[_Word]) -> tuple[str, int]:
    """The field that the first words name (the longest such) and how many words it takes."""
    for count in range(min(len(words), 5), 0, -1):
        spoken = " ".join(word.key for word in words[:count])
        name = SYNONYMS.get(spoken, spoken)
        if name in FIELDS:
            return name, count
    return "", 0


def _month(pack: Pack, words: Sequence[_Word]) -> tuple[Period | None, int]:
    """The month that the first one or two words name, and how many words it takes."""
    if len(words) > 1 and (month := parse_month(f"{words[0].text} {words[1].text}")) is not None:
        return month, 2
    if words and (month := parse_month(words[0].text)) is not None:
        return month, 1
    if words and (number := _MONTHS.get(words[0].key)) is not None:
        year = pack.period.year - (number > pack.period.month)
        return Period(year, number), 1
    return None, 0


def _outside(pack: Pack, words: Sequence[_Word], ask: _Ask) -> LiveFault | None:
    """The fault of a month that the pack holds nothing for, or that lies after the pack's own."""
    known = {period for _, period in pack.observations}
    for month in (ask.since, ask.period):
        if month is not None and month != pack.period and (month not in known or month > pack.period):
            start, size = next(
                (n, m[1]) for n in range(1, len(words)) if (m := _month(pack, words[n:]))[0] == month
            )
            written = " ".join(word.text for word in words[start : start + size])
            return _unknown_month(pack, _Word(written, words[start].offset))
    return None


# ---------------------------------------------------------------------------------------------- faults

_HOW = "Write {{REF}}, {{REF field}} or {{REF field MONTH}}; write \\{{ for the braces themselves."


def _near(word: str, known: Sequence[str]) -> str:
    """`Did you mean FD 3 or FD 8?`; empty without a near miss."""
    plain = {re.sub(r"\s", "", name).casefold(): name for name in known}
    close = get_close_matches(re.sub(r"\s", "", word).casefold(), plain, n=3, cutoff=0.5)
    names = [plain[key] for key in close]
    return f"Did you mean {_listed(names, 'or')}?" if names else ""


def _listed(names: Sequence[str], joint: str) -> str:
    """`a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joint} {names[-1]}"


def _unknown_reference(pack: Pack, words: Sequence[_Word]) -> LiveFault:
    end = next((n for n in range(1, len(words)) if _field(words[n:])[1] or _month(pack, words[n:])[1]), None)
    written = " ".join(word.text for word in words[:end])
    known = [indicator.definition(pack.period).reference for indicator in pack.indicators]
    return LiveFault(
        "reference",
        words[0].offset,
        f"the reference {written}",
        "a reference of this pack",
        _near(written, known) or f"Use one of the {len(known)} references in data/indicators.csv.",
    )


def _unknown_word(pack: Pack, indicator: Indicator, word: _Word) -> LiveFault:
    shown = indicator.definition(pack.period).reference
    return LiveFault(
        "field",
        word.offset,
        f"“{word.text}” after {shown}",
        f"a month or one of: {', '.join(FIELDS)}",
        _near(word.text, [*FIELDS, *SYNONYMS]) or _HOW,
    )


def _unknown_month(pack: Pack, word: _Word) -> LiveFault:
    known = sorted({period for _, period in pack.observations if period <= pack.period})
    span = f"a month from {known[0].short} to {known[-1].short}" if known else "a month with figures"
    return LiveFault("month", word.offset, f"the month {word.text}", span, "Write the month as in Oct-17.")


def _refused(ask: _Ask, found: str, expected: str, remedy: str) -> LiveFault:
    return LiveFault("value", ask.offset, found, expected, remedy)


# ---------------------------------------------------------------------------------------------- fields


def _shown(ask: _Ask) -> str:
    return ask.indicator.definition(ask.period).reference


def _value_at(pack: Pack, ask: _Ask, period: Period) -> str | LiveFault:
    observation = pack.observation(ask.indicator.ref, period)
    if observation is not None and observation.value is not None:
        return format_value(observation.value, ask.indicator)
    state = observation.status.value if observation else "not in the file"
    return _refused(
        ask,
        f"no value of {_shown(ask)} for {period.short}: {state}",
        "a month with a value",
        "Name another month, or say in words why there is no figure.",
    )


def _value(pack: Pack, ask: _Ask) -> str | LiveFault:
    return _value_at(pack, ask, ask.period)


def _previous(pack: Pack, ask: _Ask) -> str | LiveFault:
    earlier = ask.period.plus(-1)
    if not ask.indicator.comparable(earlier, ask.period):
        return _refused(
            ask,
            f"a break in the series of {_shown(ask)} between {earlier.short} and {ask.period.short}",
            "months under one definition",
            f"Write {{{{{_shown(ask)} {earlier.short}}}}} if the figure under the old definition is meant.",
        )
    return _value_at(pack, ask, earlier)


def _change(pack: Pack, ask: _Ask) -> str | LiveFault:
    found = change(pack, ask.indicator.ref, ask.period, ask.since)
    if found.difference is not None:
        return found.words
    broken = not ask.indicator.comparable(found.earlier, found.later)
    return _refused(
        ask,
        f"no comparison of {_shown(ask)} between {found.earlier.short} and {found.later.short}: "
        + ("a break in the series" if broken else found.reason),
        "two months with values under one definition",
        "Name a month with “since”, or say in words why there is no comparison.",
    )


def _target(pack: Pack, ask: _Ask) -> str | LiveFault:
    target = pack.target(ask.indicator.ref, ask.period)
    if target is not None and target.status is TargetStatus.SET:
        return target.published
    reason = f": {target.reason}" if target is not None and target.reason else ""
    return _refused(
        ask,
        f"no target for {_shown(ask)} in {ask.period.short}{reason}",
        "an indicator with a target",
        "Leave the target out, or set one in data/targets.csv.",
    )


def _gap(pack: Pack, ask: _Ask) -> str | LiveFault:
    words = _target(pack, ask)
    target = pack.target(ask.indicator.ref, ask.period)
    if isinstance(words, LiveFault) or target is None:
        return words
    value = _value(pack, ask)
    if isinstance(value, LiveFault):
        return value
    if target.value is None or target.of_denominator:
        return _refused(
            ask,
            f"a target of {words}, which {_shown(ask)} cannot be measured against",
            "a target in the indicator's own unit",
            "Say the gap in words.",
        )
    observed = pack.observations[ask.indicator.ref, ask.period].value
    difference = rounded(observed or target.value * 0, ask.indicator.decimals) - target.value
    if not difference:
        return f"on the target of {words}"
    side = "above" if difference > 0 else "below"
    return f"{format_difference(difference, ask.indicator)} {side} the target of {words}"


def _rating(pack: Pack, ask: _Ask) -> str | LiveFault:
    rating = rate(pack, ask.indicator.ref, ask.period)
    if rating.rag is not None:
        return rating.word
    return _refused(
        ask,
        f"no rating of {_shown(ask)} in {ask.period.short}" + (f": {rating.reason}" if rating.reason else ""),
        "a rated indicator",
        "Say in words how it stands.",
    )


def _months(rag: Rag) -> Callable[[Pack, _Ask], str | LiveFault]:
    def months(pack: Pack, ask: _Ask) -> str | LiveFault:
        count = streak(pack, ask.indicator.ref, ask.period, rag)
        if count:
            return "1 month" if count == 1 else f"{count} months"
        word = rate(pack, ask.indicator.ref, ask.period).word
        return _refused(
            ask,
            f"{_shown(ask)} is not {rag.value} in {ask.period.short} but {word}",
            f"an indicator that is {rag.value}",
            "Change the sentence: it no longer holds.",
        )

    return months


def _extreme(*, highest: bool | None, best: bool | None) -> Callable[[Pack, _Ask], str | LiveFault]:
    """The field for an extreme: by size when `highest` is given, by polarity when `best` is."""

    def extreme(pack: Pack, ask: _Ask) -> str | LiveFault:
        good = bigger_is_better(pack, ask.indicator.ref, ask.period)
        top = highest
        if top is None and good is None:
            return _refused(
                ask,
                f"no polarity for {_shown(ask)}",
                "an indicator that says which way is good",
                "Use “highest” or “lowest”.",
            )
        if top is None:
            top = good is best
        return _extreme_words(pack, ask, highest=top)

    return extreme


def _extreme_words(pack: Pack, ask: _Ask, *, highest: bool) -> str | LiveFault:
    series = comparable_series(pack, ask.indicator, ask.period)
    if len(series) < 2:
        return _refused(
            ask,
            f"fewer than two months of {_shown(ask)} to compare",
            "two months with values under one definition",
            "Give the value alone.",
        )
    extreme = (max if highest else min)(series.values())
    months = [month for month, value in series.items() if value == extreme]
    return f"{format_value(extreme, ask.indicator)} in {_list_months(months)}"


def comparable_series(pack: Pack, indicator: Indicator, period: Period) -> Mapping[Period, Decimal]:
    """Values as printed in the months shown, up to `period`, that may be compared with it."""
    return {
        month: rounded(observation.value, indicator.decimals)
        for month in pack.months
        if month <= period
        and (observation := pack.observation(indicator.ref, month)) is not None
        and observation.value is not None
        and indicator.comparable(month, period)
    }


def _list_months(months: Sequence[Period]) -> str:
    """`May, September and October 2017`: the year is said once when it is the same."""
    one_year = len({month.year for month in months}) == 1
    names = [month.name if one_year else month.long for month in months[:-1]] + [months[-1].long]
    return _listed(names, "and")


def _title(pack: Pack, ask: _Ask) -> str:  # noqa: ARG001 - a field's signature
    return ask.indicator.definition(ask.period).title


# ---------------------------------------------------------------------------------------------- counts


def _count(pack: Pack, words: Sequence[_Word]) -> LiveResult:
    """Read and answer `count RATING [in SECTION] [MONTH]`."""
    rest = list(words[1:])
    spoken = [word.key for word in rest]
    wanted = next((name for name in COUNTED if spoken[: len(name.split())] == name.split()), None)
    if wanted is None:
        word = rest[0] if rest else words[0]
        expected = f"count followed by one of: {', '.join(COUNTED)}"
        remedy = _near(word.text, list(COUNTED)) or _HOW
        return LiveFault("field", word.offset, f"“{word.text}” in a count", expected, remedy)
    rest = rest[len(wanted.split()) :]
    month, size = _last_month(pack, rest)
    if month is not None and (month > pack.period or all(month != known for _, known in pack.observations)):
        return _unknown_month(pack, rest[-size])
    refs = _refs_in(pack, rest[: len(rest) - size])
    if isinstance(refs, LiveFault):
        return refs
    period = month or pack.period
    return LiveText(str(_counted(pack, refs, period, wanted)), "", period)


def _last_month(pack: Pack, words: Sequence[_Word]) -> tuple[Period | None, int]:
    """The month that the last one or two words name, and how many words it takes."""
    month, size = _month(pack, words[-2:])
    return (month, size) if size == 2 else _month(pack, words[-1:])


def _refs_in(pack: Pack, words: Sequence[_Word]) -> tuple[str, ...] | LiveFault:
    """The indicators of `in SECTION`: by the section's or table's key or title; all without it."""
    summary = tuple(indicator for indicator in pack.indicators if indicator.in_summary)
    if not words:
        return tuple(indicator.ref for indicator in summary)
    inside = words[0].key == "in" and len(words) > 1
    name = " ".join(word.key for word in words[1:])
    for section in pack.sections if inside else ():
        if name in {section.key.casefold(), section.title.casefold(), section.published_title.casefold()}:
            return tuple(indicator.ref for indicator in summary if indicator.section == section.key)
    if inside and any(name == table.key.casefold() for table in pack.tables):
        return tuple(indicator.ref for indicator in summary if indicator.table.casefold() == name)
    word = words[1] if inside else words[0]
    titles = [section.title for section in pack.sections]
    remedy = _near(name, titles) or "Write {{count red in SECTION}}."
    return LiveFault(
        "section", word.offset, f"“{word.text}” in a count", f"one of: {', '.join(titles)}", remedy
    )


def _counted(pack: Pack, refs: Sequence[str], period: Period, wanted: str) -> int:
    if wanted == "indicators":
        return len(refs)
    ratings = [rate(pack, ref, period) for ref in refs]
    match COUNTED[wanted]:
        case Rag() as rag:
            settled = {RatingBasis.COMPUTED, RatingBasis.OVERRIDE}
            return sum(rating.rag is rag and rating.basis in settled for rating in ratings)
        case basis:
            return sum(rating.basis is basis for rating in ratings)


# ---------------------------------------------------------------------------------------------- tables

_MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, 1)}

COUNTED: Mapping[str, Rag | RatingBasis | None] = MappingProxyType(
    {
        "red": Rag.RED,
        "amber": Rag.AMBER,
        "green": Rag.GREEN,
        "not rated": RatingBasis.NOT_RATED,
        "as reported": RatingBasis.REPORTED,
        "indicators": None,
    }
)
"""What can be counted; `indicators` counts them all."""

FIELDS: Mapping[str, Callable[[Pack, _Ask], str | LiveFault]] = MappingProxyType(
    {
        "value": _value,
        "previous": _previous,
        "change": _change,
        "target": _target,
        "gap": _gap,
        "rating": _rating,
        "months red": _months(Rag.RED),
        "months amber": _months(Rag.AMBER),
        "months green": _months(Rag.GREEN),
        "best": _extreme(highest=None, best=True),
        "worst": _extreme(highest=None, best=False),
        "highest": _extreme(highest=True, best=None),
        "lowest": _extreme(highest=False, best=None),
        "title": _title,
    }
)
"""What can be asked of an indicator, in the words an author writes."""

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "previous value": "previous",
        "before": "previous",
        "last month": "previous",
        "gap to target": "gap",
        "months red in a row": "months red",
        "best month": "best",
        "worst month": "worst",
        "rag": "rating",
    }
)
"""Other words for a field."""
