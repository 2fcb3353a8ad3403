"""A cell of a month → what goes into the values file, what was normalised on the way, or what is wrong.

`17 980`, `1'234'567`, `(85,000)`, `−5`, `.72`, `56.799999999999997`, `43 per cent`: each is written out
plainly, so that `boardpack.load.value_parser` reads it; what is none of these is left as it is.
"""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.importer.grid import SheetCell
from boardpack.load.findings import excerpt
from boardpack.load.value_parser import HUNDRED, ParsedValue, RowReading, read_cell
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import ValueStatus

DECIMALS = 6
"""Decimals that a value keeps beyond what its cell shows; spreadsheets add noise after fifteen figures."""


class CellReading(Struct, frozen=True):
    """What a cell says, as it would be written."""

    text: str
    """For the values file: `43%`, `no cases`, `78.5% [p]`."""
    value: ParsedValue
    note: str = ""
    """For data/notes.csv: a remark that was in the cell."""
    reason: str = ""
    """Why the text differs from the cell; empty when nothing was normalised."""
    problem: str = ""
    """Why the cell cannot be read; nothing is written then."""
    sentence: bool = False
    """Whether the cell held a sentence in place of a value, which may speak for the months after it."""


def read_month(cell: SheetCell, indicator: Indicator, how: RowReading, *, as_shown: bool) -> CellReading:
    """Read a cell under a month; `how` is the indicator's unit, and what bare numbers of its row mean."""
    if cell.date is not None:
        return _problem(f"{excerpt(cell.text)} is a date: give the cell a number format")
    text, held = _held(cell, as_shown=as_shown)
    text = plain_number(text)
    value = read_cell(text, how)
    reading = _reading(text, value, indicator, how)
    if reading.problem:
        return reading
    if reading.value.number == 0 and not indicator.zero_possible and how.unit is indicator.unit:
        return _no_cases()
    if not reading.reason and held:
        return CellReading(
            reading.text, reading.value, reason=f"Shown as {cell.text}; the cell holds {held}."
        )
    return reading


def _reading(text: str, value: ParsedValue, indicator: Indicator, how: RowReading) -> CellReading:
    """What to make of a parsed value, by its fault; one that is not named here is a problem."""
    match value.fault.rule if value.fault is not None else "":
        case "":
            return _plain(text, value, how)
        case "value-annotated":
            return _annotated(text, value, indicator, how)
        case "status-unknown" | "value-not-number":
            return _worded(text, value)
        case _:
            return _unread(text, value)


def _held(cell: SheetCell, *, as_shown: bool) -> tuple[str, str]:
    """The text to read, and the number the cell holds when that is more than it shows."""
    if cell.exact is None or as_shown:
        return cell.text, ""
    percent = cell.text.endswith("%")
    exact = round(cell.exact, DECIMALS)
    if Decimal(cell.text.rstrip("%")) == exact:
        return cell.text, ""
    held = f"{exact:f}".rstrip("0") + ("%" if percent else "")
    return held, held


def _problem(why: str) -> CellReading:
    return CellReading("", ParsedValue(None, ValueStatus.NOT_STATED), problem=why)


# ------------------------------------------------------------------------------------------ readers


def _plain(text: str, value: ParsedValue, how: RowReading) -> CellReading:
    if value.number is None:
        status = value.status.value
        replaced = "The words were replaced by the status they stand for."
        return CellReading(status, value, reason="" if text.casefold() == status else replaced)
    bare = how.unit is Unit.PERCENT and "%" not in text and Decimal(_digits(text)) != value.number
    if bare:
        value = replace(value, number=Decimal(f"{value.number.normalize():f}"))
    written = written_value(value, how)
    return CellReading(
        written, value, reason=f"{text} without a percent sign, read as {written}." if bare else ""
    )


def _digits(text: str) -> str:
    found = re.search(r"[0-9][0-9,]*(?:\.[0-9]+)?", text)
    return found[0].replace(",", "") if found else "0"


def _annotated(text: str, value: ParsedValue, indicator: Indicator, how: RowReading) -> CellReading:
    """A number and a remark in one cell: `79% (6m+)`."""
    remark = re.sub(r"^[-−–]?£?[0-9,.]+\s?%?", "", text).strip()
    if why := _no_remark(remark, how.unit):
        return _problem(f"{excerpt(text)}: {why}")
    bare = ParsedValue(value.number, value.status)
    written = written_value(bare, how)
    mark = re.sub(r"[^0-9a-z]", "", remark.casefold())
    if mark in {re.sub(r"[^0-9a-z]", "", d.version.casefold()) for d in indicator.definitions if d.version}:
        return CellReading(written, bare, reason=f"The mark {remark} names a version of the definition.")
    return CellReading(written, bare, note=remark, reason="The remark in the cell was kept as a note.")


def _no_remark(remark: str, unit: Unit) -> str:
    """Why what follows a number is no remark on it but part of a figure; empty for a remark.

    `17 9800`, `51 - 52`, `5 of 60`, `12 weeks` of a number of days.
    """
    outside = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", remark)
    word = next(iter(re.findall(r"[a-z]+", outside.casefold())), "")
    if any(mark.isdigit() for mark in outside):
        return "more than one number; expected one"
    if word in TIMES and TIMES[word] is not unit:
        return f"a number of {word}; expected the indicator's unit, {unit.value}"
    return ""


TIMES: dict[str, Unit | None] = {
    **dict.fromkeys(("day", "days", "d"), Unit.DAYS),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), Unit.WEEKS),
    **dict.fromkeys(("hour", "hours", "hrs", "hr"), Unit.HOURS),
    **dict.fromkeys(("minute", "minutes", "mins", "min"), Unit.MINUTES),
    **dict.fromkeys(("month", "months", "year", "years", "seconds", "secs"), None),
}
"""Words for units of time, and the unit that each is."""


def _worded(text: str, value: ParsedValue) -> CellReading:
    """Words in place of a number: a status said in other words, or a sentence."""
    folded = " ".join(re.sub(r"[\s_\-–—.:/]+", " ", text.casefold()).split())
    status = next((status for pattern, status in PHRASES if pattern.match(folded)), None)
    if status is None:
        return _unread(text, value)
    sentence = len(folded.split()) > 2
    reason = "The words stand for a status" + ("; they were kept as a note." if sentence else ".")
    return CellReading(
        status.value, ParsedValue(None, status), text if sentence else "", reason=reason, sentence=sentence
    )


def _unread(text: str, value: ParsedValue) -> CellReading:
    fault = value.fault
    return _problem(f"{fault.found}; expected {fault.expected}" if fault else excerpt(text))


def _no_cases() -> CellReading:
    return CellReading(
        ValueStatus.NO_CASES.value,
        ParsedValue(None, ValueStatus.NO_CASES),
        note="Published as 0: there was no case.",
        reason="The value cannot be 0: it means that there was no case in the month.",
    )


def written_value(value: ParsedValue, how: RowReading) -> str:
    """A figure as the values file has it, with its marker: `43%`, `78.5% [p]`, `04:12`, `Good`."""
    number = _written(value.number, how) if value.number is not None else ""
    return " ".join(filter(None, (number, value.status.shorthand)))


def _written(number: Decimal, how: RowReading) -> str:
    if how.unit.is_named:
        return how.grades[int(number)]
    if how.unit.is_clock:
        minutes, seconds = divmod(int(abs(number)), 60)
        sign = "-" if number < 0 else ""
        end = f":{seconds:02d}" if seconds or how.unit is Unit.CLOCK_SECONDS else ""
        return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}{end}"
    plain = number if how.thousands == 1 else (number / how.thousands).normalize()
    return f"{plain:f}{'%' if how.unit is Unit.PERCENT else ''}"


def marked_as(reading: CellReading, mark: str, how: RowReading) -> CellReading:
    """A figure under a header that says it is provisional, unless the cell says something of its own."""
    if not mark or reading.problem or reading.value.number is None:
        return reading
    if reading.value.status is not ValueStatus.FINAL:
        return reading
    value = replace(reading.value, status=ValueStatus.PROVISIONAL)
    return replace(reading, text=written_value(value, how), value=value)


def same(old: ParsedValue, new: ParsedValue) -> bool:
    """Whether a new reading says what the file says, but for decimals that the file has rounded away."""
    if old.number is None or new.number is None:
        return old.number is new.number and old.status is new.status
    exponent = old.number.as_tuple().exponent
    rounded = new.number.quantize(Decimal((0, (1,), int(exponent))), "ROUND_HALF_UP")
    statuses = {old.status, new.status}
    return old.number in {new.number, rounded} and (
        len(statuses) == 1 or statuses == {ValueStatus.FINAL, ValueStatus.REVISED}
    )


def as_percent(text: str) -> str:
    """A bare fraction as a percentage: `0.43` is `43%`."""
    return f"{(Decimal(text) * HUNDRED).normalize():f}%"


PHRASES = tuple(
    (re.compile(pattern), status)
    for pattern, status in (
        (r"(awaiting|awaited|not yet|to follow|pending|tbc|tba|(in|under) development)\b",
         ValueStatus.NOT_YET_AVAILABLE),
        (r"(not due|(reported )?annually|annual (measure|indicator|survey|return))\b", ValueStatus.NOT_DUE),
        (r"data (awaited|to follow|not yet)\b", ValueStatus.NOT_YET_AVAILABLE),
        (r"(no (cases|children|adoptions)|none in (the )?(month|period))\b", ValueStatus.NO_CASES),
        (r"(n a|na|not applicable)$", ValueStatus.NOT_APPLICABLE),
        (r"(not (collected|recorded|measured|reported)|no data)\b", ValueStatus.NOT_COLLECTED),
        (r"(suppressed|withheld|small numbers?)\b", ValueStatus.SUPPRESSED),
    )
)  # fmt: skip
"""How people say a status, without marks and in small letters; `n/a` has become `n a`."""


BLANKS = " \u00a0\u2007\u2009\u202f"
"""Blanks that divide thousands: plain, no-break, figure, thin, narrow no-break."""

_GROUPED = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:([{BLANKS}'’])\d{{3}}(?:\2\d{{3}})*))(?![\d{BLANKS}'’]*\d)")
_BRACKETS = re.compile(
    r"(?P<out>£?)\(\s?(?P<in>£?)\s?(?P<number>[\d,.]+)\s?(?P<percent>%?)\s?\)(?P<after>\s?%?)"
)
_PLAIN = re.compile(r"-?£?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?%?")

NOISE = 15
"""Figures that a floating-point number holds for sure; what comes after them is noise."""

MOST_DECIMALS = 12
"""Decimals that a values file may have."""


def plain_number(text: str) -> str:
    """A cell's text with its number written plainly: `17 980 [p]` is `17980 [p]`."""
    text = " ".join(text.replace("\u2212", "-").split()).strip()
    text = re.sub(r"^['’](?=[\d.£(-])", "", text)
    text = _GROUPED.sub(lambda found: re.sub(rf"[{BLANKS}'’]", "", found[1]), text)
    text = re.sub(r"(?<=\d) ?(?:per cent|percent|pct|p\.c\.)(?=$|[\s\[(])", "%", text, flags=re.IGNORECASE)
    text = _signed(text)
    text = re.sub(r"^(-?£?)\.(?=\d)", r"\g<1>0.", text)
    text = re.sub(r"^(-?)£ (?=\d)", r"\1£", text)
    if re.fullmatch(r"-?\d(?:\.\d+)?[eE][+-]?\d{1,2}", text):
        return f"{Decimal(text):f}"
    return re.sub(r"\d+\.\d{12,}", _without_noise, text)


def _signed(text: str) -> str:
    """A minus, however it is written, before the number: `(5)`, `5-`, `£-5`, `- 5`, `+5`."""
    if found := _BRACKETS.fullmatch(text):
        pound = "£" if found["out"] or found["in"] else ""
        return f"-{pound}{found['number']}{'%' if '%' in found['percent'] + found['after'] else ''}"
    if found := re.fullmatch(r"(£?[\d,.]+%?)\s?[-–]", text):
        return f"-{found[1]}"
    text = re.sub(r"^£\s?[-–]\s?(?=[\d.])", "-£", text)
    return re.sub(r"^(?:([-–])|\+)\s?(?=[£\d.])", lambda found: "-" if found[1] else "", text)


def _without_noise(found: re.Match[str]) -> str:
    number = Decimal(found[0])
    if not number:
        return "0"
    places = min(max(0, NOISE - 1 - number.adjusted()), MOST_DECIMALS)
    return f"{round(number, places).normalize():f}"


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else, in any way of writing it."""
    return _PLAIN.fullmatch(plain_number(text)) is not None
