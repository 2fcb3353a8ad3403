"""Tagging changes nothing that is seen: the operators that paint are the same, and so are the pixels."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pdf_documents import awkward, render
from pdf_untagged import untagged

MARKS = {"BDC", "BMC", "EMC"}


@pytest.fixture(scope="module")
def pair() -> tuple[bytes, bytes]:
    """The awkward document, tagged and not."""
    tagged = render(awkward()).data
    with untagged():
        plain = render(awkward()).data
    return tagged, plain


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


def pixels(data: bytes, folder: Path) -> list[bytes]:
    """Each page as an image's bytes."""
    folder.mkdir()
    (folder / "file.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "60", "file.pdf", "page"], cwd=folder, check=True, timeout=120)
    return [path.read_bytes() for path in sorted(folder.glob("page*.ppm"))]


def test_the_operators_that_paint_are_the_same(pair: tuple[bytes, bytes]) -> None:
    tagged, plain = pair
    assert b"StructTreeRoot" not in plain
    assert painting(tagged) == painting(plain)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm (poppler) is not installed")
def test_the_pixels_are_the_same(pair: tuple[bytes, bytes], tmp_path: Path) -> None:
    tagged, plain = (pixels(data, tmp_path / name) for data, name in zip(pair, ("a", "b"), strict=True))
    assert len(tagged) > 3
    assert tagged == plain
