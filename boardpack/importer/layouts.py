"""How sheets were read before: layouts that a person has confirmed, remembered in data/sheets.toml.

A layout is known again by its fingerprint: the sheet's name and its headers without months and years.
The same layout is read next month without a question. One that has lost a column, or whose references
or actuals are now elsewhere, no longer fits and is refused by naming what moved. The file can be read
and edited: an entry that is deleted is asked for again, and a column of commentary that is taken out of
an entry is no longer read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from boardpack.errors import BoardpackError
from boardpack.importer.header_words import MONTH
from boardpack.importer.model import SheetReading, SheetRemark
from boardpack.load.files import read_text
from boardpack.load.findings import FindingLog
from boardpack.load.project import FileChange, text_change
from boardpack.load.toml_file import read_settings, toml_text

FILE = "data/sheets.toml"

INTRODUCTION = """\
# How imported sheets are read: an entry for each layout that somebody has confirmed.
# Delete an entry to be asked again. Take a column out of `commentary` and it is not read.
"""


class SheetLayout(Struct, frozen=True):
    """One entry of data/sheets.toml; the texts are headers of the sheet."""

    sheet: str
    """Name of the sheet, or of the CSV file, without months and years."""
    shape: str
    headers: tuple[str, ...]
    rows: str
    """The header of the column by which rows are known."""
    by: str
    """`reference` or `title`."""
    actual: str = ""
    commentary: tuple[str, ...] = ()
    supposed: tuple[str, ...] = ()
    """What the sheet does not say and somebody has confirmed."""


class Standing(Enum):
    """What is known of a sheet's layout."""

    KNOWN = "read as it was confirmed"
    NEW = "a layout that was not read before"
    MOVED = "no longer the layout that was confirmed"


class Settled(Struct, frozen=True):
    """A reading, and whether its layout is known."""

    reading: SheetReading
    standing: Standing
    moved: tuple[str, ...] = ()
    """What no longer fits; empty when it is known or new."""
    replaces: str = ""
    """Key of the entry that it replaces when it is confirmed."""

    @property
    def is_asked(self) -> bool:
        """Whether a person must confirm it, whatever `--yes` says."""
        return self.standing is Standing.MOVED or (self.standing is Standing.NEW and not self.reading.is_sure)

    @property
    def remark(self) -> SheetRemark:
        """Why it is not taken without being confirmed."""
        grid = self.reading.grid
        why = "; ".join((*self.moved, *self.reading.doubts))
        moved = f" ({FILE} has how it was; import without --yes to confirm the new one)" if self.moved else ""
        return SheetRemark(
            grid.place(self.reading.header, self.reading.subject),
            f"the table was not read without a confirmation: {why}{moved}",
            serious=True,
        )


# --------------------------------------------------------------------------------------- the file


def read_layouts(root: Path) -> Mapping[str, SheetLayout]:
    """The layouts that were confirmed, by their fingerprints; none when there is no file.

    BoardpackError, with the place, when the file cannot be read.
    """
    faults = FindingLog()
    settings = read_settings(root, FILE, faults, required=False)
    faults.refuse()
    if settings is None:
        return {}
    try:
        return msgspec.convert(settings.values.get("layout", {}), dict[str, SheetLayout])
    except msgspec.ValidationError as fault:
        raise BoardpackError(
            f"{FILE}: {fault}. Put the entry right, or delete it: the sheet's layout is then asked for again."
        ) from fault


def layout_changes(root: Path, confirmed: Iterable[Settled]) -> tuple[FileChange, ...]:
    """The file with the layouts that were confirmed now; none when it has them all."""
    text = read_text(root, FILE, FindingLog(), required=False) or INTRODUCTION
    before = text
    for settled in {fingerprint(one.reading): one for one in confirmed}.values():
        layout = layout_of_reading(settled.reading)
        for key in filter(None, (settled.replaces, fingerprint(settled.reading))):
            text = re.sub(rf"(?ms)^\[layout\.{re.escape(key)}\]\n.*?(?=^\[|\Z)", "", text)
        text = f"{text.rstrip()}\n\n{_entry(fingerprint(settled.reading), layout)}"
    return (text_change(FILE, text),) if text != before else ()


def _entry(key: str, layout: SheetLayout) -> str:
    lines = [f"[layout.{key}]"]
    for name in layout.__struct_fields__:
        value = getattr(layout, name)
        if value:
            lines.append(f"{name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: str | Sequence[str]) -> str:
    return toml_text(value) if isinstance(value, str) else f"[{', '.join(map(toml_text, value))}]"


# ------------------------------------------------------------------------------------ recognising


def layout_of_reading(reading: SheetReading) -> SheetLayout:
    """What is remembered of a reading."""
    return SheetLayout(
        sheet=sheet_name(reading),
        shape=reading.shape.value,
        headers=reading.layout,
        rows=header_text(reading, reading.subject),
        by="title" if reading.by_title else "reference",
        actual=reading.actual,
        commentary=tuple(header_text(reading, column) for column in reading.commentary),
        supposed=reading.doubts,
    )


def fingerprint(reading: SheetReading) -> str:
    """The key of a layout: its sheet's name, its shape and its headers, in ten letters and digits."""
    parts = (sheet_name(reading), reading.shape.value, *reading.layout)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:10]


def sheet_name(reading: SheetReading) -> str:
    """The sheet's name without months, years and days: `KPI Oct-17` is `KPI`."""
    name, dot, suffix = (
        reading.grid.name.rpartition(".") if reading.grid.lines else (reading.grid.name, "", "")
    )
    months = rf"(?i)(?<![a-z]){MONTH}(?![a-z])"
    plain = re.sub(r"[\d\s_\-–/.()]+", " ", re.sub(months, " ", name)).strip()
    return f"{plain}{dot}{suffix}"


def header_text(reading: SheetReading, column: int) -> str:
    """The header of a column; the lowest where several rows head it."""
    return next((text for row in reversed(reading.headers) if (text := reading.grid.text(row, column))), "")


def settle(readings: Sequence[SheetReading], layouts: Mapping[str, SheetLayout]) -> tuple[Settled, ...]:
    """Compare each reading with what is remembered."""
    return tuple(_settle(reading, layouts) for reading in readings)


def _settle(reading: SheetReading, layouts: Mapping[str, SheetLayout]) -> Settled:
    key = fingerprint(reading)
    if key not in layouts:
        key = _likest(reading, layouts)
    if not key:
        return Settled(reading, Standing.NEW)
    layout = layouts[key]
    moved = tuple(_moved(layout, layout_of_reading(reading)))
    if moved:
        return Settled(reading, Standing.MOVED, moved, key)
    if not set(reading.doubts) <= set(layout.supposed):
        return Settled(reading, Standing.NEW, replaces=key)
    return Settled(_as_confirmed(reading, layout), Standing.KNOWN, replaces=key)


def _as_confirmed(reading: SheetReading, layout: SheetLayout) -> SheetReading:
    """The reading with the columns of commentary that the entry has, and without confirmed doubts."""
    wanted = {column: kind for column, kind in reading.commentary.items()
              if header_text(reading, column) in layout.commentary}  # fmt: skip
    return replace(reading, commentary=wanted, doubts=())


def _likest(reading: SheetReading, layouts: Mapping[str, SheetLayout]) -> str:
    """The entry of a sheet of the same name that shares at least half of its headers; empty for none."""
    shared = {
        key: len({*layout.headers} & {*reading.layout}) / len({*layout.headers} | {*reading.layout})
        for key, layout in layouts.items()
        if layout.sheet == sheet_name(reading) and layout.headers
    }
    best = max(shared, key=lambda key: (shared[key], key), default="")
    return best if best and shared[best] >= 0.5 else ""


def _moved(old: SheetLayout, new: SheetLayout) -> Iterable[str]:
    """What of a confirmed layout is no longer there, or is read otherwise."""
    if old.shape != new.shape:
        yield f"it had {old.shape} and has {new.shape}"
    for name, words in (
        ("rows", "rows were known by"),
        ("by", "rows were matched by"),
        ("actual", "the actual was"),
    ):
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            yield f"{words} “{was}”, now “{now}”"
    for header in old.headers:
        if header not in new.headers and not header.startswith("(a "):
            yield f"the column “{header}” is gone"
    for header in new.headers:
        if header not in old.headers and header.startswith("(month)"):
            yield f"the column “{header}” is new"
    common = [header for header in old.headers if header in new.headers]
    order = [header for header in new.headers if header in old.headers]
    out = next((two for one, two in zip(common, order, strict=False) if one != two), "")
    if out:
        yield f"the column “{out}” is in another place"
