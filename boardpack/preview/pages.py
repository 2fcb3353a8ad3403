"""One page of a pack, to be looked at: as a PDF of its own, or as a picture where poppler is installed.

A picture can be exchanged without a flicker and shows in every browser; without poppler's `pdftoppm`
the page is left to the browser's own viewer of PDF files.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache, lru_cache

import pikepdf

TOOL = "pdftoppm"
DOTS = "110"
"""Dots to the inch: a landscape A4 page is some 1,290 wide."""
SECONDS = 20


@cache
def can_draw() -> bool:
    """Whether pages can be shown as pictures."""
    return shutil.which(TOOL) is not None


@lru_cache(maxsize=64)
def one_page(data: bytes, number: int) -> bytes:
    """A page, counted from 1, as a PDF of its own."""
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as whole, pikepdf.new() as single:
        single.pages.append(whole.pages[number - 1])
        single.save(stream)
    return stream.getvalue()


@lru_cache(maxsize=64)
def picture(data: bytes, number: int) -> bytes | None:
    """A page as a PNG; None when it cannot be drawn."""
    tool = shutil.which(TOOL)
    if tool is None:
        return None
    try:
        drawn = subprocess.run(  # noqa: S603 - the tool is found on the path, its input is our own page
            [tool, "-png", "-r", DOTS, "-singlefile", "-"],
            input=one_page(data, number), capture_output=True, timeout=SECONDS, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return drawn.stdout if drawn.stdout.startswith(b"\x89PNG") else None
