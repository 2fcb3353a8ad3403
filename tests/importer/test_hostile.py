"""Hostile and broken files end in a clear error, quickly and in little memory."""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from boardpack.importer import SheetFault, read_grids
from boardpack.importer.workbook import TAGS
from tests.importer.sheets import HEADER, workbook
from tests.support.commands import boardpack, tree

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def repacked(path: Path, parts: dict[str, bytes], drop: tuple[str, ...] = ()) -> Path:
    """A good workbook with some of its parts replaced."""
    workbook(path, [HEADER, ("P1", "Vacancy Rate", 1)])
    with zipfile.ZipFile(path) as archive:
        kept = {n: archive.read(n) for n in archive.namelist() if n not in drop}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in (kept | parts).items():
            archive.writestr(name, data)
    return path


def bomb(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b" " * 150_000_000 + TAIL})


def many_cells(path: Path) -> Path:
    row = b"<row>" + b"<c><v>1</v></c>" * 500_000 + b"</row>"
    return repacked(path, {SHEET: HEAD + row + TAIL})


def many_rows(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b"<row/>" * 4_000_000 + TAIL})


def far_cell(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + TAIL})


def beyond_any_sheet(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b'<row r="1"><c r="A99999999999"><v>1</v></c></row>' + TAIL})


def far_empty(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b'<row r="1048576"><c r="XFD1048576" s="0"/></row>' + TAIL})


def merged_whole(path: Path) -> Path:
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    return repacked(path, {SHEET: HEAD + merge})


def hidden_whole(path: Path) -> Path:
    columns = HEAD.replace(b"<sheetData>", b'<cols><col min="1" max="9999999" hidden="1"/></cols><sheetData>')
    return repacked(path, {SHEET: columns + TAIL})


def laughs(path: Path) -> Path:
    lines = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">' + lines + b"]>"
    return repacked(path, {"xl/sharedStrings.xml": doctype + b"<sst><si><t>&a9;</t></si></sst>"})


def laughs_in_utf16(path: Path) -> Path:
    text = (
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "ha">]><sst><si><t>&a;</t></si></sst>'
    )
    return repacked(path, {"xl/sharedStrings.xml": text.encode("utf-16")})


def strange_encoding(path: Path) -> Path:
    return repacked(path, {SHEET: b'<?xml version="1.0" encoding="utf-7"?><worksheet/>'})


def deep(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b"<a>" * 90_000 + b"</a>" * 90_000 + TAIL})


def strings(path: Path) -> Path:
    return repacked(path, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>x</t></si>" * 900_000 + b"</sst>"})


def many_parts(path: Path) -> Path:
    return repacked(path, {f"xl/worksheets/x{n}.xml": b"<x/>" for n in range(1_100)})


def many_sheets(path: Path) -> Path:
    return workbook(path, *([HEADER] for _ in range(61)), names=[f"s{n}" for n in range(61)])


def no_workbook(path: Path) -> Path:
    return repacked(path, {}, drop=("xl/workbook.xml",))


def not_well_formed(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b"<row><c>"})


def missing_string(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>' + TAIL})


def wrong_type(path: Path) -> Path:
    return repacked(path, {SHEET: HEAD + b'<row r="1"><c r="A1" t="n"><v>one</v></c></row>' + TAIL})


def no_sheet_part(path: Path) -> Path:
    return repacked(path, {}, drop=(SHEET,))


def random_bytes(path: Path) -> Path:
    path.write_bytes(bytes(range(256)) * 100)
    return path


def torn(path: Path) -> Path:
    workbook(path, [HEADER])
    path.write_bytes(path.read_bytes()[:2000])
    return path


def damaged(path: Path) -> Path:
    """Bytes of the packed sheet overwritten."""
    repacked(path, {SHEET: HEAD + b"<row/>" * 3_000 + TAIL})
    data = bytearray(path.read_bytes())
    at = data.find(SHEET.encode()) + len(SHEET)
    data[at + 4 : at + 40] = b"\xff" * 36
    path.write_bytes(bytes(data))
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def huge(path: Path) -> Path:
    with path.open("wb") as stream:
        stream.truncate(25_000_000)
    return path


HOSTILE: tuple[Callable[[Path], Path], ...] = (
    bomb, many_cells, many_rows, far_cell, beyond_any_sheet, far_empty, merged_whole, hidden_whole, laughs,
    laughs_in_utf16, strange_encoding, deep, strings, many_parts, many_sheets, no_workbook, not_well_formed,
    missing_string, wrong_type, no_sheet_part, random_bytes, torn, damaged, empty, huge,
)  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_workbook_ends_in_a_clear_error(make: Callable[[Path], Path], october_files: Path) -> None:
    path = make(october_files / "sheet.xlsx")
    before = tree(october_files / "data")
    started = time.monotonic()
    said = boardpack("import", path, "--yes", project=october_files)
    assert time.monotonic() - started < 10
    assert said.code == 3, said.out
    assert said.err.startswith("boardpack: ")
    assert "Traceback" not in said.err
    assert len(said.err) < 700
    assert tree(october_files / "data") == before


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
from boardpack.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize("make", [bomb, many_cells, strings, laughs], ids=lambda make: make.__name__)
def test_within_a_gigabyte_of_memory(
    make: Callable[[Path], Path], october_files: Path, repository: Path
) -> None:
    path = make(october_files / "sheet.xlsx")
    limited = subprocess.run(
        [sys.executable, "-c", LIMITED, "import", path, "--project", october_files],
        cwd=repository, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert limited.returncode == 3, limited.stderr
    assert limited.stderr.startswith("boardpack: ")


def test_as_many_cells_as_are_allowed_are_read_in_time(tmp_path: Path) -> None:
    row = b"<row>" + b"<c><v>1</v></c>" * 290 + b"</row>"
    path = repacked(tmp_path / "large.xlsx", {SHEET: HEAD + row * ((TAGS - 500) // (4 * 290 + 2)) + TAIL})
    started = time.monotonic()
    grids = read_grids(path)
    assert time.monotonic() - started < 10
    assert len(grids[0].cells) > 90_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_000_000


BAD_CSV = {
    "binary": (bytes(range(1, 128)), "no text has"),
    "open-quote": (b'Ref,Apr-17\nP1,"12\n', "line 2"),
    "long-cell": (b"Ref,Apr-17\nP1," + b"x" * 30_000, "more than 20,000"),
    "long-row": (b"Ref,Apr-17\n" + b"," * 400, "300 columns"),
    "many-rows": (b"Ref,Apr-17\n" + b"x\n" * 6_000, "5,000 rows"),
    "no-table": (b"Ref,Name\nP1,x\n", "No table of indicators"),
    "empty": (b"", "No table of indicators"),
    "utf-16": ("Ref,Apr-17\nP1,\u202e12".encode("utf-16"), "U+202E"),
    "not-text": (bytes(range(1, 256)), "is not text"),
    "many-cells": (b"Ref,Apr-17\n" + (b"1," * 290 + b"\n") * 1_000, "200,000 cells"),
    "half-utf-16": (b"\xff\xfeR", "is not text"),
}


@pytest.mark.parametrize("name", BAD_CSV)
def test_a_bad_csv_file_ends_in_a_clear_error(name: str, october_files: Path) -> None:
    data, expected = BAD_CSV[name]
    path = october_files / "sheet.csv"
    path.write_bytes(data)
    said = boardpack("import", path, "--yes", project=october_files)
    assert said.code == 3
    assert expected in said.err


@pytest.mark.parametrize("name", ["figures.xls", "figures.ods", "figures"])
def test_other_kinds_of_file_are_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(SheetFault, match=r"only \.xlsx and \.csv"):
        read_grids(tmp_path / name)


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SheetFault, match="cannot be opened"):
        read_grids(tmp_path / "none.csv")


def test_a_locked_workbook_is_named(tmp_path: Path) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    data = bytearray(stream.getvalue())
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # the flag of encryption, in each entry of the directory
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    (tmp_path / "locked.xlsx").write_bytes(bytes(data))
    with pytest.raises(SheetFault, match="password"):
        read_grids(tmp_path / "locked.xlsx")
