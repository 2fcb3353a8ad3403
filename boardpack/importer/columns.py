"""The columns beside the months: whose the figures are, and what is compared with the project.

A row is known by its reference, or by its title when no column has references. Titles, polarity, targets,
owners and ratings are not brought in: they belong to the year, not to the month's sheet. Where they differ
from the project's own it is said, since one of the two is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import format_value
from boardpack.analysis.rating import rate
from boardpack.importer.grid import SheetGrid
from boardpack.importer.header_words import Role, column_name, figure_role, is_role_word
from boardpack.importer.model import Gathering, Key, Normalised, SheetReading, SheetRemark, shown_ref
from boardpack.load.findings import excerpt
from boardpack.load.value_parser import ParsedValue, read_number
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, Polarity, canonical_ref
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis


def column_remarks(block: SheetReading, pack: Pack) -> Iterator[SheetRemark]:
    """Say where a cell beside the months is not what the project's data has."""
    for row, indicator in indicator_rows(block, pack):
        yield from _title_remarks(block, row, indicator, pack)
        for name, (file, known) in COLUMNS.items():
            column = block.named.get(name)
            cell = block.grid.text(row, column) if column is not None else ""
            words = known(indicator, pack)
            if cell and not any(_alike(cell, word) for word in words):
                ours = excerpt(words[0]) if words and words[0] else "nothing"
                yield SheetRemark(
                    block.grid.place(row, block.named[name]),
                    f"the {name} of {shown_ref(indicator)} is {excerpt(cell)} here and {ours} in {file}; "
                    "the data was left as it is",
                )


def indicator_rows(block: SheetReading, pack: Pack) -> Iterator[tuple[int, Indicator]]:
    """The rows of a table that are an indicator's figures, not its targets or counts."""
    for row, ref in block.refs.items():
        indicator = pack.indicator(ref)
        if indicator is not None and block.kinds.get(row, Role.PLAIN) in VALUES:
            yield row, indicator


VALUES = frozenset({Role.PLAIN, Role.ACTUAL, Role.RATE})
"""What rows of an indicator's own figures are."""


def _alike(cell: str, word: str) -> bool:
    one, other = (read_number(text) for text in (cell, word))
    if one is not None and other is not None:
        return one == other
    return "".join(cell.split()).casefold() == "".join(word.split()).casefold()


def _title_remarks(block: SheetReading, row: int, indicator: Indicator, pack: Pack) -> Iterator[SheetRemark]:
    """Say where a row has the title of another indicator: its reference, or its figures, have moved.

    Titles shortened or worded in another way are what sheets have, and are passed over.
    """
    column = block.named.get("title") if not block.by_title else None
    title = block.grid.text(row, column) if column is not None else ""
    if not title or any(_alike(title, own) for own in _titles(indicator)):
        return
    other = next((i for i in pack.indicators if any(_alike(title, theirs) for theirs in _titles(i))), None)
    if other is not None and column is not None:
        yield SheetRemark(
            block.grid.place(row, column),
            f"the row of {shown_ref(indicator)} has the title of {shown_ref(other)}: is it the right row?",
            serious=True,
        )


def _titles(indicator: Indicator) -> tuple[str, ...]:
    return tuple(title for d in indicator.definitions for title in (d.title, d.summary_title) if title)


def _polarity(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    del pack
    polarity = indicator.polarity
    return (polarity.value, polarity.words, *ALIKE.get(polarity, ())) if polarity else ("",)


ALIKE = {
    Polarity.BIGGER: (
        "High", "Higher", "Higher is better", "High is good", "Maximise", "Increase", "Up", "+",
    ),
    Polarity.SMALLER: ("Low", "Lower", "Lower is better", "Low is good", "Minimise", "Decrease", "Down", "-"),
    Polarity.NEUTRAL: ("N/A", "None", "Monitor", "Contextual", "Data only"),
    Polarity.TARGET: ("Range", "In range", "On target"),
}  # fmt: skip
"""Other words that sheets have for a polarity."""


def _target(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    target = pack.target(indicator.ref, pack.period)
    if target is None:
        return ("",)
    annual = () if target.annual is None else (format_value(target.annual, indicator),)
    return (target.published, *annual)


def _methodology(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    target = pack.target(indicator.ref, pack.period)
    return (target.methodology,) if target is not None else ("",)


def _owner(indicator: Indicator, pack: Pack) -> tuple[str, ...]:
    owner = pack.owner(indicator.owner)
    return (indicator.owner, owner.role) if owner is not None else (indicator.owner,)


def reported_ratings(block: SheetReading, pack: Pack) -> Iterator[Normalised]:
    """The sheet's own ratings, to be kept beside the computed ones."""
    column = block.named.get("rag")
    if column is None:
        return
    for row, indicator in indicator_rows(block, pack):
        text = block.grid.text(row, column)
        yield Normalised(
            "table", shown_ref(indicator), "rag", text, "", _why(text), block.grid.place(row, column)
        )


def _why(text: str) -> str:
    if not text:
        return "The cell was blank."
    if text.casefold() == "yellow":
        return "Yellow and Amber were both used for one rating."
    return "" if text.casefold() in {rag.value.casefold() for rag in Rag} else "This is no rating."


COLUMNS: dict[str, tuple[str, Callable[[Indicator, Pack], tuple[str, ...]]]] = {
    "polarity": ("data/indicators.csv", _polarity),
    "target": ("data/targets.csv", _target),
    "owner": ("data/indicators.csv", _owner),
    "methodology": ("data/targets.csv", _methodology),
}
"""What each column is compared with, and the file that has it."""


WORDS = {
    **dict.fromkeys(("red", "r"), "Red"),
    **dict.fromkeys(("amber", "yellow", "a", "y"), "Amber"),
    **dict.fromkeys(("green", "g"), "Green"),
}
"""How sheets write ratings."""


def rating_remarks(reading: SheetReading, got: Gathering) -> Iterator[SheetRemark]:
    """Say where a rating in the sheet is not the computed one of the pack's month."""
    column = reading.named.get("rag")
    if column is None or got.pack.period not in {month.month for month in reading.months}:
        return
    pack = with_figures(got.pack, got.seen)
    for row, indicator in indicator_rows(reading, got.pack):
        word = WORDS.get(reading.grid.text(row, column).casefold())
        rating = rate(pack, indicator.ref, got.pack.period)
        if word and rating.basis is RatingBasis.COMPUTED and rating.word != word:
            yield SheetRemark(
                reading.grid.place(row, column),
                f"{shown_ref(indicator)} is {word} in the sheet and {rating.word} by its figure and bands",
            )


def with_figures(pack: Pack, seen: Mapping[Key, tuple[ParsedValue, str]]) -> Pack:
    """The pack as it will be when the sheet's figures are in it."""
    observations = dict(pack.observations)
    for (ref, measure, month), (value, place) in seen.items():
        if measure == "value":
            there = observations.get((ref, month)) or Observation(
                ref, month, None, value.status, "", Place(place)
            )
            observations[ref, month] = replace(there, value=value.number, status=value.status)
    return replace(pack, observations=observations)


# ------------------------------------------------------------------------------ whose the figures are

SEARCHED = 30
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
    columns = [c for c in range(min(grid.columns, SEARCHED)) if c not in taken]
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
    headed = any(column_name(word) == "ref" for word in words)
    plainly = any(re.search(r"code|ref|id\b", word.casefold()) for word in words)
    agreeing = sum(_titles_agree(grid, row, column, known) for row in rows)
    other = any(column_name(word) not in {"ref", ""} for word in words)
    return 8 * (agreeing > 0) + 4 * (not _is_running(grid, column, rows)) + 2 * headed + plainly - 2 * other


def _titles_agree(grid: SheetGrid, row: int, column: int, known: KnownTitles) -> bool:
    ref = canonical_ref(grid.text(row, column))
    return any(
        known.by_title(grid.text(row, other)) == ref for other in range(min(grid.columns, SEARCHED)) if ref
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
    for column in range(min(grid.columns, SEARCHED)):
        names = {column_name(grid.text(row, column)) for row in heads} - {""}
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
    return figure_role(text) if short else Role.UNKNOWN


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
