"""Columns that a pack asks for, and where they go when there are too many."""

from __future__ import annotations

from msgspec.structs import replace

from boardpack.compose import columns, summary, summary_columns
from boardpack.compose.table import indicator_tables
from boardpack.content import inline_text
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.pack import SUMMARY_COLUMNS, TABLE_COLUMNS, Pack
from tests.support.projects import REPOSITORY


def council() -> Pack:
    pack = load(Project(REPOSITORY / "tests" / "packs" / "council-quarter")).pack
    assert pack is not None
    return pack


def heads(pack: Pack, key: str) -> list[list[str]]:
    tables = indicator_tables(pack, "Table", pack.in_table(key))
    return [[inline_text(cell.content) for cell in one.head[0].cells] for one in tables]


def test_the_names_are_those_of_the_tables() -> None:
    assert set(TABLE_COLUMNS) == set(columns.COLUMNS)
    assert set(SUMMARY_COLUMNS) == set(summary_columns.COLUMNS)


def test_a_table_has_the_columns_that_it_asks_for_in_their_order() -> None:
    (found,) = heads(council(), "people")
    assert found[:3] == ["Indicator Number", "Indicator Title", "Polarity"]
    assert found[-5:] == ["2025-26 Target", "RAG", "England", "Similar councils", "RAG Methodology"]


def test_more_than_fit_have_a_table_of_their_own() -> None:
    names = ("number", "title", "months", "rag", "last year", "ytd", "direction", "long direction", "England")
    pack = replace(council(), columns={"people": names})
    first, second = heads(pack, "people")
    assert first[:2] == second[:2] == ["Indicator Number", "Indicator Title"]
    assert second[2:] == ["Q2 2024-25", "Year to date", "Short trend", "Long trend", "England"]
    assert "Short trend" not in first


def test_cells_say_their_own_period_and_why_there_is_none() -> None:
    (found,) = indicator_tables(council(), "Table", council().in_table("people"))
    rows = [[inline_text(cell.content) for cell in row.cells] for row in found.body]
    assert rows[0][-3:-1] == ["62.0% (2024-25)", "63.1% (2024-25, mean of 9 of 10)"]
    assert rows[2][-3:-1] == ["none", "none"]


def test_the_summary_may_have_columns_of_a_table() -> None:
    names = ("ref", "title", "value", "long direction", "England", "rag")
    pack = replace(council(), columns={"summary": names})
    blocks = summary.rag_summary(pack).blocks
    found = next(block for block in blocks if getattr(block, "role", "") == "summary")
    said = [inline_text(cell.content) for cell in found.head[0].cells]  # type: ignore[union-attr]
    assert said[:6] == ["Ref", "Indicator Title", "Q2 2025-26", "Long trend", "England", "RAG"]
