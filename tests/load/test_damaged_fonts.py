"""Damaged fonts: refused when the theme is read, or usable by all who draw with them; never a blank paper."""

from __future__ import annotations

import io
import random
import struct
from pathlib import Path

import pytest

from boardpack.charts.text_metrics import Measures
from boardpack.load.font_file import font_characters
from boardpack.render.pdf.fonts import Face, PackFont
from tests.support.commands import boardpack
from tests.support.projects import BRANDS, REPOSITORY

FILE = REPOSITORY / "styles/civic/fonts/IBMPlexSans-Regular.ttf"
WHOLE = FILE.read_bytes()
TABLES = {
    WHOLE[at : at + 4].decode(): struct.unpack_from(">II", WHOLE, at + 8)
    for at in range(12, 12 + 16 * struct.unpack_from(">H", WHOLE, 4)[0], 16)
}
NEEDED = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "cmap", "name", "post", "OS/2")


def damaged(tag: str, how: str) -> bytes:
    """The font with one table damaged."""
    data, (offset, length) = bytearray(WHOLE), TABLES[tag]
    match how:
        case "zeroed":
            data[offset : offset + length] = bytes(length)
        case "of ones":
            data[offset : offset + length] = b"\xff" * length
        case "half":
            data[offset + length // 2 : offset + length] = bytes(length - length // 2)
        case "a bit":
            data[offset + 14 % length] ^= 0x40
        case "dropped":
            data[12 + 16 * list(TABLES).index(tag)] = 0x58
        case _:
            place = 12 + 16 * list(TABLES).index(tag) + 8
            struct.pack_into(">I", data, place, offset + 4)
    return bytes(data)


HOWS = ("zeroed", "of ones", "half", "a bit", "dropped", "moved")
CASES = {f"{tag} {how}": damaged(tag, how) for tag in NEEDED for how in HOWS}
CASES |= {f"cut at {at}": WHOLE[:at] for at in (0, 3, 4, 11, 12, 100, len(WHOLE) // 2, len(WHOLE) - 2_000)}
CASES |= {f"{count:,} tables": WHOLE[:4] + struct.pack(">H", count) + WHOLE[6:] for count in (0, 65, 65_535)}


def noise(seed: int) -> bytes:
    """The font with some bytes of a table changed at random."""
    chance, data = random.Random(seed), bytearray(WHOLE)
    offset, length = TABLES[chance.choice(NEEDED)]
    for _ in range(chance.choice((1, 3, 20))):
        data[offset + chance.randrange(length)] ^= chance.randrange(1, 256)
    return bytes(data)


CASES |= {f"noise {seed}": noise(seed) for seed in range(60)}


def test_there_are_enough() -> None:
    assert len(CASES) > 120


@pytest.mark.parametrize("name", CASES)
def test_a_damaged_font_is_refused(name: str) -> None:
    characters = font_characters(CASES[name])
    if characters is not None:  # what was changed is the checksum of the whole file, which nobody needs
        face = Face(PackFont("Tried", CASES[name]))
        measures = Measures(io.BytesIO(CASES[name]))
        words = "".join(sorted(characters & {chr(code) for code in range(32, 127)}))
        assert measures.width(words) == pytest.approx(face.width(words), rel=0.01)


def resealed(data: bytes) -> bytes:
    """The same with the checksums of its tables put right, as a program that saves a font does."""
    out = bytearray(data)
    for at in range(12, 12 + 16 * len(TABLES), 16):
        offset, length = struct.unpack_from(">II", out, at + 8)
        table = bytearray(out[offset : offset + length])
        if out[at : at + 4] == b"head" and len(table) > 12:
            table[8:12] = bytes(4)
        words = struct.unpack(f">{(len(table) + 3) // 4}I", bytes(table) + bytes(-len(table) % 4))
        struct.pack_into(">I", out, at + 4, sum(words) & 0xFFFFFFFF)
    return bytes(out)


@pytest.mark.parametrize("tag", ["head", "hhea", "maxp", "loca", "glyf", "cmap", "hmtx", "name"])
def test_a_zeroed_table_with_a_right_checksum_is_refused_as_well(tag: str) -> None:
    assert font_characters(resealed(damaged(tag, "zeroed"))) is None


@pytest.mark.parametrize("brand", BRANDS)
def test_the_fonts_that_come_with_the_program_are_whole(brand: str) -> None:
    for file in (REPOSITORY / "styles" / brand / "fonts").glob("*.ttf"):
        characters = font_characters(file.read_bytes())
        assert characters is not None
        assert {"A", "ŵ", "£", "’"} <= characters


def test_check_names_the_font(small_pack: Path) -> None:
    (small_pack / "styles/harbour/fonts/Lato-Regular.ttf").write_bytes(CASES["glyf zeroed"])
    said = boardpack("check", project=small_pack)
    assert (said.code, "font-unreadable" in said.out) == (1, True)
