"""A sentence as typed tokens: references, numbers, periods, runs, and the words of the word list.

Each recogniser of `RECOGNISERS` is asked in turn what begins at a word; the first that knows takes it. What
stands in an indicator's title (`within two weeks`, `more than 52 weeks`) is a word of that title before it is
anything else, so that no limit in a name is taken for a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType

from msgspec import Struct

from boardpack.claims.lexicon import lexicon
from boardpack.claims.vocabulary import Vocabulary
from boardpack.claims.words import ORDINALS, SPELT, Raw, raw_words, singular, spelt, stem
from boardpack.model.indicator import canonical_ref
from boardpack.model.period import MONTH_NAMES, FinancialYear, Period, financial_year


class Measure(Enum):
    """What is written with a number."""

    NONE = ""
    PERCENT = "%"
    POINTS = "percentage points"
    POUNDS = "£"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"
    CLOCK = "hours and minutes"
    PENCE = "pence"


class Number(Struct, frozen=True):
    """A number as written."""

    value: Decimal
    decimals: int
    """Of what is written; below zero for £1.25m, which is written to ten thousands."""
    unit: Measure = Measure.NONE
    sign: int = 0
    """+1 or -1 when a sign or a word such as `deficit` says so, else 0."""
    hedge: str = ""
    """`about`, `over`, `under`, `nearly`, `barely`, `least`, `most`; empty for a plain number."""
    rate: str = ""
    """`1,000` of a rate per 1,000."""
    spelt: bool = False

    @property
    def words(self) -> str:
        """The number as it would be written: `12%`, `5 percentage points`, `17`."""
        sign = {1: "+", -1: "-", 0: ""}[self.sign]
        number = f"{sign}{'£' if self.unit is Measure.POUNDS else ''}{self.value:,f}"
        if self.unit is Measure.PERCENT:
            return f"{number}%"
        return number if self.unit in {Measure.NONE, Measure.POUNDS} else f"{number} {self.unit.value}"


class Token(Struct, frozen=True):
    """A word, phrase or number with its type, as `lexicon.CODES` names it."""

    code: str
    start: int
    end: int
    what: str = ""
    form: str = ""
    number: Number | None = None
    months: tuple[Period, ...] = ()
    refs: tuple[str, ...] = ()


class Calendar(Struct, frozen=True):
    """When a sentence is written."""

    period: Period
    year_start: int = 4

    @property
    def first(self) -> Period:
        """The first period of the year."""
        return financial_year(self.period, self.year_start).months[0]

    @property
    def word(self) -> str:
        """What its periods are called: `month`, `quarter`, `year`."""
        return {1: "month", 3: "quarter"}.get(self.period.length, "year")

    def quarter(self, number: int, started: int = 0) -> Period:
        """A quarter of the year that began in a calendar year; else the latest up to the pack's."""
        year = started or financial_year(self.period, self.year_start).start.year
        found = FinancialYear(Period(year, self.year_start), 3).months[number - 1]
        return found if started or found.first <= self.period.first else found.same_last_year

    def latest(self, month: int) -> Period:
        """The latest such month up to the pack's."""
        return Period(self.period.year - (month > self.period.month), month)


BEYOND = 12
"""How many empty words are put before and behind a sentence."""


class _Text(Struct, frozen=True):
    """A sentence that is being read."""

    text: str
    raws: tuple[Raw, ...]
    calendar: Calendar
    vocabulary: Vocabulary
    refs: Mapping[int, tuple[int, tuple[str, ...]]]
    """By its first character: where a reference ends, and what it refers to."""

    words: tuple[str, ...]
    """The words in lower case, with empty ones before and behind them."""

    def low(self, at: int) -> str:
        """A word in lower case; empty beyond the end."""
        return self.words[at + BEYOND] if -BEYOND <= at < len(self.raws) + BEYOND else ""

    def lows(self, at: int, count: int) -> tuple[str, ...]:
        """Some words in lower case."""
        return self.words[at + BEYOND : at + BEYOND + count]

    def token(self, code: str, at: int, used: int, **rest: object) -> tuple[Token, int]:
        """A token of some words."""
        return Token(code, self.raws[at].start, self.raws[at + used - 1].end, **rest), used  # type: ignore[arg-type] # the fields of a token


Found = tuple[Token, int] | None


def tokens(text: str, vocabulary: Vocabulary, calendar: Calendar) -> tuple[Token, ...]:
    """Read a sentence into its tokens."""
    raws, edge = raw_words(text), ("",) * BEYOND
    words = (*edge, *(raw.low for raw in raws), *edge)
    seen = _Text(text, raws, calendar, vocabulary, _references(text, vocabulary), words)
    found: list[Token] = []
    at = 0
    while at < len(seen.raws):
        raw = raws[at]
        plain = raw.kind == "word" and raw.low not in _openings()
        recognisers = PLAIN if plain else RECOGNISERS
        token, used = next(
            (one for recognise in recognisers if (one := recognise(seen, at)) is not None),
            None,
        ) or seen.token("x", at, 1)
        if token.code == "M" and token.what in {"before", "then"}:
            token = _before(token, found, calendar)
        found.append(token)
        at += used
    return tuple(found)


def _before(token: Token, found: list[Token], calendar: Calendar) -> Token:
    """`the month before` is the one before the month named last."""
    named = [
        one.months[-1]
        for before, one in zip([None, *found], found, strict=False)
        if one.code in "MY" and one.months and (before is None or before.code not in "sngof")
    ]
    month = (named[-1] if named else calendar.period).plus(-1)
    return Token("M", token.start, token.end, months=(month if token.what == "before" else month.plus(1),))


def _references(text: str, vocabulary: Vocabulary) -> dict[int, tuple[int, tuple[str, ...]]]:
    found: dict[int, tuple[int, tuple[str, ...]]] = {
        match.start(): (match.end(), (canonical_ref(match[0]),))
        for match in vocabulary.references.finditer(text)
    }
    for match in vocabulary.unknown.finditer(text):
        clear = all(match.end() <= start or end <= match.start() for start, (end, _) in found.items())
        if clear and canonical_ref(match[0]) not in vocabulary.names:
            found[match.start()] = (match.end(), ())
    return found


# --------------------------------------------------------------------------------------------- recognisers


def _reference(seen: _Text, at: int) -> Found:
    raw = seen.raws[at]
    if raw.start not in seen.refs:
        return None
    end, refs = seen.refs[raw.start]
    used = sum(raw.start <= one.start < end for one in seen.raws)
    return seen.token("=", at, used, refs=refs)


def _title(seen: _Text, at: int) -> Found:
    """The longest run of words that stands in a title."""
    plain: list[str] = []
    best, used, here = 0, 0, at
    if singular(seen.low(at)) not in seen.vocabulary.gram_starts and not _small(seen, at)[1]:
        return None
    while here < len(seen.raws) and len(plain) < 6:
        raw = seen.raws[here]
        number = spelt(seen.raws, here) if raw.kind == "word" else None
        if number is not None:
            plain.append(str(number[0]))
            here += number[1]
        elif raw.kind in {"word", "number"}:
            plain.append(singular(raw.low).replace(",", ""))
            here += 1
        else:
            break
        if tuple(plain) in seen.vocabulary.grams:
            best, used = len(plain), here - at
    if best == 2 and plain[1] == "month" and seen.low(at - 1) == "for":
        return None
    return seen.token("x", at, used, what="title") if best else None


_MONTHS: Mapping[str, int] = MappingProxyType(
    {form: n for n, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])} | {"Sept": 9}
)


def _month(seen: _Text, at: int) -> Found:
    """`October`, `Oct-17`, `31 October 2017`, `2017-10`."""
    raw = seen.raws[at]
    if raw.kind in {"number", "ordinal"}:
        return _iso_or_day(seen, at)
    last = raw.low == "last" and at + 1 < len(seen.raws)
    raw = seen.raws[at + 1] if last else raw
    number = _MONTHS.get(raw.text)
    if number is None:
        return None
    month = seen.calendar.latest(number)
    if last:  # `last June` of a June is the one a year before
        month = month if month < seen.calendar.period else month.plus(-12)
        return seen.token("M", at, 2, months=(month,), form="own" if raw.owns else "")
    behind = next((words for words in _OF_LAST_YEAR if seen.lows(at + 1, len(words)) == words), ())
    used, year = (len(behind), seen.calendar.period.year - 1) if behind else _year_behind(seen, at + 1)
    used, year = (0, 0) if raw.owns and used == 1 else (used, year)
    month = Period(year, number) if year else month
    return seen.token("M", at, 1 + used, months=(month,), form="own" if raw.owns else "")


_OF_LAST_YEAR = (
    ("of", "last", "year"), ("last", "year"), ("of", "the", "previous", "year"), ("the", "previous", "year"),
    ("of", "the", "year", "before"), ("the", "year", "before"),
)  # fmt: skip


def _iso_or_day(seen: _Text, at: int) -> Found:
    raw, after = seen.raws[at], seen.raws[at + 1 : at + 3]
    if len(raw.text) == 4 and len(after) == 2 and after[0].text == "-" and len(after[1].text) == 2:
        month = int(after[1].text) if after[1].text.isdigit() else 0
        if raw.text.isdigit() and 1 <= month <= 12 and after[0].start == raw.end:
            return seen.token("M", at, 3, months=(Period(int(raw.text), month),))
    if raw.text.isdigit() and int(raw.text) <= 31 and after and after[0].text in _MONTHS:
        inner = _month(seen, at + 1)
        if inner is not None:
            return seen.token("M", at, 1 + inner[1], months=inner[0].months)
    return None


def _year_behind(seen: _Text, at: int) -> tuple[int, int]:
    """How many words of a year follow a month, and the year."""
    if at >= len(seen.raws):
        return 0, 0
    raw = seen.raws[at]
    if raw.kind == "year":
        return 1, 2000 + int(raw.text[1:])
    if raw.kind != "number" or not raw.text.isdigit():
        return 0, 0
    if len(raw.text) == 4 and 1990 <= int(raw.text) <= 2100:
        return 1, int(raw.text)
    short = len(raw.text) == 2 and seen.low(at + 1) not in {"%", "per", "percent", "percentage", "points"}
    ends = raw.glued or seen.low(at + 1) in {"", ",", ".", ";", ":", ")", "and", "onwards"}
    return (1, 2000 + int(raw.text)) if short and ends else (0, 0)


_WHEN: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "last_month": ("M", -1), "this_month": ("M", 0), "before": ("before", 0), "then": ("then", 0),
        "first": ("first", 0), "month_on_month": ("<", -1), "year_on_year": ("<", -12),
        "year_ago": ("Y", -12), "last_quarter": ("M", -1), "this_quarter": ("M", 0),
    }
)  # fmt: skip
"""For each list of `words.toml` the type of the token, and how many months later than the pack's it is."""


_SAME = frozenset(["month", "point", "period", "time", "stage"])


def _other(seen: _Text, at: int) -> Found:
    """A comparator of the pack by its name, and an `average` behind it."""
    for name in seen.vocabulary.others:
        if name and tuple(singular(word) for word in seen.lows(at, len(name))) == name:
            average = seen.low(at + len(name)) in {"average", "figure", "rate"}
            return seen.token("L", at, len(name) + average, what="words")
    return None


def _same_month(seen: _Text, at: int) -> Found:
    """`the same month in 2024`."""
    here = at + (seen.low(at) == "the")
    if seen.low(here) not in {"same", "corresponding", "equivalent"} or seen.low(here + 1) not in _SAME:
        return None
    year = seen.low(here + 3) if seen.low(here + 2) in {"in", "of"} else ""
    if not (len(year) == 4 and year.isdigit()):
        return None
    month = Period(int(year), seen.calendar.period.month)
    return seen.token("Y", at, here + 4 - at, months=(month,))


def _relative(seen: _Text, at: int) -> Found:
    for words, name in lexicon().when.get(seen.low(at), ()):
        length = len(words)
        if seen.lows(at, length) != words or (
            words[-1] == "month" and seen.lows(at + length, 2) == ("on", "month")
        ):
            continue
        code, back = _WHEN[name]
        if code in {"before", "then"}:
            return seen.token("M", at, length, what=code)
        if code == "first":
            return seen.token("M", at, length, months=(seen.calendar.first,))
        own = seen.calendar.period
        if name in {"last_quarter", "this_quarter"} and own.length != 3:
            continue
        month = own.same_last_year if name in {"year_ago", "year_on_year"} else own.plus(back)
        owns = "own" if seen.raws[at + length - 1].owns else ""
        return seen.token(code, at, length, months=(month,), form=owns, what=name if code == "<" else "")
    return _months_back(seen, at)


def _months_back(seen: _Text, at: int) -> Found:
    """`three months earlier`."""
    count, used = _small(seen, at)
    if used and seen.low(at + used) == "months" and seen.low(at + used + 1) in {"ago", "earlier", "before"}:
        return seen.token("M", at, used + 2, months=(seen.calendar.period.plus(-count),))
    return None


_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}


def _quarter(seen: _Text, at: int) -> Found:
    """`Q2`, `quarter 2`, `the second quarter`, `the end of quarter 2`; a year such as `2016/17`."""
    word, raw = seen.low(at), seen.raws[at]
    number, used = _QUARTERS.get(word, 0), 1
    if word == "q" and seen.low(at + 1) in {"1", "2", "3", "4"}:
        number, used = int(seen.low(at + 1)), 2
    elif word == "quarter":
        following = seen.low(at + 1)
        number = int(following) if following in {"1", "2", "3", "4"} else SPELT.get(following, 0)
        used = 2
        if not 1 <= number <= 4:
            return None
    elif word in {"first", "second", "third", "fourth", "final"}:
        if seen.low(at + 1) != "quarter":
            return None
        used = 2
    elif not number:
        return _year(seen, at) if raw.kind == "number" else None
    used += 3 if seen.lows(at + used, 3) == ("of", "the", "year") else 0
    if seen.calendar.period.length == 3:
        return _own_quarter(seen, at, used, number)
    first = seen.calendar.first.plus(3 * number - 3)
    if {seen.low(at - 1), seen.low(at - 2)} & {"ended", "closed", "finished", "ending"}:
        return seen.token("M", at, used, months=(first.plus(2),))
    return seen.token("K", at, used, what="quarter", months=tuple(first.plus(n) for n in range(3)))


def _own_quarter(seen: _Text, at: int, used: int, number: int) -> Found:
    """A quarter of a pack that reports by quarters: `Q2`, `quarter 2 of 2024-25`, `Q2 last year`."""
    behind = next((words for words in _OF_LAST_YEAR if seen.lows(at + used, len(words)) == words), ())
    if behind:
        started = financial_year(seen.calendar.period, seen.calendar.year_start).start.year - 1
        quarter = seen.calendar.quarter(number, started)
        return seen.token("M", at, used + len(behind), months=(quarter,))
    here = at + used + (seen.low(at + used) in {"of", "in"})
    year = seen.raws[here].text if here < len(seen.raws) else ""
    if len(year) == 4 and year.isdigit() and 1990 <= int(year) <= 2100:
        spans = (
            seen.lows(here + 1, 1) and seen.low(here + 1) in {"/", "-", "–"} and seen.low(here + 2).isdigit()
        )
        quarter = seen.calendar.quarter(number, int(year))
        return seen.token("M", at, here + (3 if spans else 1) - at, months=(quarter,))
    owns = "own" if seen.raws[at + used - 1].owns else ""
    return seen.token("M", at, used, months=(seen.calendar.quarter(number),), form=owns)


_BEFORE_YEAR = frozenset(
    ["in", "of", "since", "by", "during", "from", "until", "for", "and", "throughout", "to"]
)


def _year(seen: _Text, at: int) -> Found:
    raw = seen.raws[at]
    if not (len(raw.text) == 4 and raw.text.isdigit() and 1990 <= int(raw.text) <= 2100):
        return None
    year = int(raw.text)
    mark, short = seen.raws[at + 1 : at + 2], seen.raws[at + 2 : at + 3]
    after = short[0].text if mark and short and mark[0].text in "/-–" else ""
    if after.isdigit() and len(after) in {2, 4} and int(after) % 100 == (year + 1) % 100:
        start = Period(year, seen.calendar.year_start)
        if seen.calendar.period.length == 12:
            return seen.token("M", at, 3, months=(FinancialYear(start, 12).months[0],))
        return seen.token("K", at, 3, what="year", months=tuple(start.plus(n) for n in range(12)))
    if seen.low(at - 1) in _BEFORE_YEAR:
        return seen.token("K", at, 1, what="year", months=tuple(Period(year, n) for n in range(1, 13)))
    return None


def _small(seen: _Text, at: int) -> tuple[int, int]:
    """A whole number in figures or words and how many words it takes; none by 0."""
    if at >= len(seen.raws):
        return 0, 0
    raw = seen.raws[at]
    if raw.kind == "number" and raw.text.isdigit() and len(raw.text) <= 3:
        return int(raw.text), 1
    return (spelt(seen.raws, at) or (0, 0)) if raw.kind == "word" else (0, 0)


_IN_A_ROW = frozenset(["consecutive", "successive", "straight"])
_ROWS = (("in", "a", "row"), ("in", "succession"), ("running",), ("on", "the", "trot"), ("on", "end"))


def _run(seen: _Text, at: int) -> Found:
    """`three consecutive months`, `the third month running`, `the last three months`."""
    last = seen.low(at) in {"last", "past", "previous", "latest", "preceding"}
    here = at + last
    count, used = _small(seen, here)
    nth = 0 if used else _ordinal(seen, here)
    if not used and not nth:
        return _window(seen, at) if last else None
    here += used or 1
    row = seen.low(here) in _IN_A_ROW
    here += row
    own = seen.calendar.word
    if seen.low(here) not in {own, f"{own}s", f"{own}ly"} or seen.raws[here].glued:
        return None
    if (str(count), "month") in seen.vocabulary.grams and seen.low(at - 1) != "for":
        return seen.token("x", at, here + 1 - at, what="title")
    here += 1
    if seen.low(at - 1) == "all" and count:
        return seen.token("Q", at, here - at, what="every", months=_last_months(seen, count))
    ending = next((words for words in _ROWS if seen.lows(here, len(words)) == words), ())
    here += len(ending)
    number = Number(Decimal(count or nth), 0)
    if last and not ending and not row:
        return seen.token("W", at, here - at, months=_last_months(seen, count), number=number)
    what = "nth" if nth else "row" if row or ending else "months"
    return seen.token("N", at, here - at, what=what, number=number, months=_last_months(seen, count))


def _last_months(seen: _Text, count: int) -> tuple[Period, ...]:
    return tuple(seen.calendar.period.plus(n + 1 - count) for n in range(count))


def _nth_time(seen: _Text, at: int) -> Found:
    """`the second time`: so often, and then for the last time."""
    count = _ordinal(seen, at)
    if count <= 1 or seen.low(at + 1) not in {"time", "occasion"}:
        return None
    return seen.token("Q", at, 2, what="nth", number=Number(Decimal(count), 0))


def _so_often(seen: _Text, at: int) -> Found:
    """`on three occasions`, `three times`, `twice`: so often, and no multiple."""
    count, used = (2, 1) if seen.low(at) == "twice" else _small(seen, at)
    said = used and seen.low(at + used) in {"times", "occasions"}
    used += bool(said)
    if not (said or seen.low(at) == "twice") or seen.low(at + used) in _OF_MULTIPLES:
        return None
    return seen.token("Q", at, used, what="times", number=Number(Decimal(count), 0))


_OF_MULTIPLES = frozenset(["as", "the", "that", "what", "higher", "more", "its", "their"])


def _window(seen: _Text, at: int) -> Found:
    if seen.low(at + 1) == "quarter" and seen.low(at) in {"last", "past", "latest"}:
        months = tuple(seen.calendar.period.plus(n) for n in (-2, -1, 0))
        return seen.token("W", at, 2, months=months, number=Number(Decimal(3), 0))
    return None


def _ordinal(seen: _Text, at: int) -> int:
    if at >= len(seen.raws):
        return 0
    raw = seen.raws[at]
    return int(raw.text) if raw.kind == "ordinal" and raw.text.isdigit() else ORDINALS.get(raw.low, 0)


# ------------------------------------------------------------------------------------------------- numbers

_NUMBERED = frozenset(
    [
        "section",
        "part",
        "level",
        "stage",
        "phase",
        "page",
        "grade",
        "tier",
        "category",
        "band",
        "route",
        "table",
        "chapter",
        "annex",
        "appendix",
        "priority",
        "option",
        "item",
        "paragraph",
        "article",
        "form",
        "question",
        "wave",
        "version",
        "step",
        "room",
        "floor",
        "class",
        "key",
        "junction",
        "platform",
        "zone",
        "flat",
        "round",
        "ward",
        "lot",
        "unit",
    ]
)
"""Words with a number behind them that is a name."""
_FACTORS = {"thousand": 3, "million": 6, "billion": 9}
_SMALL_WORDS = frozenset(
    {"percentage", "point", "percent", "per", "more", "fewer", "less", "higher", "lower", "longer"}
)


def _number(seen: _Text, at: int) -> Found:
    """A number with its sign and unit."""
    raw = seen.raws[at]
    if (duration := _duration(seen, at)) is not None:
        return duration
    sign = _sign(seen, at)
    here = at + (sign != 0)
    if here >= len(seen.raws):
        return None
    raw = seen.raws[here]
    if raw.low == "single" and seen.low(here + 1) in {"percentage", "point"}:
        value, used, in_words = Decimal(1), 1, True
    elif raw.kind == "number":
        value, used, in_words = Decimal(raw.text.lstrip("£$€").replace(",", "")), 1, False
    elif raw.kind == "word" and (words := spelt(seen.raws, here)) is not None:
        value, used, in_words = Decimal(words[0]), words[1], True
        if words[0] == 1 and seen.low(here + 1) not in _SMALL_WORDS:
            return None
    else:
        return None
    if seen.lows(here + used, 3) == ("and", "a", "half") and raw.kind == "word":
        value, used = value + Decimal("0.5"), used + 3
    clock = seen.low(here + used) in {"am", "pm"} or _is_day(seen, here)
    clock = clock or seen.text[max(0, raw.start - 1) : raw.start] == "^"
    if (
        singular(seen.low(here - 1)) in _NUMBERED
        or _is_listed(seen, here)
        or _is_slashed(seen, here)
        or clock
    ):
        return seen.token("x", at, here + used - at)
    decimals = len(raw.text.partition(".")[2]) if not in_words else len(str(value).partition(".")[2])
    pounds = raw.text.startswith("£")
    return _with_unit(
        seen,
        at,
        here + used,
        Number(value, decimals, Measure.POUNDS if pounds else Measure.NONE, sign, spelt=in_words),
    )


def _clock(text: str) -> Number:
    """`12:16` in minutes, `00:31:20` in seconds."""
    parts = [int(part) for part in text.split(":")]
    if len(parts) == 3:
        return Number(Decimal(parts[0] * 3600 + parts[1] * 60 + parts[2]), 0, Measure.SECONDS)
    return Number(Decimal(parts[0] * 60 + parts[1]), 0, Measure.CLOCK)


_STEPS = (("hour", 3600), ("minute", 60), ("second", 1))


def _duration(seen: _Text, at: int) -> Found:
    """`12 hours 16 minutes`, `31 minutes and 20 seconds` as one number; `12:16`."""
    if seen.raws[at].kind == "clock":
        return seen.token("#", at, 1, number=_clock(seen.raws[at].text))
    total, here, unit = 0, at, 0
    for name, seconds in _STEPS:
        value, used = _small(seen, here)
        if used and singular(seen.low(here + used)) in {name, name[:3], name[:2]}:
            total, here, unit = total + value * seconds, here + used + 1, seconds
            here += seen.low(here) == "and" and bool(_small(seen, here + 1)[1])
    if not unit or here - at <= 2 + (seen.low(here - 1) == "and") or (not total % 3600 and unit == 3600):
        return None
    whole = unit == 60
    number = Number(Decimal(total // unit), 0, Measure.CLOCK if whole else Measure.SECONDS)
    return seen.token("#", at, here - at, number=number) if _is_two(seen, at, here) else None


def _is_two(seen: _Text, at: int, end: int) -> bool:
    """Whether two units of time are in it."""
    units = {name for name, _ in _STEPS} | {"hr", "min", "sec"}
    return sum(singular(seen.low(n)) in units for n in range(at, end)) > 1


def _sign(seen: _Text, at: int) -> int:
    """+1 or -1 for a sign right before a number, with nothing before it."""
    raw = seen.raws[at]
    if raw.text not in {"+", "-", "−", "–"} or at + 1 >= len(seen.raws):
        return 0
    free = raw.start == 0 or seen.text[raw.start - 1] in " (["
    joined = seen.raws[at + 1].start == raw.end and seen.raws[at + 1].kind == "number"
    return (1 if raw.text == "+" else -1) if free and joined else 0


def _is_day(seen: _Text, at: int) -> bool:
    """Whether a number is the first of some days of a month: `6 and 7 October`."""
    days = seen.raws[at].text.isdigit() and int(seen.raws[at].text) <= 31
    joined = seen.low(at + 1) in {"and", "to", "-", "–", "or"} and seen.low(at + 2).isdigit()
    return days and joined and seen.raws[at + 3 : at + 4] != () and seen.raws[at + 3].text in _MONTHS


def _is_listed(seen: _Text, at: int) -> bool:
    """Whether a number goes on a list of names: `rounds 4, 9 and 12`."""
    here = at
    while here > 1 and (seen.raws[here - 1].text == "," or seen.low(here - 1) in {"and", "or"}):
        here -= 2
        if seen.raws[here].kind != "number":
            return False
    return here < at and singular(seen.low(here - 1)) in _NUMBERED


def _is_slashed(seen: _Text, at: int) -> bool:
    """`24/7`, `1/2`: no figures."""
    after, before = seen.raws[at + 1 : at + 2], seen.raws[at - 1 : at] if at else ()
    return any(one and one[0].text == "/" for one in (after, before))


def _with_unit(seen: _Text, at: int, here: int, number: Number) -> Found:
    words = lexicon()
    value, decimals, unit, rate = number.value, number.decimals, number.unit, ""
    scale = words.scales.get(seen.low(here), "")
    if scale and (seen.low(here) not in {"m", "k"} or seen.raws[here].start == seen.raws[here - 1].end):
        power = _FACTORS[scale]
        value, decimals, here = value.scaleb(power), decimals - power, here + 1
    for phrase, name in words.units:
        if seen.lows(here, len(phrase)) == phrase and unit is Measure.NONE:
            unit, here = Measure(name), here + len(phrase)
            break
    if seen.low(here) == "per" and seen.raws[here + 1 : here + 2] and seen.low(here + 1)[:1].isdigit():
        rate, here = seen.low(here + 1), here + 2
    sign = number.sign or (_said_sign(seen, at, here) if unit is Measure.POUNDS else 0)
    found = Number(value, decimals, unit, sign, rate=rate, spelt=number.spelt)
    if unit is Measure.YEARS:
        return seen.token("x", at, here - at)
    limit = stem(f"{found.value}-{singular(unit.value)}") in seen.vocabulary.known and unit in _OF_TIME
    if limit and (seen.low(at - 1) in _LIMITING or seen.raws[here - 1].glued):
        return seen.token("x", at, here - at, what="title")
    if unit is Measure.MONTHS:
        months = _last_months(seen, int(found.value)) if found.value <= _LONGEST_RUN else ()
        return seen.token("N", at, here - at, number=found, what="months", months=months)
    return seen.token("#", at, here - at, number=found)


_OF_TIME = frozenset({Measure.DAYS, Measure.WEEKS, Measure.HOURS, Measure.MINUTES, Measure.SECONDS})
_LIMITING = frozenset(["in", "within", "under", "over", "than", "after", "inside", "the"])
_LONGEST_RUN = 60


def _said_sign(seen: _Text, at: int, end: int) -> int:
    near = [seen.low(n) for n in (*range(max(0, at - 3), at), *range(end, end + 2))]
    bracketed = seen.low(at - 1) == "(" and seen.low(end) == ")" and seen.low(at - 2) in _BEFORE_MONEY
    said = next((sign for word in near if (sign := lexicon().signs.get(word))), 0)
    return -1 if bracketed else said


_BEFORE_MONEY = frozenset(["is", "was", "of", "at", "to", "from", "were", "a", "by"])
"""Words before brackets that stand for a minus: `was (£41k)`."""

_CALENDAR = frozenset(["year", "month", "quarter", "week", "months", "day"])


_PARTS: Mapping[str, int] = MappingProxyType(
    {
        "half": 2,
        "halves": 2,
        "third": 3,
        "thirds": 3,
        "quarter": 4,
        "quarters": 4,
        "fifth": 5,
        "fifths": 5,
        "tenth": 10,
        "tenths": 10,
    }
)


def _fraction(seen: _Text, at: int) -> Found:
    """`three fifths`, `nine in ten`, `one case in three`, `by half`: a percentage, said roughly."""
    count, used = _small(seen, at)
    if seen.low(at) in {"a", "half"}:
        count, used = 1, int(seen.low(at) == "a")
    if seen.low(at - 1) in {"first", "second", "latter"} or seen.low(at + used + 2) in _CALENDAR:
        return None
    if seen.lows(at + used + 1, 2) == ("of", "what"):
        return None
    by = "by" in seen.lows(at - 4, 4) or bool(count and count > 1)
    if (
        count
        and seen.low(at + used) in _PARTS
        and (by or seen.low(at + used + 1) == "of" or seen.lows(at, 2) == ("half", "the"))
    ):
        return _share_of(seen, at, used + 1, count, _PARTS[seen.low(at + used)])
    if used and seen.raws[at].kind == "word" and seen.low(at) != "a":
        here = at + used + (seen.low(at + used) not in {"in", "out"})
        here += 1 + (seen.lows(here, 2) in {("out", "of"), ("in", "every"), ("of", "every")})
        whole, more = _small(seen, here)
        joined = seen.low(here - 1) in {"in", "of", "every"} and seen.low(here - 2) not in {
            "one",
            "each",
            "some",
        }
        if (
            more
            and whole > count
            and joined
            and whole <= _TENS_OF
            and seen.raws[here].kind == "word"
            and seen.low(here + more) not in _CALENDAR
        ):
            return _share_of(seen, at, here + more - at, count, whole)
    return None


_TENS_OF = 20
"""The largest whole that a share is said to be out of: `nineteen in twenty`."""


def _share_of(seen: _Text, at: int, used: int, count: int, whole: int) -> Found:
    share = (Decimal(count) * 100 / whole).quantize(Decimal(1))
    return seen.token("#", at, used, number=Number(share, 0, Measure.PERCENT, hedge="about", spelt=True))


# ------------------------------------------------------------------------------------------------- phrases

_MARKS: Mapping[str, str] = MappingProxyType(
    {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-", "-": "-",
     ".": "_",
     "/": "&", "%": "_", "+": "_", "−": "-", "→": "-", "?": ";", "!": ";"}
)  # fmt: skip


_CHANGED = ("chang", "revis", "amend", "redefin", "new")


def _definition(seen: _Text, at: int) -> Found:
    """`the definition of LAC 19 has been changed`."""
    if seen.low(at) not in {"definition", "methodology"}:
        return None
    for here in range(at, min(at + _REACH, len(seen.raws))):
        if seen.raws[here].kind == "mark":
            return None
        if seen.low(here).startswith(_CHANGED):
            used = here + 1 - at
            held = any(raw.start in seen.refs for raw in seen.raws[at:here])
            return seen.token("B", at, 1 if held else used)
    return None


_REACH = 8
"""How many words a definition and its change may be apart."""


def _phrase(seen: _Text, at: int) -> Found:
    """The longest phrase of the word list; a mark."""
    raw = seen.raws[at]
    if raw.kind == "mark":
        return seen.token(_MARKS.get(raw.text, "&"), at, 1)
    if raw.low in lexicon().after_side and _is_aimed_at(seen, at):
        return seen.token("T", at, 1, what="words")
    for words, meaning in lexicon().phrases.get(raw.low, ()):
        if raw.low in _ONLY_OPENING and len(words) == 1 and meaning.code == "c" and not _opens(seen, at):
            return seen.token("_", at, 1)
        if seen.lows(at, len(words)) == words and not (
            (meaning.code in "EDTSXVH" and _is_name(seen, at))
            or (meaning.code in "ZXE" and _is_of_title(seen, at))
            or (meaning.form == "noun" and _ends_title(seen, at))
        ):
            return seen.token(meaning.code, at, len(words), what=meaning.what, form=meaning.form)
    return None


_ONLY_OPENING = frozenset(["yet", "so"])
"""Joints that are some when they open a clause: `no month has yet met it` has none."""


def _opens(seen: _Text, at: int) -> bool:
    return at == 0 or seen.raws[at - 1].kind == "mark" or seen.low(at - 1) in {"and", "but"}


def _is_of_title(seen: _Text, at: int) -> bool:
    """Whether a word and the next one are of titles: `missed collections`, `major applications`."""
    return {stem(seen.low(at)), stem(seen.low(at + 1))} <= seen.vocabulary.known


def _ends_title(seen: _Text, at: int) -> bool:
    """Whether a noun is of a title with the word before it: `overpayment recovery`."""
    return at > 0 and {stem(seen.low(at - 1)), stem(seen.low(at))} <= seen.vocabulary.known


def _is_name(seen: _Text, at: int) -> bool:
    """Whether a word is of a proper name: the Best Start team."""
    near = [raw.text for raw in (*seen.raws[max(0, at - 1) : at], *seen.raws[at + 1 : at + 2])]
    capital = seen.raws[at].text[:1].isupper() and not seen.raws[at].text.isupper()
    return (
        capital
        and at > 0
        and any(
            word[:1].isupper() and word not in _MONTHS and len(word) > 1 and not word.isupper()
            for word in near[-1:]
        )
    )


def _is_aimed_at(seen: _Text, at: int) -> bool:
    """Whether `plan` and its like stand behind `above`, `below` or `against`."""
    before = seen.low(at - 1) if seen.low(at - 1) not in {"the", "a", "its"} else seen.low(at - 2)
    return before in {
        "above",
        "below",
        "under",
        "over",
        "behind",
        "against",
        "within",
        "inside",
        "outside",
        "ahead",
    }


PLAIN: tuple[Callable[[_Text, int], Found], ...] = (_reference, _title, _other)
"""What an ordinary word may be."""
RECOGNISERS: tuple[Callable[[_Text, int], Found], ...] = (
    _reference, _definition, _title, _other, _month, _same_month, _relative, _quarter, _nth_time, _so_often,
    _run, _fraction, _number, _phrase,
)  # fmt: skip
"""What may begin at a word, in the order they are asked."""


@cache
def _openings() -> frozenset[str]:
    """The words that anything but a reference or a title begins with."""
    words = {
        *lexicon().phrases,
        *lexicon().after_side,
        *lexicon().when,
        *SPELT,
        *ORDINALS,
        *_QUARTERS,
        *_PARTS,
    }
    words |= {name.casefold() for name in _MONTHS}
    return frozenset(
        words
        | {
            "a",
            "half",
            "q",
            "twice",
            "the",
            "same",
            "corresponding",
            "equivalent",
            "quarter",
            "single",
            "last",
            "past",
            "previous",
            "latest",
            "preceding",
        }
        | {"definition", "methodology"}
    )
