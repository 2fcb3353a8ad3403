"""A project to start from: another committee's pack in small, every fact of it made up.

Its files are those of `template/`; @WORDS@ in them are filled in with the month's own. The fonts are
DejaVu Sans, which come with matplotlib under a free licence.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from boardpack.errors import BoardpackError
from boardpack.load.csv_table import csv_text
from boardpack.load.project import FileChange, text_change
from boardpack.load.values import values_file
from boardpack.model.period import Period, financial_year

YEAR_START = 4
"""As template/data/pack.toml has it."""

FONTS = {
    "DejaVuSans.ttf": "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf": "DejaVuSans-Bold.ttf",
    "DejaVuSans-Oblique.ttf": "DejaVuSans-Oblique.ttf",
    "LICENSE_DEJAVU": "LICENSE.txt",
}
"""Files of the fonts, and what they are called in the project."""


def plan_project(period: Period) -> tuple[FileChange, ...]:
    """The files of a project whose first month is `period`."""
    words = _words(period)
    files = [
        text_change(_place(name, period), _filled(name, text, words, period), new=True)
        for name, text in _template(resources.files("boardpack.scaffold") / "template")
    ]
    return (*files, *_fonts())


def plan_like(kind: str) -> tuple[FileChange, ...]:
    """The files of a project that starts from one of KINDS."""
    package = resources.files("boardpack.scaffold")
    files = [text_change(name, text, new=True) for name, text in _template(package / "kinds" / kind)]
    styles = _template(package / "template" / "styles", "styles/")
    return (*files, *(text_change(name, text, new=True) for name, text in styles), *_fonts())


KINDS = ("council-quarter", "trust-month", "housing")
"""Kinds of body, each with a folder of files: a council by quarter, a hospital trust, a landlord."""


def _template(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _template(entry, f"{above}{entry.name}/")
        elif entry.name.endswith((".md", ".toml", ".csv")):
            yield f"{above}{entry.name}", entry.read_text(encoding="utf-8")


def _place(name: str, period: Period) -> str:
    """Where a file of the template goes: the values into their year, the narratives into their month."""
    if name == "data/values.csv":
        return values_file(financial_year(period, YEAR_START))
    if name == "data/actions.csv":
        return f"data/actions-{period.iso}.csv"
    return name.replace("narratives/", f"narratives/{period.iso}/")


def _filled(name: str, text: str, words: dict[str, str], period: Period) -> str:
    if name == "data/values.csv":
        return _values(text, period)
    return re.sub(r"@([A-Z]+)@", lambda found: words[found[1]], text)


def _values(text: str, period: Period) -> str:
    """The figures of the year up to the month; what lies after it is blank."""
    year = financial_year(period, YEAR_START)
    past = sum(month <= period for month in year.months)
    header = ("ref", "measure", *(month.heading for month in year.months))
    rows = tuple(tuple(line.split(",")) for line in text.splitlines())
    return csv_text((header, *((*row[: 2 + past], *("",) * (12 - past)) for row in rows)))


def _words(period: Period) -> dict[str, str]:
    following = period.plus(1)
    year = financial_year(period, YEAR_START)
    days = {"EXTRACTED": 3, "WRITTEN": 8, "PUBLISHED": 11, "MEETING": 24}
    return {
        "ISO": period.iso,
        "LONG": period.long,
        "MON": period.name[:3],
        "DUE": period.plus(3).short,
        "START": f"{period.iso}-05",
        "FIRST": year.months[0].iso,
        "LAST": year.months[-1].iso,
        **{name: date(following.year, following.month, day).isoformat() for name, day in days.items()},
    }


def _fonts() -> Iterator[FileChange]:
    found = importlib.util.find_spec("matplotlib")
    origin = found.origin if found is not None else None
    if origin is None:
        raise BoardpackError("The fonts that come with matplotlib are not there. Install boardpack again.")
    folder = Path(origin).parent / "mpl-data" / "fonts" / "ttf"
    for name, called in FONTS.items():
        try:
            data = (folder / name).read_bytes()
        except OSError as fault:
            raise BoardpackError(f"{folder / name} cannot be read: install matplotlib again.") from fault
        yield FileChange(f"styles/plain/fonts/{called}", data, new=True)
