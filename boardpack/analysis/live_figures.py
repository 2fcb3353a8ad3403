"""Live figures: the words that take the place of `{{P1}}` or `{{FD 8 change}}` in the commentary.

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
function and add its row to `FIELDS` in `live_fields`; nothing else changes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from msgspec import Struct

from boardpack.analysis.live_figure_fields import FIELDS, Ask, LiveFault, comparator_words
from boardpack.analysis.rating import rate
from boardpack.model.disclosure import Audience
from boardpack.model.finding import listed
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES, Period
from boardpack.model.rating import Rag, RatingBasis


class LiveText(Struct, frozen=True):
    """The words that take the expression's place."""

    text: str
    ref: str = ""
    """Canonical reference of the indicator; empty for a count."""
    period: Period | None = None
    """The month the figure is of."""


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
    text = FIELDS[read.field](pack, read) if read.field in FIELDS else comparator_words(pack, read)
    if isinstance(text, LiveFault) and _is_suppressed(pack, read, text):
        text = pack.words("live.suppressed")
    return text if isinstance(text, LiveFault) else LiveText(text, read.indicator.ref, read.period)


def _is_suppressed(pack: Pack, ask: Ask, fault: LiveFault) -> bool:
    """Whether there is no figure for the reason that the public edition keeps it back."""
    if pack.edition is not Audience.PUBLIC or fault.kind != "value":
        return False
    return any(one.status is ValueStatus.SUPPRESSED for one in pack.observed(ask.indicator.ref))


# ------------------------------------------------------------------------------- reading an expression


class _Word(Struct, frozen=True):
    text: str
    offset: int

    @property
    def key(self) -> str:
        return self.text.casefold()


def _read(pack: Pack, words: Sequence[_Word]) -> Ask | LiveFault:
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
        if not name:
            name, length = _comparator(pack, indicator, words[position:])
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
    ask = Ask(indicator, field or "value", period or pack.period, since, offset)
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


def _comparator(pack: Pack, indicator: Indicator, words: Sequence[_Word]) -> tuple[str, int]:
    """The comparator of the indicator that the first words name, and how many words it takes."""
    names = {one.name.casefold(): one.name for one in pack.comparators if one.ref == indicator.ref}
    for count in range(len(words), 0, -1):
        spoken = " ".join(word.key for word in words[:count])
        if spoken in names:
            return names[spoken], count
    return "", 0


def _month(pack: Pack, words: Sequence[_Word]) -> tuple[Period | None, int]:
    """The month that the first one or two words name, and how many words it takes."""
    if len(words) > 1 and (month := pack.calendar.parse(f"{words[0].text} {words[1].text}")) is not None:
        return month, 2
    if words and (month := pack.calendar.parse(words[0].text)) is not None:
        return month, 1
    if words and (bare := _BARE_QUARTER.fullmatch(words[0].text)) and pack.period.length == 3:
        quarter = pack.period.plus(int(bare[1]) - pack.period.number)
        return (quarter if quarter <= pack.period else quarter.same_last_year), 1
    if words and (number := _MONTHS.get(words[0].key)) is not None and pack.period.length == 1:
        year = pack.period.year - (number > pack.period.month)
        return Period(year, number), 1
    return None, 0


def _outside(pack: Pack, words: Sequence[_Word], ask: Ask) -> LiveFault | None:
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
    return f"Did you mean {listed(names, 'or')}?" if names else ""


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
    return LiveFault(
        "month", word.offset, f"the month {word.text}", span, f"Write it as in {pack.period.short}."
    )


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
    if inside and name in pack.table_names:
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

_BARE_QUARTER = re.compile(r"Q([1-4])", re.IGNORECASE)
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


SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "previous value": "previous",
        "year to date": "ytd",
        "rolling 12": "rolling year",
        "rolling 12 months": "rolling year",
        "same period last year": "last year",
        "needed": "needed rate",
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
