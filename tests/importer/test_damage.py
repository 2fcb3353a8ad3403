"""Workbooks damaged at random are read or refused by name; nothing else comes of them."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from boardpack.importer import SheetFault, read_grids
from boardpack.importer.columns import KnownTitles
from boardpack.importer.periods import Stated, YearLabel
from boardpack.importer.shapes import read_sheets
from boardpack.importer.wide import TableOptions
from tests.importer.sheets import pasted_rows, workbook

PIECES = (b"<", b">", b'"', b"&", b"</v>", b"<f>1</f>", b"<is/>", b"\xff")
NUMBERS = (b"-1", b"99999999999", b"0", b"1e999", b"x", b"")


def torn(data: bytes, chance: random.Random) -> bytes:
    """Damage done to the file itself."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def mistold(data: bytes, chance: random.Random) -> bytes:
    """Damage done to the XML of one part, packed well again."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    text = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(max(1, len(text)))
        match chance.randrange(4):
            case 0:
                del text[at : at + chance.randint(1, 40)]
            case 1:
                text[at:at] = text[at : at + chance.randint(1, 60)]
            case 2:
                numbers = list(re.finditer(rb"\d+", bytes(text)))
                if numbers:
                    number = chance.choice(numbers)
                    text[number.start() : number.end()] = chance.choice(NUMBERS)
            case _:
                text[at:at] = chance.choice(PIECES)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in (parts | {name: bytes(text)}).items():
            archive.writestr(part, content)
    return packed.getvalue()


def damage(path: Path, seed: int, count: int) -> tuple[int, int]:
    """Read so many damaged workbooks; how many were read, and how many refused."""
    chance = random.Random(seed)
    good = workbook(path, pasted_rows(typed=True)[:60]).read_bytes()
    asked = TableOptions(KnownTitles(frozenset({"P1", "W1"}), {}), 4, Stated(YearLabel(2017, spans=True), ""))
    read = refused = 0
    for number in range(count):
        path.write_bytes((torn if number % 3 == 0 else mistold)(good, chance))
        try:
            read_sheets(read_grids(path), asked)
            read += 1
        except SheetFault:
            refused += 1
    return read, refused


def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path) -> None:
    read, refused = damage(tmp_path / "sheet.xlsx", 7, 60)
    assert read + refused == 60
    assert refused > 20


@pytest.mark.campaign
def test_many_damaged_workbooks_are_read_or_refused(tmp_path: Path) -> None:
    read, refused = damage(tmp_path / "sheet.xlsx", 11, 3_000)
    assert read + refused == 3_000
