"""An .xlsx file looked over before it is parsed: its size, what is packed in it, what it declares.

A workbook is a zip file of XML. A megabyte of it can unpack to gigabytes, a few tags can name the last
cell of the largest sheet, and a document type can multiply its own text. So the directory is read
first, then the tags are counted and the far cells looked for, and only then does openpyxl read it.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

from msgspec import Struct, field

from boardpack.importer.grid import COLUMNS, ROWS, SHEETS, SheetFault, address, column_number

FILE = 20_000_000
"""Bytes of the file itself."""
PARTS = 1_000
UNPACKED = 60_000_000
"""Bytes of all the XML that is read, unpacked."""
TAGS = 400_000
"""Tags in all of it: about so many cells can be read in a few seconds."""
STRETCH = 400_000
"""Bytes from one tag to the next: a cell has at most 32,767 characters."""
DEEP = 64
"""Elements within one another; a workbook has about ten."""

READ = re.compile(r"(?:xl/(?:[^/]+/)?[^/]+\.xml|.*\.rels|\[Content_Types\]\.xml)", re.IGNORECASE)
IGNORED = re.compile(r"xl/(?:media|drawings|charts|printerSettings|embeddings|theme)/", re.IGNORECASE)


class Survey(Struct):
    """What a sheet's XML says that the reader of its cells does not tell."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)


class Package(Struct, frozen=True):
    """A workbook that may be parsed."""

    data: bytes
    sheets: tuple[tuple[str, bool, Survey], ...]
    """Name of each sheet, whether it is hidden, and what was seen of it."""


def open_package(data: bytes, name: str) -> Package:
    """Look a workbook over; SheetFault when it is none, or is larger than any sheet of indicators."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive, name)
            _count(parts, name)
            return Package(data, tuple(_sheets(parts, name)))
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        zlib.error,
    ) as fault:
        raise SheetFault(
            f"{name} is no workbook that can be opened. Open it in the spreadsheet program, "
            "save it as .xlsx without a password, and try again."
        ) from fault
    except (RuntimeError, ET.ParseError, ValueError, LookupError, struct.error) as fault:
        raise SheetFault(
            f"{name} is locked or damaged inside. Save it again as .xlsx, without a password."
        ) from fault


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    """The XML that will be read, unpacked; everything is refused by the directory before anything is."""
    entries = archive.infolist()
    wanted = [e for e in entries if READ.fullmatch(e.filename) and not IGNORED.match(e.filename)]
    total = sum(entry.file_size for entry in wanted)
    if len(entries) > PARTS or total > UNPACKED:
        raise SheetFault(
            f"{name} unpacks to {total:,} bytes in {len(entries):,} parts; at most {UNPACKED:,} bytes and "
            f"{PARTS:,} parts are read. {SMALLER}"
        )
    if any(entry.flag_bits & 1 for entry in wanted):
        raise SheetFault(f"{name} is locked with a password. Save a copy without one.")
    if "xl/workbook.xml" not in {entry.filename for entry in wanted}:
        raise SheetFault(f"{name} is no .xlsx workbook. Save it as “Excel Workbook (.xlsx)” or as CSV UTF-8.")
    return {entry.filename: archive.read(entry) for entry in wanted}


def _count(parts: dict[str, bytes], name: str) -> None:
    tags = sum(data.count(b"<") for data in parts.values())
    if tags > TAGS:
        raise SheetFault(
            f"{name} has {tags:,} tags inside, some {tags // 3:,} cells; at most {TAGS:,} tags are read. "
            f"{SMALLER}"
        )
    for part, data in parts.items():
        if max(map(len, data.split(b"<"))) > STRETCH:
            raise SheetFault(
                f"{name} holds a text or a tag of more than {STRETCH:,} bytes in {part}. {SMALLER}"
            )
        if (fault := _xml_fault(data)) is not None:
            raise SheetFault(f"{name} holds {fault} in {part}, which no spreadsheet program writes. {AGAIN}")


def _xml_fault(data: bytes) -> str | None:
    """What would make plain XML dangerous: a document type, or an encoding that hides one."""
    if b"\0" in data[:1000] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text that is not UTF-8"
    declared = re.match(
        rb"\xef\xbb\xbf?\s*<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)|\s*<\?xml[^>]{0,200}encoding=[\"']([\w.-]+)",
        data,
    )
    encoding = next((group for group in declared.groups() if group), b"utf-8") if declared else b"utf-8"
    if encoding.lower() not in {b"utf-8", b"us-ascii", b"ascii"}:
        return "text that is not UTF-8"
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return "a document type"
    return None


# ------------------------------------------------------------------------------------------- sheets


def _sheets(parts: dict[str, bytes], name: str) -> Iterator[tuple[str, bool, Survey]]:
    targets = {
        element.get("Id", ""): element.get("Target", "")
        for element in ET.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<r/>"))  # noqa: S314
    }
    sheets = [e for e in ET.fromstring(parts["xl/workbook.xml"]).iter() if _tag(e) == "sheet"]  # noqa: S314
    if len(sheets) > SHEETS:
        raise SheetFault(f"{name} has {len(sheets)} sheets; at most {SHEETS} are read. {SMALLER}")
    for sheet in sheets:
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        title = sheet.get("name", "")
        survey = _survey(parts.get(path, b""), f"{name}, sheet {title[:40]}")
        yield title, sheet.get("state", "visible") != "visible", survey


def _survey(data: bytes, name: str) -> Survey:
    survey = Survey()
    if not data:
        return survey
    depth = 0
    for event, element in ET.iterparse(BytesIO(data), events=("start", "end")):  # noqa: S314
        depth += 1 if event == "start" else -1
        if depth > DEEP:
            raise SheetFault(f"{name}: elements nested more than {DEEP} deep. {AGAIN}")
        if event == "end" and (look := LOOKS.get(_tag(element))) is not None:
            look(element, survey, name)
            if _tag(element) == "row":
                element.clear()
    return survey


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _cell(element: ET.Element, survey: Survey, name: str) -> None:
    inside = {_tag(child): child for child in element}
    where = element.get("r", "")
    held = ("v" in inside and bool(inside["v"].text)) or "is" in inside
    if not held and "f" in inside:
        survey.unsaved.append(where)
    place = re.fullmatch(r"\$?([A-Z]{1,9})\$?([0-9]{1,30})", where)
    if place is None or not held:
        return
    column, row = column_number(place[1]), int(place[2]) - 1
    if column >= COLUMNS or row >= ROWS:
        raise SheetFault(
            f"{name}: something stands in {where}; at most {ROWS:,} rows and {COLUMNS} columns "
            f"(up to {address(ROWS - 1, COLUMNS - 1)}) are read. Delete what stands so far out."
        )


def _row(element: ET.Element, survey: Survey, name: str) -> None:
    del name
    number = element.get("r", "")
    if element.get("hidden") in {"1", "true"} and number.isdecimal() and len(number) < 8:
        survey.hidden_rows.add(int(number) - 1)


def _columns(element: ET.Element, survey: Survey, name: str) -> None:
    del name
    first, last = element.get("min", ""), element.get("max", "")
    if element.get("hidden") in {"1", "true"} and first.isdecimal() and last.isdecimal():
        survey.hidden_columns.update(range(min(int(first[:7]), COLUMNS + 1) - 1, min(int(last[:7]), COLUMNS)))


def _merged(element: ET.Element, survey: Survey, name: str) -> None:
    del name
    found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})", element.get("ref", ""))
    if found is not None:
        survey.merged.append(
            (int(found[2]) - 1, column_number(found[1]), int(found[4]) - 1, column_number(found[3]))
        )


LOOKS = {"c": _cell, "row": _row, "col": _columns, "mergeCell": _merged}

SMALLER = "Copy the table of indicators into a new workbook, and import that."
AGAIN = "Copy the table into a new workbook, and import that."
