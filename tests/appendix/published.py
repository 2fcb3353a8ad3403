"""The October 2017 appendix as it was published, read into its parts.

`october-2017.txt` is its text, a tab between cells; nothing of it is in the program. The tests compare
the built PDF with these parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TEXT = Path(__file__).with_name("october-2017.txt").read_text(encoding="utf-8")
LINES = [line.rstrip() for line in TEXT.splitlines()]
HEADER = "Indicator Number\tIndicator Title\tPolarity"


@dataclass(frozen=True, slots=True)
class SeedTable:
    """A section's table with what stands under it."""

    section: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    improvement: tuple[str, ...]
    next_steps: tuple[str, ...]


def between(start: str, end: str) -> list[str]:
    """The lines after the first line that is `start`, before the next that begins with `end`."""
    first = LINES.index(start) + 1
    last = next(i for i in range(first, len(LINES)) if LINES[i].startswith(end))
    return [line for line in LINES[first:last] if line.strip()]


def summary_paragraphs() -> list[str]:
    """Headings and paragraphs of the Directors Summary."""
    return between("Directors Summary", "Priority Indicators Action Log")


def actions() -> list[tuple[str, ...]]:
    """Rows of the action log: reference, action, when, complete."""
    rows = between("REF\tACTIONS\tWHEN?\tCOMPLETE?", "Ref\t")
    return [tuple(row.split("\t")) for row in rows]


def rag_summary() -> list[tuple[str, tuple[tuple[str, str, str], ...]]]:
    """The bands of the RAG summary, each with its rows: reference, title, rating."""
    bands: list[tuple[str, list[tuple[str, str, str]]]] = []
    lines = LINES[LINES.index("Ref\tIndicator Title\tRAT") + 1 :]
    for line in lines:
        cells = line.split("\t")
        if len(cells) == 3 and cells[2]:
            bands[-1][1].append((cells[0], cells[1], cells[2]))
        elif line and line == line.upper() and "WORKFORCE" in line and bands:
            break
        elif line:
            bands.append((cells[0], []))
    return [(title, tuple(rows)) for title, rows in bands]


def tables() -> list[SeedTable]:
    """The section tables in order."""
    starts = [i for i, line in enumerate(LINES) if line.startswith(HEADER)]
    return [_table(start) for start in starts]


def _table(start: int) -> SeedTable:
    section = next(LINES[i] for i in range(start - 1, 0, -1) if LINES[i].strip())
    rows: list[tuple[str, ...]] = []
    texts: dict[str, tuple[str, ...]] = {}
    width = len(LINES[start].split("\t"))
    for line in LINES[start + 1 :]:
        if not line:
            break
        cells = line.split("\t")
        if cells[0] in {"Improvement Activity", "Next Steps"}:
            texts[cells[0]] = _paragraphs(cells[2] if len(cells) > 2 else "")
        else:
            rows.append(tuple(cells + [""] * (width - len(cells))))
    return SeedTable(
        section.split("\t")[0],
        tuple(LINES[start].split("\t")),
        tuple(rows),
        texts.get("Improvement Activity", ()),
        texts.get("Next Steps", ()),
    )


def _paragraphs(cell: str) -> tuple[str, ...]:
    """The paragraphs of a cell; its HTML marks are taken out, its words stay."""
    parts = re.split(r"</?p>", cell)
    return tuple(part.strip() for part in parts if part.strip())


def squeezed_note() -> str:
    """The published note on a chart, its emphasis by capitals and quotation marks taken out."""
    note = next(line for line in LINES if line.startswith("Note: Columns BELOW"))
    return note.replace("Columns BELOW", "columns below").replace('"', "") + "."
