"""Columns of data/targets.csv → thresholds, by the scheme that the row or the pack names.

`bands` has a threshold for Green and one for Amber, `floor` has the target and a floor, `tolerance` has the
target and how far Amber reaches from it, `range` has two ends for each, `levels` has the pack's own levels.
To add a scheme, write the function that makes its thresholds and add its row to `SCHEMES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from boardpack.load.cell_parsers import tolerance
from boardpack.load.csv_table import CsvRow
from boardpack.load.findings import FindingLog, excerpt, listing, nearest
from boardpack.load.toml_file import TomlFile, text_of
from boardpack.load.value_parser import RowReading, read_cell, read_number
from boardpack.model.indicator import (
    Indicator,
    LevelBands,
    LevelEdge,
    Polarity,
    RagBands,
    Tolerance,
)
from boardpack.model.rating import Level, Tone, Unrated


class RatingSettings(Struct, frozen=True):
    """What `[ratings]` of pack.toml says: the scheme of rows that name none, and the pack's own levels."""

    scheme: str = "bands"
    levels: tuple[Level, ...] = ()
    """From the best to the worst."""
    unrated: frozenset[Unrated] = frozenset()
    """What is not rated beside what never is."""


class Thresholds(Struct, frozen=True):
    """What a row is rated by; at most one of the two."""

    bands: RagBands | None = None
    levels: LevelBands | None = None
    width: Tolerance | None = None
    """How far Amber reaches, where that is what was given."""


class TargetRow(Struct, frozen=True):
    """A row of targets.csv with what its thresholds are measured from."""

    row: CsvRow
    indicator: Indicator
    value: Decimal | None
    strict: bool
    """Whether the target itself is not met by its own number."""
    of_denominator: bool
    settings: RatingSettings


# ---------------------------------------------------------------------------------------- pack.toml


def read_rating_settings(pack: TomlFile, faults: FindingLog) -> RatingSettings:
    """Read `[ratings]`: `scheme`, and `levels`, two to six names from the best to the worst."""
    table = pack.values.get("ratings", {})
    if not isinstance(table, dict):
        _wrong(pack, "ratings", "`ratings` is no table", "a table `[ratings]`", faults)
        return RatingSettings()
    scheme = text_of(pack, "scheme", faults, "bands", table="ratings").casefold()
    if scheme not in SCHEMES:
        _wrong(pack, "scheme", f"{excerpt(scheme)}{nearest(scheme, SCHEMES)}", listing(SCHEMES), faults)
    names = table.get("levels", [])
    plain = [name.strip() for name in names if isinstance(name, str)] if isinstance(names, list) else []
    wrong = len(set(plain)) != len(plain) or not all(plain) or len(plain) == 1 or len(plain) > len(Tone)
    if names and (wrong or not isinstance(names, list) or len(plain) != len(names)):
        expected = "two to six different names, the best first"
        _wrong(pack, "levels", "`levels` is no list of levels", expected, faults)
        plain = []
    unrated = frozenset(_unrated(pack, table, faults))
    return RatingSettings(scheme if scheme in SCHEMES else "bands", levels_of(plain), unrated)


def _unrated(pack: TomlFile, table: Mapping[str, object], faults: FindingLog) -> Iterator[Unrated]:
    names = table.get("unrated", [])
    for name in names if isinstance(names, list) else [names]:
        if (why := UNRATED.get(str(name).casefold())) is not None:
            yield why
        else:
            _wrong(pack, "unrated", excerpt(str(name)), f"a list of {listing(UNRATED)}", faults)


UNRATED: Mapping[str, Unrated] = MappingProxyType(
    {"provisional": Unrated.PROVISIONAL, "new definition": Unrated.NEW_DEFINITION}
)
"""What `[ratings]` may say is not rated."""


def levels_of(names: list[str]) -> tuple[Level, ...]:
    """Give each name a tone: that of the colour it is, or by its place from the best to the worst."""
    by_place = PLACES.get(len(names), ())
    by_name = [COLOURS.get(name.casefold()) for name in names]
    order = list(Tone)
    known = [tone for tone in by_name if tone is not None]
    fits = len(known) == len(names) and [order.index(t) for t in known] == sorted(
        {order.index(t) for t in known}
    )
    tones = tuple(known) if fits else by_place
    return tuple(Level(name, tone) for name, tone in zip(names, tones, strict=True))


PLACES: Mapping[int, tuple[Tone, ...]] = MappingProxyType(
    {
        2: (Tone.GOOD, Tone.WORST),
        3: (Tone.GOOD, Tone.MIDDLE, Tone.WORST),
        4: (Tone.BEST, Tone.GOOD, Tone.MIDDLE, Tone.WORST),
        5: (Tone.BEST, Tone.GOOD, Tone.FAIR, Tone.MIDDLE, Tone.WORST),
        6: tuple(Tone),
    }
)
"""Tones of so many levels, the best first."""

COLOURS: Mapping[str, Tone] = MappingProxyType(
    {
        "blue": Tone.BEST, "green": Tone.GOOD, "light green": Tone.FAIR, "yellow": Tone.FAIR,
        "amber": Tone.MIDDLE, "orange": Tone.LOW, "red": Tone.WORST,
    }
)  # fmt: skip
"""Levels that are named after colours have that colour."""


def _wrong(pack: TomlFile, key: str, found: str, expected: str, faults: FindingLog) -> None:
    place = pack.place(key, "ratings")
    faults.error("ratings-wrong", place, found, expected, f"Write `{key}` so.")


# -------------------------------------------------------------------------------------- thresholds


def thresholds(one: TargetRow, scheme: str, faults: FindingLog) -> Thresholds:
    """Make the thresholds of a row by its scheme."""
    return SCHEMES[scheme](one, faults)


def number_in(text: str, indicator: Indicator, *, of_denominator: bool = False) -> Decimal | None:
    """Read a number in an indicator's own unit (`£1.6m`, `04:00`, `Good`); None when it cannot be read."""
    unit = indicator.unit
    if of_denominator:
        return read_number(text)
    if unit.is_named or unit.is_clock or indicator.scale != 1:
        return read_cell(text, RowReading(unit, thousands=indicator.scale, grades=indicator.grades)).number
    return read_number(re.sub(r"^1\s?:\s?", "", text) if unit.value == "ratio" else text)


def _bands(one: TargetRow, faults: FindingLog) -> Thresholds:
    """A threshold for Green and one for Amber; their order tells which way is good."""
    if _RANGE.fullmatch(one.row["green"]):
        return _range(one, faults)
    row, better, no_worse = _last_year(one.row)
    one = replace(one, row=row)
    green, green_strict = _threshold(one, "green", faults)
    amber, amber_strict = _threshold(one, "amber", faults)
    if green is None or amber is None:
        if bool(one.row["green"]) != bool(one.row["amber"]):
            _half(one, "amber" if one.row["green"] else "green", faults)
        return Thresholds()
    two = _two(one, green, amber, green_strict=green_strict, amber_strict=amber_strict)
    return _with_last_year(two, better=better, no_worse=no_worse)


def _last_year(row: CsvRow) -> tuple[CsvRow, bool, bool]:
    """Take what a row's thresholds say of last year out of it, and return whether each says it.

    `90, if better than last year` under `green`, `80, or no worse than last year` under `amber`.
    """
    green, better = _BETTER.subn("", row["green"])
    amber, no_worse = _NO_WORSE.subn("", row["amber"])
    plain = _with(_with(row, "green", green.strip()), "amber", amber.strip())
    return plain, bool(better), bool(no_worse)


def _with_last_year(made: Thresholds, *, better: bool, no_worse: bool) -> Thresholds:
    if made.bands is None:
        return made
    return replace(made, bands=replace(made.bands, or_no_worse=no_worse, if_better=better))


def _floor(one: TargetRow, faults: FindingLog) -> Thresholds:
    """Green where the target is met, Amber where the floor is."""
    row, better, no_worse = _last_year(one.row)
    one = replace(one, row=row)
    amber, amber_strict = _threshold(one, "amber", faults)
    if amber is None or one.value is None:
        if one.value is not None:
            _half(one, "amber", faults)
        return Thresholds()
    two = _two(one, one.value, amber, green_strict=one.strict, amber_strict=amber_strict)
    return _with_last_year(two, better=better, no_worse=no_worse)


def _tolerance(one: TargetRow, faults: FindingLog) -> Thresholds:
    """Green where the target is met, Amber so far from it; `or no worse than last year` widens Amber."""
    text = one.row["amber"]
    plain_row, better, no_worse = _last_year(one.row)
    plain = plain_row["amber"]
    bare = re.fullmatch(r"\s*[0-9.]+\s?%\s*", plain) and one.indicator.unit.value == "percent"
    if bare:
        faults.error(
            "tolerance-unclear", one.row.place("amber"), f"{excerpt(text)} of a percentage",
            "`5% of target` or `5 points`: 5% of 90% is 4.5 points",
            "Say which of the two it is.", subject=one.indicator.ref,
        )  # fmt: skip
    if one.value is None or bare:
        return Thresholds()
    row = _with(one.row, "amber", plain.strip())
    width = _own_width(one.indicator, plain.strip()) or tolerance(row, "amber", one.indicator.scale, faults)
    if width is None:
        if not plain.strip():
            _half(one, "amber", faults)
        return Thresholds()
    _warn_of_zero(one, width, faults)
    bigger = one.indicator.polarity is not Polarity.SMALLER
    if one.indicator.polarity is Polarity.TARGET:
        return Thresholds(_round(one, width), width=width)
    edge = one.value - width.of(one.value) * (1 if bigger else -1)
    bands = RagBands(one.value, edge, bigger, one.of_denominator, green_included=not one.strict)
    return _with_last_year(Thresholds(bands, width=width), better=better, no_worse=no_worse)


def _own_width(indicator: Indicator, text: str) -> Tolerance | None:
    """A tolerance in the indicator's own unit of time: `00:05`, `2 weeks`; None for any other."""
    if indicator.unit.is_clock:
        number = number_in(text, indicator) if ":" in text else None
        return None if number is None else Tolerance(number, relative=False)
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(day|week|hour|minute)s?", text, re.IGNORECASE)
    if found is None or f"{found[2].casefold()}s" != indicator.unit.value:
        return None
    return Tolerance(Decimal(found[1]), relative=False)


def _round(one: TargetRow, width: Tolerance) -> RagBands:
    """Green on the target or within the tolerance; there is no Amber beyond it, unless a range gives one."""
    value = one.value or Decimal(0)
    low, high = value - width.of(value), value + width.of(value)
    return RagBands(low, low, True, one.of_denominator, green_top=high, amber_top=high)


def _range(one: TargetRow, faults: FindingLog) -> Thresholds:
    """Green between two ends, Amber between two others; a blank Amber leaves none."""
    green, amber = (_ends(one, name, faults) for name in ("green", "amber"))
    if green is None:
        return Thresholds()
    amber = amber or green
    bands = RagBands(green[0], amber[0], True, one.of_denominator, green_top=green[1], amber_top=amber[1])
    return Thresholds(bands)


def _levels(one: TargetRow, faults: FindingLog) -> Thresholds:
    """The pack's levels: a threshold for each but the worst, the best first, with semicolons between."""
    levels, parts = one.settings.levels, [part.strip() for part in one.row["levels"].split(";")]
    if not one.row["levels"]:
        return Thresholds()
    if len(parts) != len(levels) - 1:
        faults.error(
            "levels-count", one.row.place("levels"), f"{len(parts)} thresholds for {len(levels)} levels",
            f"{max(0, len(levels) - 1)}: one for each level but the worst, with semicolons between",
            "Fill in the column `levels`, or name the levels in pack.toml under `[ratings]`.",
            subject=one.indicator.ref,
        )  # fmt: skip
        return Thresholds()
    edges = [_edge(one, level, part, faults) for level, part in zip(levels, parts, strict=False)]
    numbers = [edge.edge for edge in edges if edge.edge is not None]
    if len(numbers) < len(edges):
        return Thresholds()
    bigger = numbers[0] > numbers[-1] if len(numbers) > 1 else one.indicator.polarity is not Polarity.SMALLER
    if numbers != sorted(numbers, reverse=bigger):
        faults.error(
            "levels-order", one.row.place("levels"), f"{excerpt(one.row['levels'])}, which go up and down",
            "thresholds in order, the best level's first", "Put them in order.", subject=one.indicator.ref,
        )  # fmt: skip
        return Thresholds()
    return Thresholds(levels=LevelBands((*edges, LevelEdge(levels[-1], None)), bigger))


def _edge(one: TargetRow, level: Level, part: str, faults: FindingLog) -> LevelEdge:
    number, strict = _threshold(one, "levels", faults, part)
    return LevelEdge(level, number, included=not strict)


def _two(
    one: TargetRow, green: Decimal, amber: Decimal, *, green_strict: bool, amber_strict: bool
) -> Thresholds:
    strict = green_strict or (one.strict and green == one.value)
    bigger = green > amber if green != amber else one.indicator.polarity is not Polarity.SMALLER
    return Thresholds(
        RagBands(
            green, amber, bigger, one.of_denominator,
            green_included=not strict, amber_included=not amber_strict,
        )
    )  # fmt: skip


def _threshold(
    one: TargetRow, name: str, faults: FindingLog, text: str | None = None
) -> tuple[Decimal | None, bool]:
    """Read a threshold, and whether it is strict: `<49`, `> 95%`."""
    text = one.row[name] if text is None else text
    sign = _SIGN.match(text)
    number = one_number(one, name, text[sign.end() :] if sign else text, faults)
    return number, sign is not None and sign[1] in {"<", ">"}


def one_number(one: TargetRow, name: str, text: str, faults: FindingLog) -> Decimal | None:
    """Read a number of a row in its indicator's unit; None, with a finding, when it cannot be read."""
    if not text:
        return None
    number = number_in(text, one.indicator, of_denominator=one.of_denominator)
    if number is None:
        faults.error(
            "value-not-number", one.row.place(name), excerpt(text), "a number such as `95` or `95%`",
            f"Write the number alone under `{name}`; the published words belong under `target`.",
            subject=one.indicator.ref,
        )  # fmt: skip
    return number


def _ends(one: TargetRow, name: str, faults: FindingLog) -> tuple[Decimal, Decimal] | None:
    found = _RANGE.fullmatch(one.row[name])
    if found is None:
        if one.row[name]:
            faults.error(
                "range-unread", one.row.place(name), excerpt(one.row[name]), "two ends such as `95 to 105`",
                "Write both ends, the lower first.", subject=one.indicator.ref,
            )  # fmt: skip
        return None
    low, high = (one_number(one, name, found[part], faults) for part in ("low", "high"))
    return None if low is None or high is None else (min(low, high), max(low, high))


def _half(one: TargetRow, name: str, faults: FindingLog) -> None:
    faults.error(
        "band-half", one.row.place(name), f"a blank `{name}` threshold", "both thresholds, or neither",
        f"Fill in `{name}`: the last value that is still {name.capitalize()}.", subject=one.indicator.ref,
    )  # fmt: skip


def _warn_of_zero(one: TargetRow, width: Tolerance, faults: FindingLog) -> None:
    if width.relative and one.value == 0:
        faults.warning(
            "tolerance-zero", one.row.place("amber"), f"{excerpt(one.row['amber'])} of a target of 0",
            "a tolerance in the unit itself, such as `2`: a share of nothing is nothing",
            "Write how many are still Amber, or leave it so.", subject=one.indicator.ref,
        )  # fmt: skip


def _with(row: CsvRow, name: str, text: str) -> CsvRow:
    """The same row with another text in one of its cells."""
    index = row.columns[name]
    return replace(row, cells=(*row.cells[:index], text, *row.cells[index + 1 :]))


_SIGN = re.compile(r"\s*(>=|<=|=>|=<|≥|≤|>|<)\s*")
_RANGE = re.compile(r"\s*(?:between )?(?P<low>[^ ].*?)\s*(?: to | and |–|(?<=[0-9%])-)\s*(?P<high>\S.*?)\s*")
_BETTER = re.compile(r",?\s*(?:and|if) (?:it is )?better than (?:last|the previous) year", re.IGNORECASE)
_NO_WORSE = re.compile(r",?\s*or no worse than (?:last|the previous) year", re.IGNORECASE)

SCHEMES: Mapping[str, Callable[[TargetRow, FindingLog], Thresholds]] = MappingProxyType(
    {"bands": _bands, "floor": _floor, "tolerance": _tolerance, "range": _range, "levels": _levels}
)
"""How a row's thresholds are given, by the word in its column `scheme`."""
