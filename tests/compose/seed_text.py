"""The appendix as it was published, read from its plain text: tabs are table cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = Path(__file__).resolve().parent / "seed" / "appendix-2017-10.txt"
KINDS = ("Improvement Activity", "Next Steps")


@dataclass(frozen=True)
class SeedTable:
    """One of the section tables: rows of 14 cells, and the two cells of commentary."""

    rows: tuple[tuple[str, ...], ...]
    commentary: tuple[str, str]


@cache
def lines() -> tuple[str, ...]:
    return tuple(SEED.read_text(encoding="utf-8").split("\n"))


def summary_lines() -> list[str]:
    """Headings and paragraphs of the directors' summary, in order."""
    start, end = lines().index("Directors Summary"), lines().index("Priority Indicators Action Log")
    return [line for line in lines()[start + 1 : end] if line.strip()]


def action_rows() -> list[list[str]]:
    return [line.split("\t") for line in lines() if re.match(r"(Oct|Nov)-\d\d\t", line)]


def _summary_start() -> int:
    return next(number for number, line in enumerate(lines()) if line.startswith("Ref\tIndicator Title"))


def _summary_end() -> int:
    return next(n for n in range(_summary_start(), len(lines())) if not lines()[n].strip())


def rag_rows() -> list[list[str]]:
    """The RAG summary's rows; a section's band has a title and two blanks."""
    return [line.split("\t") for line in lines()[_summary_start() + 1 : _summary_end()]]


def tables() -> list[SeedTable]:
    found: list[tuple[list[tuple[str, ...]], dict[str, str]]] = []
    for line in lines()[_summary_end() :]:
        cells = line.split("\t")
        if cells[0] == "Indicator Number":
            found.append(([], {}))
        elif len(cells) > 3 and cells[0] in KINDS:
            found[-1][1][cells[0]] = cells[2]
        elif len(cells) > 3 and cells[0] != "CARE LEAVERS":
            found[-1][0].append((*cells, *[""] * (14 - len(cells))))
    return [SeedTable(tuple(rows), (said.get(KINDS[0], ""), said.get(KINDS[1], ""))) for rows, said in found]


def plain(commentary: str) -> str:
    """A cell of commentary without its HTML marks."""
    return re.sub(r"</?p>", "", commentary)
