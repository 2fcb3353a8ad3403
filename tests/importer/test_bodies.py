"""Each body's pack, imported from the workbook that such a body holds into a project without figures.

Every figure comes in as it was, or is refused by its cell with the reason; nothing else is taken.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.importer.bodies import BODIES
from tests.support.commands import Said, boardpack
from tests.support.projects import REPOSITORY

PACKS = REPOSITORY / "tests" / "packs"

Key = tuple[str, str, Period]
"""Reference, measure, period."""


class Brought(NamedTuple):
    """A pack as it was, and what an import made of a project without its figures."""

    kind: str
    pack: Pack
    project: Project
    said: Said


def emptied(kind: str, folder: Path) -> Path:
    """The pack's project without a figure, and without a word of commentary."""
    for name in ("data", "narratives"):
        shutil.copytree(PACKS / kind / name, folder / name)
    for file in (folder / "data").glob("values-*.csv"):
        rows = list(csv.reader(file.read_text("utf-8").splitlines()))
        blank = [rows[0], *([*row[:2], *("" for _ in row[2:])] for row in rows[1:])]
        file.write_text("\n".join(",".join(row) for row in blank) + "\n", "utf-8")
    for file in (folder / "narratives").rglob("*.md"):
        if file.name != "directors-summary.md":
            file.write_text("# Improvement Activity\n\n# Next Steps\n", "utf-8")
    return folder


@pytest.fixture(scope="module", params=BODIES)
def brought(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Brought:
    kind = str(request.param)
    there = Project(PACKS / kind)
    pack = load(there, there.months()[-1]).pack
    assert pack is not None
    folder = tmp_path_factory.mktemp("bodies")
    project = Project(emptied(kind, folder / kind))
    said = boardpack("import", BODIES[kind](folder, pack), "--yes", project=project.root)
    return Brought(kind, pack, project, said)


def figures(pack: Pack) -> dict[Key, Decimal]:
    """Every figure of a pack: values and the counts that they follow from."""
    found: dict[Key, Decimal] = {}
    for (ref, period), seen in pack.observations.items():
        parts: Mapping[str, Decimal | None] = {
            "value": seen.value, "numerator": seen.numerator, "denominator": seen.denominator,
        }  # fmt: skip
        found |= {(ref, measure, period): number for measure, number in parts.items() if number is not None}
    return found


def lines(said: Said, heading: str) -> Iterator[str]:
    """The lines under one heading of what an import says."""
    under = False
    for line in said.out.splitlines():
        if not line.startswith(" "):
            under = line.startswith(heading)
        elif under:
            yield line.strip()


def test_every_figure_comes_in_or_is_refused_by_its_cell(brought: Brought) -> None:
    loaded = load(brought.project, brought.pack.period)
    assert loaded.pack is not None, loaded.findings
    was, now = figures(brought.pack), figures(loaded.pack)
    assert {key: number for key, number in now.items() if was.get(key) != number} == {}
    missing = [key for key in was if key not in now]
    refused = list(lines(brought.said, "not brought in"))
    for ref, _, period in missing:
        assert any(ref in line.replace(" ", "") and period.long in line for line in refused), (ref, period)
    assert missing == []


def test_statuses_come_in(brought: Brought) -> None:
    loaded = load(brought.project, brought.pack.period)
    assert loaded.pack is not None
    for key, seen in brought.pack.observations.items():
        if seen.value is None and seen.text:
            assert loaded.pack.observations[key].status is seen.status, key


def test_nothing_is_refused_and_what_is_left_out_is_said(brought: Brought) -> None:
    assert list(lines(brought.said, "not brought in")) == []
    assert brought.said.code == 0, brought.said.out + brought.said.err
    for words in LEFT_OUT[brought.kind]:
        assert words in brought.said.out, words


LEFT_OUT = {
    "council-quarter": ("Outturn", "YTD (year to date", "DoT"),
    "trust-month": ("Plan, not the actual", "Var", "Forecast outturn", "Rolling 12 months"),
    "housing": ("Year to date", "Change", "Trend"),
}


def test_commentary_in_a_column_comes_in_under_its_indicator(brought: Brought) -> None:
    folder = brought.project.narratives / brought.pack.period.iso
    for file, said in SAID[brought.kind].items():
        text = re.sub(r"\s+", " ", (folder / file).read_text("utf-8"))
        for each in said:
            assert each in text
    assert all(words in brought.said.out for words in NOT_TAKEN.get(brought.kind, ()))


SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "council-quarter": {
        "services.md": ("HS 1: Prevention work with private landlords goes on.", "PL 1: Two officers left"),
    },
    "trust-month": {"flow.md": ("AE 1: The discharge lounge opens at weekends",)},
    "housing": {},
}
NOT_TAKEN = {"council-quarter": ("commentary beside figures without Quarter 2 2025-26",)}


def test_a_second_import_of_the_same_book_changes_nothing(brought: Brought, tmp_path: Path) -> None:
    book = BODIES[brought.kind](tmp_path, brought.pack)
    said = boardpack("import", book, "--yes", project=brought.project.root)
    assert said.code == 0, said.out
    assert "Nothing to write" in said.err or not list(lines(said, "restated")), said.out
    assert list(lines(said, "added")) == []
