"""Themes and charts that the tests of this room share."""

from __future__ import annotations

import tomllib
from pathlib import Path

from boardpack.document import ColumnChart, Point
from boardpack.theme import Fonts, PageGeometry, Theme

STYLES = Path(__file__).parents[2] / "styles"
BRANDS = tuple(sorted(file.parent.name for file in STYLES.glob("*/theme.toml") if file.parent.name != "base"))
MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")


def brand_theme(brand: str) -> Theme:
    base = tomllib.loads((STYLES / "base" / "theme.toml").read_text(encoding="utf-8"))
    own = tomllib.loads((STYLES / brand / "theme.toml").read_text(encoding="utf-8"))
    colours = {
        role: (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255)
        for role, code in {**base["colours"], **own["colours"]}.items()
    }
    files = {role: STYLES / brand / own["fonts"][role] for role in ("regular", "bold", "italic")}
    page = PageGeometry(841.89, 595.28, 36, 26, 24, 24)
    return Theme(brand, colours, Fonts(own["fonts"]["family"], **files), {}, page, None)


def months(count: int) -> tuple[str, ...]:
    return tuple(f"{MONTHS[i % 12]}-{17 + (i + 3) // 12}" for i in range(count))


def column_chart(
    *values: float | str, percent: bool = True, target: float | None = None, breaks: tuple[int, ...] = ()
) -> ColumnChart:
    """A chart of months from April 2017; a word stands for a month without a value."""
    unit = "%" if percent else ""
    points = tuple(
        Point(label, None, value, index == len(values) - 1)
        if isinstance(value, str)
        else Point(label, value, f"{value:g}{unit}", index == len(values) - 1)
        for index, (label, value) in enumerate(zip(months(len(values)), values, strict=True))
    )
    words = "" if target is None else f"Target {target:g}{unit}"
    return ColumnChart(points, percent, target, words, breaks, "new definition" if breaks else "")


CASES = {
    "just under the target": column_chart(86, 88, 85, 91, 90, 89, 86, target=90),
    "across a small target": column_chart(19, 18, 17, 16, 17, 15, 17, percent=False, target=17),
    "months missing": column_chart(
        100, "no cases", "no cases", 75, 100, "not yet available", 67.7, target=95
    ),
    "a break": column_chart(78, 80, 75, 70, 82, 77, 62, target=85, breaks=(6,)),
    "all missing": column_chart(*["not yet available"] * 7, target=90),
    "no target": column_chart(40, 50, 60),
    "small percentages": column_chart(3, 4, 2, 5, "suppressed", 3, 0, target=5),
    "a year": column_chart(*range(60, 72), target=66),
    "two years": column_chart(*range(40, 64), percent=False, target=50),
    "one huge": column_chart(1, 2, 1, 3, 2, 950, 2, percent=False, target=3),
    "only zeros": column_chart(0, 0, 0, percent=False),
    "target zero": column_chart(0, 1, 0, percent=False, target=0),
    "one month": column_chart(12, percent=False, target=10),
}
SIZES = {"third": (240.0, 140.0), "wide": (770.0, 150.0), "quarter": (176.0, 95.0), "half": (373.0, 120.0)}
