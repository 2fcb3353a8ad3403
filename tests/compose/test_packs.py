"""The small pack and the made ones: no code changed, every table rectangular, the same each time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from boardpack.compose import compose
from boardpack.content import Table
from boardpack.document import Document, walk
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from tests.compose.document_text import document_text
from tests.support.stress import make_project

GOLDENS = Path(__file__).resolve().parent / "goldens"


def check_tables(document: Document) -> None:
    """Every row of every table, with its spans, fills every column once."""
    for section in document.sections:
        for block in walk(section.blocks):
            if isinstance(block, Table):
                for row in (*block.head, *block.body):
                    assert sum(cell.colspan for cell in row.cells) == len(block.columns)


def test_small_golden(small: Pack, golden: Callable[[Path, str], None]) -> None:
    golden(GOLDENS / "small.txt", document_text(compose(small, ())))


def test_small_pack_copies_to_a_project_of_its_own(small_pack: Path) -> None:
    result = load(Project(small_pack))
    assert result.pack is not None
    assert result.findings == ()
    assert [month.iso for month in result.pack.months] == [
        "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03",
    ]  # fmt: skip


@pytest.mark.parametrize(("indicators", "months"), [(34, 12), (34, 24), (50, 12)])
def test_made_packs_load_and_compose(tmp_path: Path, indicators: int, months: int) -> None:
    result = load(Project(make_project(tmp_path, indicators=indicators, months=months)))
    assert result.findings == ()
    assert result.pack is not None
    assert len(result.pack.indicators) == indicators
    assert len(result.pack.months) == months
    document = compose(result.pack, result.findings)
    assert document.stamp == "EXAMPLE"
    check_tables(document)


def test_made_packs_are_the_same_each_time(tmp_path: Path) -> None:
    folders = [make_project(tmp_path / name, indicators=40, months=24) for name in ("a", "b")]
    one, other = ({p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders)
    assert one == other


def test_only_whole_years_are_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="12, 24 or 36"):
        make_project(tmp_path, indicators=34, months=13)


def test_tables_of_the_real_packs(october: Pack, small: Pack) -> None:
    for pack in (october, small):
        check_tables(compose(pack, ()))


def test_composing_twice_gives_the_same_document(october: Pack) -> None:
    assert compose(october, ()) == compose(october, ())
