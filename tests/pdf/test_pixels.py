"""Tagging changes nothing that is seen: the operators that paint are the same, and so are the pixels."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from tests.pdf.files import SMALL_PERIOD, STRESS_PERIOD, edition
from tests.pdf.untagged import untagged
from tests.support.hard_documents import awkward
from tests.support.projects import SMALL, copy_project
from tests.support.rendering import render
from tests.support.stress import make_project

MARKS = {"BDC", "BMC", "EMC"}


def _small() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return edition(copy_project(SMALL, Path(folder) / "small"), SMALL_PERIOD).data


def _stress() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return edition(make_project(Path(folder), indicators=12, months=24), STRESS_PERIOD, draft=True).data


MADE: dict[str, tuple[Callable[[], bytes], int]] = {
    "awkward": (lambda: render(awkward()).data, 1),
    "small": (_small, 1),
    "stress": (_stress, 4),
}
"""Files, and one page in how many is looked at as pixels."""


@cache
def pair(name: str) -> tuple[bytes, bytes]:
    """A file, tagged and not."""
    made, _ = MADE[name]
    with untagged():
        plain = made()
    return made(), plain


def painting(data: bytes) -> list[list[str]]:
    """Each page's operators but for marks."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [
            [
                str(pikepdf.unparse_content_stream([each]))
                for each in pikepdf.parse_content_stream(page)
                if str(each.operator) not in MARKS
            ]
            for page in pdf.pages
        ]


def pixels(data: bytes, folder: Path, every: int) -> list[bytes]:
    """One page in `every` as an image's bytes."""
    folder.mkdir()
    (folder / "file.pdf").write_bytes(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        chosen = range(1, len(pdf.pages) + 1, every)
    for page in chosen:
        command = ["pdftoppm", "-r", "50", "-f", str(page), "-l", str(page), "file.pdf", "page"]
        subprocess.run(command, cwd=folder, check=True, timeout=120)
    return [path.read_bytes() for path in sorted(folder.glob("page*.ppm"))]


@pytest.mark.parametrize("name", MADE)
def test_the_operators_that_paint_are_the_same(name: str) -> None:
    tagged, plain = pair(name)
    assert b"StructTreeRoot" not in plain
    assert painting(tagged) == painting(plain)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
@pytest.mark.parametrize("name", MADE)
def test_the_pixels_are_the_same(name: str, tmp_path: Path) -> None:
    every = MADE[name][1]
    tagged, plain = (pixels(d, tmp_path / at, every) for d, at in zip(pair(name), "ab", strict=True))
    assert len(tagged) > 3
    assert tagged == plain
