"""Whose each row's figures are: by its reference, or by its title when no column has references."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from boardpack.importer.grid import SheetGrid
from boardpack.importer.header_words import Role, is_role_word, named_column, role_of
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Pack

COLUMNS = 30
"""Columns from the left in which references and titles are looked for."""


class KnownTitles(Struct, frozen=True):
    """What the pack calls its indicators."""

    refs: frozenset[str]
    titles: Mapping[str, str]
    """Folded title → canonical reference, of titles that only one indicator has."""

    def by_title(self, text: str) -> str:
        """The reference of the indicator with that very title; empty when there is none."""
        return self.titles.get(folded_title(text), "")


def folded_title(text: str) -> str:
    """A title without case, blanks and marks."""
    return re.sub(r"[\W_]+", "", text.casefold())


def known_of(pack: Pack) -> KnownTitles:
    """The references and titles of a pack."""
    owners: dict[str, set[str]] = {}
    for indicator in pack.indicators:
        for definition in indicator.definitions:
            for title in (definition.title, definition.summary_title):
                if folded_title(title):
                    owners.setdefault(folded_title(title), set()).add(indicator.ref)
    titles = {title: next(iter(refs)) for title, refs in owners.items() if len(refs) == 1}
    return KnownTitles(frozenset(indicator.ref for indicator in pack.indicators), titles)


class SubjectColumn(Struct, frozen=True):
    """The column that says whose the figures are."""

    column: int
    by_title: bool = False
    doubt: str = ""


def subject_column(
    grid: SheetGrid, heads: Sequence[int], rows: Sequence[int], taken: Collection[int], known: KnownTitles
) -> SubjectColumn | None:
    """The column of references, or else of titles; None when no row is an indicator of the pack.

    Of two columns that hold references, such as a running number beside the real code, the one that is
    no running number and agrees with the titles is taken; where that does not decide, it is a doubt.
    """
    columns = [c for c in range(min(grid.columns, COLUMNS)) if c not in taken]
    counts = {c: sum(canonical_ref(grid.text(row, c)) in known.refs for row in rows) for c in columns}
    found = [c for c in columns if counts[c]]
    if not found:
        return _title_column(grid, columns, rows, known)
    ordered = sorted(found, key=lambda c: (-_standing(grid, c, heads, rows, known), -counts[c], c))
    best = ordered[0]
    rivals = [c for c in ordered[1:] if _contradicts(grid, best, c, rows, known)]
    tied = [
        c
        for c in rivals
        if _standing(grid, c, heads, rows, known) == _standing(grid, best, heads, rows, known)
    ]
    doubt = f"columns {_name(grid, best)} and {_name(grid, tied[0])} both hold references" if tied else ""
    return SubjectColumn(best, doubt=doubt)


def _name(grid: SheetGrid, column: int) -> str:
    return grid.place(0, column).rpartition("!")[2].rstrip("1") or str(column + 1)


def _standing(
    grid: SheetGrid, column: int, heads: Sequence[int], rows: Sequence[int], known: KnownTitles
) -> int:
    """How surely a column is that of the references: its header, no running number, its rows' titles."""
    words = [grid.text(row, column) for row in heads]
    headed = any(named_column(word) == "ref" for word in words)
    plainly = any(re.search(r"code|ref|id\b", word.casefold()) for word in words)
    agreeing = sum(_titles_agree(grid, row, column, known) for row in rows)
    other = any(named_column(word) not in {"ref", ""} for word in words)
    return 8 * (agreeing > 0) + 4 * (not _is_running(grid, column, rows)) + 2 * headed + plainly - 2 * other


def _titles_agree(grid: SheetGrid, row: int, column: int, known: KnownTitles) -> bool:
    ref = canonical_ref(grid.text(row, column))
    return any(
        known.by_title(grid.text(row, other)) == ref for other in range(min(grid.columns, COLUMNS)) if ref
    )


def _is_running(grid: SheetGrid, column: int, rows: Sequence[int]) -> bool:
    """Whether a column counts its rows: 1, 2, 3."""
    texts = [text for row in rows if (text := grid.text(row, column))]
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 6]
    return len(numbers) == len(texts) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _contradicts(grid: SheetGrid, one: int, other: int, rows: Sequence[int], known: KnownTitles) -> bool:
    pairs = [(canonical_ref(grid.text(row, one)), canonical_ref(grid.text(row, other))) for row in rows]
    return any(a != b and a in known.refs and b in known.refs for a, b in pairs)


def _title_column(
    grid: SheetGrid, columns: Sequence[int], rows: Sequence[int], known: KnownTitles
) -> SubjectColumn | None:
    counts = {c: sum(bool(known.by_title(grid.text(row, c))) for row in rows) for c in columns}
    best = max(columns, key=lambda c: (counts[c], -c), default=None)
    return SubjectColumn(best, by_title=True) if best is not None and counts[best] else None


def kind_column(
    grid: SheetGrid, heads: Sequence[int], rows: Sequence[int], taken: Collection[int]
) -> int | None:
    """The column that says what each row is: `Actual`, `Target`, `numerator`.

    One of titles, such as `Four-hour standard`, has none of the words alone.
    """
    for column in range(min(grid.columns, COLUMNS)):
        names = {named_column(grid.text(row, column)) for row in heads} - {""}
        if column in taken or not names <= {"measure"}:
            continue
        texts = [text for row in rows if (text := grid.text(row, column))]
        telling = [text for text in texts if row_role(text) in TELLING]
        if any(map(is_role_word, telling)) and 2 * len(telling) >= len(texts):
            return column
    return None


TELLING = frozenset({Role.ACTUAL, Role.TARGET, Role.NUMERATOR, Role.DENOMINATOR, Role.RATE})
"""What rows of an indicator may be."""


def row_role(text: str) -> Role:
    """What a word in the column of rows' kinds says; a sentence, a title or a number says nothing."""
    short = len(text) < 30 and not any(mark.isdigit() for mark in text)
    return role_of(text) if short else Role.UNKNOWN


def row_refs(
    grid: SheetGrid,
    subject: SubjectColumn,
    rows: Sequence[int],
    kinds: Mapping[int, Role],
    known: KnownTitles,
) -> dict[int, str]:
    """The reference of each row; a row without one that says what it is goes with the row above it."""
    found: dict[int, str] = {}
    last = ""
    for row in rows:
        text = grid.text(row, subject.column)
        if text:
            ref = known.by_title(text) if subject.by_title else canonical_ref(text)
            last = ref if ref in known.refs else ""
        elif row not in kinds:
            last = ""
        if last:
            found[row] = last
    return found


def filled(grid: SheetGrid, rows: Iterable[int], columns: Collection[int]) -> bool:
    """Whether anything is in these rows under these columns."""
    return any(grid.cell(row, column) is not None for row in rows for column in columns)
