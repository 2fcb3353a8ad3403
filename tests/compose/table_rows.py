"""A table's cells by their headers, so that a test does not depend on how many columns there are."""

from __future__ import annotations

from boardpack.content import Column, RowRole, Table, inline_text


def headers(table: Table) -> list[str]:
    """The header of each column."""
    return [inline_text(cell.content) for cell in table.head[0].cells]


def rows_by_header(table: Table) -> list[dict[str, str]]:
    """The rows that are no bands; a cell over several columns is under each of their headers."""
    names = headers(table)
    found = []
    for row in table.body:
        if row.role is not RowRole.BAND:
            words = [inline_text(cell.content) for cell in row.cells for _ in range(cell.colspan)]
            found.append(dict(zip(names, words, strict=True)))
    return found


def columns_by_header(table: Table) -> dict[str, Column]:
    """How each column is set."""
    return dict(zip(headers(table), table.columns, strict=True))
