"""The finished files that every check of the PDF is run on, by name.

To add one, write how it is made and put it into FILES; `WITH_DATA` and `GOLDEN` say more of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from boardpack.document import Document
from boardpack.edition import make_edition
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.pdf.sample import sample_pdf, sample_with_data
from tests.support.hard_documents import awkward
from tests.support.projects import BRANDS, REPOSITORY, SMALL, copy_project
from tests.support.rendering import render
from tests.support.stress import make_project


class Made(NamedTuple):
    """A finished file, with the Document it was made from and the page of each anchor."""

    data: bytes
    document: Document | None = None
    anchors: Mapping[str, int] = {}


OCTOBER = Period(2017, 10)
SMALL_PERIOD = Period(2024, 3)


STRESS_PERIOD = Period(2018, 3)
OTHER_BRANDS = [brand for brand in BRANDS if brand not in {"civic", "harbour"}]
"""Brands in which neither October nor the small pack is printed."""


def edition(
    folder: Path, period: Period, *, brand: str | None = None, draft: bool = False, attach_data: bool = False
) -> Made:
    """Make a project's edition as a finished file."""
    result = make_edition(Project(folder), period, brand=brand, draft=draft, attach_data=attach_data)
    assert result.edition is not None, [each.found for each in result.findings if each.blocks]
    return Made(result.edition.data, result.edition.document, result.edition.anchors)


@cache
def october() -> Made:
    """The October 2017 appendix."""
    return edition(REPOSITORY, OCTOBER)


@cache
def small_pack(**settings: Any) -> Made:
    """The small pack, in the repository's styles."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(SMALL, Path(folder) / "small")
        return edition(project, SMALL_PERIOD, **settings)


@cache
def with_picture() -> Made:
    """The small pack with pictures, footnotes and labelled lists in its commentary."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(SMALL, Path(folder) / "small")
        month = project / "narratives" / SMALL_PERIOD.iso
        Image.new("RGBA", (300, 200), (0, 0, 128, 120)).save(month / "map.png")
        Image.new("CMYK", (200, 300), (90, 10, 20, 0)).save(month / "photo.jpg")
        file = next(path for path in sorted(month.glob("*.md")) if path.stem != "directors-summary")
        file.write_text(COMMENTARY, encoding="utf-8")
        return edition(project, SMALL_PERIOD, draft=True)


COMMENTARY = """\
# Improvement Activity

Open to all.[^1] And more[^two].

(a) first
(b) second
  - inner

![Map of the rounds](map.png "The rounds of Monday")

| Ward | Bins |
|---|---|
| North[^two] | as before |

# Next Steps

![A van](photo.jpg)

[^1]: Except *Sundays*, see [the plan](https://example.org/plan).
[^two]: In the north alone.
"""


@cache
def stress() -> Made:
    """Twelve indicators with 24 months, as a draft."""
    with tempfile.TemporaryDirectory() as folder:
        return edition(make_project(Path(folder), indicators=12, months=24), STRESS_PERIOD, draft=True)


@cache
def by_hand() -> Made:
    """Long tables, split rows, lists in lists and links over lines."""
    document = awkward()
    rendered = render(document)
    return Made(rendered.data, document, rendered.anchors)


FILES: dict[str, Callable[[], Made]] = {
    "sample": lambda: Made(sample_pdf()),
    "sample-with-data": lambda: Made(sample_with_data()),
    "awkward": by_hand,
    "october-2017": october,
    "small": small_pack,
    "small-with-data": partial(small_pack, attach_data=True),
    **{f"small-{brand}": partial(small_pack, brand=brand) for brand in OTHER_BRANDS},
    "with-a-picture": with_picture,
    "stress": stress,
}
WITH_DATA = frozenset({"sample-with-data", "small-with-data"})
"""Those that carry attachments, and so are PDF/A-3a."""
GOLDEN = ("sample-with-data", "awkward", "small", "with-a-picture")
"""Those whose tag trees are kept: where a person can read a diff."""
