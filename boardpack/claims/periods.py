"""Words that say when: months, quarters, years, runs of months, how often."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from boardpack.claims.lexicon import lexicon
from boardpack.claims.syntax import Found, Number, SentenceText, ordinal, small
from boardpack.model.period import MONTH_NAMES, FinancialYear, Period, financial_year

MONTHS: Mapping[str, int] = MappingProxyType(
    {form: n for n, name in enumerate(MONTH_NAMES, 1) for form in (name, name[:3])} | {"Sept": 9}
)


def month_at(seen: SentenceText, at: int) -> Found:
    """`October`, `Oct-17`, `31 October 2017`, `2017-10`."""
    raw = seen.raws[at]
    if raw.kind in {"number", "ordinal"}:
        return _iso_or_day(seen, at)
    last = raw.low == "last" and at + 1 < len(seen.raws)
    raw = seen.raws[at + 1] if last else raw
    number = MONTHS.get(raw.text)
    if number is None:
        return None
    month = seen.calendar.latest(number)
    if last:  # `last June` of a June is the one a year before
        month = month if month < seen.calendar.period else month.plus(-12)
        return seen.token("M", at, 2, months=(month,), form="own" if raw.owns else "")
    behind = seen.phrase(at + 1, _OF_LAST_YEAR)
    used, year = (len(behind), seen.calendar.period.year - 1) if behind else _year_behind(seen, at + 1)
    used, year = (0, 0) if raw.owns and used == 1 else (used, year)
    month = Period(year, number) if year else month
    return seen.token("M", at, 1 + used, months=(month,), form="own" if raw.owns else "")


_OF_LAST_YEAR = (
    ("of", "last", "year"), ("last", "year"), ("of", "the", "previous", "year"), ("the", "previous", "year"),
    ("of", "the", "year", "before"), ("the", "year", "before"),
)  # fmt: skip


def _iso_or_day(seen: SentenceText, at: int) -> Found:
    raw, after = seen.raws[at], seen.raws[at + 1 : at + 3]
    if len(raw.text) == 4 and len(after) == 2 and after[0].text == "-" and len(after[1].text) == 2:
        month = int(after[1].text) if after[1].text.isdigit() else 0
        if raw.text.isdigit() and 1 <= month <= 12 and after[0].start == raw.end:
            return seen.token("M", at, 3, months=(Period(int(raw.text), month),))
    if raw.text.isdigit() and int(raw.text) <= 31 and after and after[0].text in MONTHS:
        inner = month_at(seen, at + 1)
        if inner is not None:
            return seen.token("M", at, 1 + inner[1], months=inner[0].months)
    return None


def _as_year(text: str) -> int:
    """The calendar year that a text is; 0 for none."""
    return int(text) if len(text) == 4 and text.isdigit() and 1990 <= int(text) <= 2100 else 0


def _year_behind(seen: SentenceText, at: int) -> tuple[int, int]:
    """How many words of a year follow a month, and the year."""
    if at >= len(seen.raws):
        return 0, 0
    raw = seen.raws[at]
    if raw.kind == "year":
        return 1, 2000 + int(raw.text[1:])
    if raw.kind != "number" or not raw.text.isdigit():
        return 0, 0
    if year := _as_year(raw.text):
        return 1, year
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


def same_month_at(seen: SentenceText, at: int) -> Found:
    """`the same month in 2024`."""
    here = at + (seen.low(at) == "the")
    if (
        seen.low(here) not in {"same", "corresponding", "equivalent"}
        or seen.low(here + 1) not in lexicon().lists["same_time"]
    ):
        return None
    year = seen.low(here + 3) if seen.low(here + 2) in {"in", "of"} else ""
    if not (len(year) == 4 and year.isdigit()):
        return None
    month = Period(int(year), seen.calendar.period.month)
    return seen.token("Y", at, here + 4 - at, months=(month,))


def relative_at(seen: SentenceText, at: int) -> Found:
    """A month without its name: `last month`, `a year ago`, `three months earlier`."""
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


def _months_back(seen: SentenceText, at: int) -> Found:
    """`three months earlier`."""
    count, used = small(seen, at)
    if used and seen.low(at + used) == "months" and seen.low(at + used + 1) in {"ago", "earlier", "before"}:
        return seen.token("M", at, used + 2, months=(seen.calendar.period.plus(-count),))
    return None


QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "q1": 1, "q2": 2, "q3": 3, "q4": 4}


def quarter_at(seen: SentenceText, at: int) -> Found:
    """`Q2`, `quarter 2`, `the second quarter`, `the end of quarter 2`; a year such as `2016/17`."""
    word, raw = seen.low(at), seen.raws[at]
    number, used = QUARTERS.get(word, 0), 1
    if word == "q" and seen.low(at + 1) in {"1", "2", "3", "4"}:
        number, used = int(seen.low(at + 1)), 2
    elif word == "quarter":
        following = seen.low(at + 1)
        number = int(following) if following in {"1", "2", "3", "4"} else lexicon().spelt.get(following, 0)
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


def _own_quarter(seen: SentenceText, at: int, used: int, number: int) -> Found:
    """A quarter of a pack that reports by quarters: `Q2`, `quarter 2 of 2024-25`, `Q2 last year`."""
    if behind := seen.phrase(at + used, _OF_LAST_YEAR):
        started = financial_year(seen.calendar.period, seen.calendar.year_start).start.year - 1
        quarter = seen.calendar.quarter(number, started)
        return seen.token("M", at, used + len(behind), months=(quarter,))
    here = at + used + (seen.low(at + used) in {"of", "in"})
    if here < len(seen.raws) and (year := _as_year(seen.raws[here].text)):
        spans = seen.low(here + 1) in {"/", "-", "–"} and seen.low(here + 2).isdigit()
        quarter = seen.calendar.quarter(number, year)
        return seen.token("M", at, here + (3 if spans else 1) - at, months=(quarter,))
    owns = "own" if seen.raws[at + used - 1].owns else ""
    return seen.token("M", at, used, months=(seen.calendar.quarter(number),), form=owns)


def _year(seen: SentenceText, at: int) -> Found:
    year = _as_year(seen.raws[at].text)
    if not year:
        return None
    mark, short = seen.raws[at + 1 : at + 2], seen.raws[at + 2 : at + 3]
    after = short[0].text if mark and short and mark[0].text in "/-–" else ""
    if after.isdigit() and len(after) in {2, 4} and int(after) % 100 == (year + 1) % 100:
        start = Period(year, seen.calendar.year_start)
        if seen.calendar.period.length == 12:
            return seen.token("M", at, 3, months=(FinancialYear(start, 12).months[0],))
        return seen.token("K", at, 3, what="year", months=tuple(start.plus(n) for n in range(12)))
    if seen.low(at - 1) in lexicon().lists["before_year"]:
        return seen.token("K", at, 1, what="year", months=tuple(Period(year, n) for n in range(1, 13)))
    return None


_ROWS = (("in", "a", "row"), ("in", "succession"), ("running",), ("on", "the", "trot"), ("on", "end"))


def run_at(seen: SentenceText, at: int) -> Found:  # noqa: PLR0911 - a case a way to count months
    """`three consecutive months`, `the third month running`, `the last three months`."""
    last = seen.low(at) in {"last", "past", "previous", "latest", "preceding"}
    here = at + last
    count, used = small(seen, here)
    nth = 0 if used else ordinal(seen, here)
    if not used and not nth:
        return _window(seen, at) if last else None
    here += used or 1
    row = seen.low(here) in lexicon().lists["in_a_row"]
    here += row
    own = seen.calendar.word
    number = Number(Decimal(count or nth), 0)
    moves = _is_run_of_moves(seen, here, row=row)
    if nth and not moves and not last and not row and (counted := _counted_move(seen, at, here)) is not None:
        return counted
    if not moves and (seen.low(here) not in {own, f"{own}s", f"{own}ly"} or seen.raws[here].glued):
        return None
    if (str(count), "month") in seen.vocabulary.grams and seen.low(at - 1) != "for":
        return seen.token("x", at, here + 1 - at, what="title")
    here += not moves
    if seen.low(at - 1) == "all" and count:
        return seen.token("Q", at, here - at, what="every", months=last_months(seen, count))
    ending = seen.phrase(here, _ROWS)
    here += len(ending)
    if last and not ending and not row:
        return seen.token("W", at, here - at, months=last_months(seen, count), number=number)
    what = "nth" if nth else "row" if row or ending or moves else "months"
    return seen.token("N", at, here - at, what=what, number=number, months=last_months(seen, count))


def _is_run_of_moves(seen: SentenceText, at: int, *, row: bool) -> bool:
    """`fourth fall in a row`, `second successive rise`: whether a noun of a direction is there."""
    return _is_noun_of_move(seen, at) and (row or bool(seen.phrase(at + 1, _ROWS)))


def _is_noun_of_move(seen: SentenceText, at: int) -> bool:
    """Whether a word is a noun of a direction by itself: `fall`, `rise`."""
    meanings = lexicon().phrases.get(seen.low(at), ())
    return any(len(words) == 1 and (one.code, one.form) == ("D", "noun") for words, one in meanings)


def _counted_move(seen: SentenceText, at: int, here: int) -> Found:
    """`first fall of the year`, `second rise this year`: how often it was so by then, without the noun."""
    ends = seen.low(here + 1) in {"of", "this", "since", "in", "", ",", ".", ";"}
    if not ends or not _is_noun_of_move(seen, here):
        return None
    count = ordinal(seen, at)
    return seen.token("Q", at, 1, what="first" if count == 1 else "nth", number=Number(Decimal(count), 0))


def last_months(seen: SentenceText, count: int) -> tuple[Period, ...]:
    """So many periods up to the pack's own."""
    return tuple(seen.calendar.period.plus(n + 1 - count) for n in range(count))


def nth_time_at(seen: SentenceText, at: int) -> Found:
    """`the second time`: so often, and then for the last time."""
    count = ordinal(seen, at)
    if count <= 1 or seen.low(at + 1) not in {"time", "occasion"}:
        return None
    return seen.token("Q", at, 2, what="nth", number=Number(Decimal(count), 0))


def so_often_at(seen: SentenceText, at: int) -> Found:
    """`on three occasions`, `three times`, `twice`: so often, and no multiple."""
    count, used = (2, 1) if seen.low(at) == "twice" else small(seen, at)
    said = used and seen.low(at + used) in {"times", "occasions"}
    used += bool(said)
    if not (said or seen.low(at) == "twice") or seen.low(at + used) in lexicon().lists["of_multiples"]:
        return None
    return seen.token("Q", at, used, what="times", number=Number(Decimal(count), 0))


def _window(seen: SentenceText, at: int) -> Found:
    if seen.low(at + 1) == "quarter" and seen.low(at) in {"last", "past", "latest"}:
        return seen.token("W", at, 2, months=last_months(seen, 3), number=Number(Decimal(3), 0))
    return None
