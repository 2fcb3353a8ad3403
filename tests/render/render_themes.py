"""The shipped brands as themes, for tests of the renderer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from boardpack.load.theme import read_theme
from boardpack.theme import Theme

STYLES = Path(__file__).parents[2] / "styles"
BRANDS = tuple(sorted(path.name for path in STYLES.iterdir() if path.is_dir() and path.name != "base"))


@cache
def theme(brand: str = "civic") -> Theme:
    """A shipped brand."""
    read, findings = read_theme(STYLES, brand)
    assert read is not None, findings
    return read
