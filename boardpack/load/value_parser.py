"""A month's cell → a value and its status, typed on purpose.

`43%`, `43` and `0.43` may all be the same figure under a percent unit. A percent sign decides; a
bare number above 1 is per cent as it is; a row of bare numbers from 0 to 1 is what a spreadsheet
writes for cells formatted as percentages, so it is read times a hundred and said so; one bare
fraction among other numbers could be either, and is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from boardpack.load.findings import excerpt, nearest
from boardpack.model.indicator import Unit
from boardpack.model.observation import SHORTHAND, ValueStatus

HUNDRED = Decimal(100)

NUMBER = (
    r"(?P<sign>[-−–]?)(?P<pound>£?)(?P<minus>[-−–]?)"
    r"(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(?P<rest>\.[0-9]{1,12})?"
    r"(?P<power>(?-i:E\+[0-9]{2}))?"
)
_SUFFIX = r"(?:\s?(?P<suffix>k|m|bn|thousand|million|billion)(?![A-Za-z]))?"
_CELL = re.compile(
    NUMBER + _SUFFIX + r"\s?(?P<percent>%?)(?P<after>(?:[\s(\[*†‡#].*)?)", re.DOTALL | re.IGNORECASE
)
_BRACKETED = re.compile(r"(£?)\(([^()]*[0-9][^()]*)\)\s?(%?)(?![0-9])(.*)", re.DOTALL)
_CLOCK = re.compile(
    r"(?P<sign>[-−–]?)(?P<first>[0-9]{1,4}):(?P<second>[0-5][0-9])(?::(?P<third>[0-5][0-9]))?(?P<after>(?:[\s(\[].*)?)",
    re.DOTALL,
)
SUFFIXES = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
"""What a letter or word behind an amount multiplies it by, as a power of ten."""


class UnitScale(Enum):
    """How bare numbers under a percent unit are meant."""

    AS_WRITTEN = "per cent as written"
    FRACTIONS = "parts of one"
    UNSURE = "nothing but 0 and 1"


class ValueFault(Struct, frozen=True):
    """What is wrong with a cell; the caller knows its place."""

    rule: str
    found: str
    expected: str
    remedy: str


class ParsedValue(Struct, frozen=True):
    """What a cell says. A fault may come with a value that could still be read."""

    number: Decimal | None
    status: ValueStatus
    fault: ValueFault | None = None


class RowReading(Struct, frozen=True):
    """How the cells of one row are to be read."""

    unit: Unit
    scale: UnitScale = UnitScale.AS_WRITTEN
    """How bare numbers under a percent unit are meant, see `row_scale`."""
    thousands: int = 1
    """What a number without a letter of its own is multiplied by: 1,000 under `£k`."""
    grades: tuple[str, ...] = ()
    shares: Decimal = Decimal(1)
    """Up to what a bare number could be a share of one: 1.2 where percentages may reach 120."""


def read_cell(text: str, reading: RowReading) -> ParsedValue:
    """Read a month's cell in its indicator's unit: `43%`, `(£85,000)`, `£1.2m`, `04:12`, `Good`."""
    text = text.replace("\u00a0", " ").strip()
    if not text:
        return ParsedValue(None, ValueStatus.NOT_STATED)
    if (status := STATUSES.get(_folded(text))) is not None:
        return ParsedValue(None, status)
    if reading.unit.is_named:
        return _grade(text, reading.grades)
    if reading.unit.is_clock:
        return _duration(text, reading.unit)
    if reading.unit is Unit.RATIO:
        text = re.sub(r"^1\s?:\s?(?=[0-9])", "", text)
    return _quantity(text, reading)


def _quantity(text: str, reading: RowReading) -> ParsedValue:
    unit, scale = reading.unit, reading.scale
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is not None:
        text = f"-{bracketed[1]}{bracketed[2]}{bracketed[3]}{bracketed[4]}"
    cell = _CELL.fullmatch(text)
    if cell is None:
        return ParsedValue(None, ValueStatus.NOT_STATED, _no_number(text))
    number = _decimal(cell)
    if not cell["suffix"]:
        number *= reading.thousands
    percent = bool(cell["percent"])
    bare = unit is Unit.PERCENT and not percent
    if bare and scale is UnitScale.FRACTIONS:
        number *= HUNDRED
    status, fault = _marker(cell["after"].strip())
    fault = fault or _unit_fault(
        text, unit, percent=percent, pound=bool(cell["pound"]), suffix=cell["suffix"] or ""
    )
    if fault is None and bare and _could_be_either(number, scale, reading.shares):
        fault = _ambiguous(text)
    return ParsedValue(number, status, fault)


def _duration(text: str, unit: Unit) -> ParsedValue:
    """Read `04:12` or `00:36:49` as seconds; two parts where three are due could be minutes or hours."""
    cell = _CLOCK.fullmatch(text)
    if cell is None or (unit is Unit.CLOCK_SECONDS and cell["third"] is None):
        example = "04:12" if unit is Unit.CLOCK else "00:36:49"
        return ParsedValue(
            None,
            ValueStatus.NOT_STATED,
            ValueFault(
                "value-not-number", excerpt(text), f"a duration such as `{example}`",
                f"Write {'hours and minutes' if unit is Unit.CLOCK else 'hours, minutes and seconds'} so.",
            ),
        )  # fmt: skip
    seconds = int(cell["first"]) * 3600 + int(cell["second"]) * 60 + int(cell["third"] or 0)
    status, fault = _marker(cell["after"].strip())
    return ParsedValue(Decimal(-seconds if cell["sign"] else seconds), status, fault)


def _grade(text: str, grades: tuple[str, ...]) -> ParsedValue:
    """Read a word of the indicator's list, with or without a marker, as its place in it."""
    match = re.fullmatch(r"(.*?)\s*(\[[a-z]\])?", text, re.DOTALL | re.IGNORECASE)
    name = _folded(match[1] if match else text)
    places = {_folded(grade): place for place, grade in enumerate(grades)}
    if set(places) == {"no", "yes"}:
        places |= {"n": 0, "y": 1}
    if name not in places:
        expected = ", ".join(f"`{grade}`" for grade in reversed(grades))
        fault = ValueFault(
            "value-not-number", excerpt(text), f"one of {expected}, or a status",
            "Write one of these words, or the status that says why there is none.",
        )  # fmt: skip
        return ParsedValue(None, ValueStatus.NOT_STATED, fault)
    status, fault_ = _marker(match[2] or "" if match else "")
    return ParsedValue(Decimal(places[name]), status, fault_)


def _could_be_either(number: Decimal, scale: UnitScale, shares: Decimal) -> bool:
    """Whether a bare number may be a share of one: 0.43, and 1.02 where there may be more than all."""
    if scale is UnitScale.AS_WRITTEN:
        return 0 < abs(number) < 1 or (shares > 1 and 0 < abs(number) <= shares)
    return scale is UnitScale.UNSURE and number == 1


def read_number(text: str) -> Decimal | None:
    """Read a plain number as people write it (`1,234.5`, `£20`, `95%` is 95); None for anything else."""
    text = text.strip()
    if (bracketed := _BRACKETED.fullmatch(text)) is not None and not bracketed[4]:
        text = f"-{bracketed[1]}{bracketed[2]}{bracketed[3]}"
    match = re.fullmatch(NUMBER + _SUFFIX + r"\s?%?", text, re.IGNORECASE)
    return None if match is None else _decimal(match)


def row_scale(texts: Iterable[str]) -> UnitScale:
    """How the bare numbers of a percent row are meant."""
    cells = [_CELL.fullmatch(text.strip()) for text in texts]
    found = [(cell["percent"], _decimal(cell)) for cell in cells if cell is not None]
    if any(percent or not 0 <= number <= 1 for percent, number in found):
        return UnitScale.AS_WRITTEN
    if any(0 < number < 1 for _, number in found):
        return UnitScale.FRACTIONS
    return UnitScale.UNSURE if any(number == 1 for _, number in found) else UnitScale.AS_WRITTEN


def _decimal(match: re.Match[str]) -> Decimal:
    number = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
    power = int((match["power"] or "e0")[1:]) + SUFFIXES.get((match["suffix"] or "").casefold(), 0)
    number = number if not power else number * 10**power
    return -number if match["sign"] or match["minus"] else number


def _folded(text: str) -> str:
    return re.sub(r"[\s_\-]+", " ", text.casefold())


def _marker(after: str) -> tuple[ValueStatus, ValueFault | None]:
    """The status that what follows a number gives it; a fault when it is no marker."""
    if not after:
        return ValueStatus.FINAL, None
    if (status := MARKERS.get(_folded(after))) is not None:
        return status, None
    return ValueStatus.FINAL, ValueFault(
        "value-annotated",
        f"a number followed by {excerpt(after)}",
        "a number alone, or with [p] for provisional or [r] for revised",
        "Leave the number in the cell and put the remark in data/notes.csv.",
    )


def _no_number(text: str) -> ValueFault:
    if not any(mark.isdigit() for mark in text):
        return ValueFault(
            "status-unknown",
            f"{excerpt(text)}{nearest(text, STATUSES)}",
            "a number, or " + ", ".join(f"`{status.value}`" for status in MISSING),
            "Write the number, or the status that says why there is none.",
        )
    return ValueFault(
        "value-not-number",
        excerpt(text),
        "a number such as `43%`, `1,234` or `67.7`",
        "Write the number alone; remarks belong in data/notes.csv.",
    )


def _unit_fault(text: str, unit: Unit, *, percent: bool, pound: bool, suffix: str) -> ValueFault | None:
    if suffix and unit not in {Unit.POUNDS, Unit.COUNT}:
        written = f"“{suffix}”"
    elif percent and unit is not Unit.PERCENT:
        written = "per cent"
    elif pound and unit is not Unit.POUNDS:
        written = "pounds"
    else:
        return None
    return ValueFault(
        "value-unit", f"{excerpt(text)}, in {written}",
        f"a value in the indicator's unit, {unit.value}",
        "Correct the value, or the unit in data/indicators.csv.",
    )  # fmt: skip


def _ambiguous(text: str) -> ValueFault:
    return ValueFault(
        "percent-ambiguous",
        f"{excerpt(text)} without a percent sign: a part of one, or so many per cent?",
        "a percent sign where a cell could be read both ways",
        "Write the percent sign: `43%` or `0.43%`, `100%` or `1%`.",
    )


MISSING = (
    ValueStatus.NO_CASES,
    ValueStatus.NOT_COLLECTED,
    ValueStatus.NOT_YET_AVAILABLE,
    ValueStatus.NOT_DUE,
    ValueStatus.NOT_APPLICABLE,
    ValueStatus.SUPPRESSED,
)

STATUSES = {
    **{_folded(status.value): status for status in (*MISSING, ValueStatus.NOT_STATED)},
    **{SHORTHAND[status]: status for status in (*MISSING, ValueStatus.NOT_STATED)},
}

MARKERS = {
    "[p]": ValueStatus.PROVISIONAL,
    "[r]": ValueStatus.REVISED,
    "provisional": ValueStatus.PROVISIONAL,
    "revised": ValueStatus.REVISED,
}
