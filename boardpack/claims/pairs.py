"""Which of several figures is of which of several indicators: `LAC 10 and LAC 11 were 90% and 63%`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from boardpack.claims.statement import Kind, Reading, Statement

_PAIRED = frozenset({Kind.VALUE, Kind.CHANGE, Kind.GAP, Kind.TARGET, Kind.RATING})
_AND = re.compile(r"\s*(?:,|,?\s*and|&|,?\s*but)\s*(?:by\s+|to\s+|at\s+)?")
_RESPECTIVELY = re.compile(r"\s*,?\s*\brespectively\b", re.IGNORECASE)


def paired(reading: Reading) -> Mapping[int, tuple[str, ...]]:
    """The indicator of each figure or rating that is one of a row, by its place in the sentence.

    No indicator when `respectively` is said of figures that no row of references stands before.
    """
    found: dict[int, tuple[str, ...]] = {}
    text = reading.sentence.text
    for row in _rows(reading):
        said = _RESPECTIVELY.match(text, row[-1].end) is not None
        refs = _named_before(reading, row, joined=not said)
        if len(refs) == len(row):
            found.update((one.start, (ref,)) for one, ref in zip(row, refs, strict=True))
        elif said:
            found.update((one.start, ()) for one in row)
    return found


def _rows(reading: Reading) -> list[list[Statement]]:
    """The figures, or the ratings, that stand side by side."""
    rows: list[list[Statement]] = []
    fitting = [s for s in reading.statements if s.kind in _PAIRED]
    for one in fitting:
        last = rows[-1][-1] if rows else None
        text = reading.sentence.text
        if last and last.kind is one.kind and _AND.fullmatch(text, last.end, one.start):
            rows[-1].append(one)
        else:
            rows.append([one])
    return [row for row in rows if len(row) > 1]


def _named_before(reading: Reading, row: Sequence[Statement], *, joined: bool) -> list[str]:
    """The indicators named before a row; `joined` asks that they stand side by side too."""
    text, start = reading.sentence.text, row[0].start
    floor = text.rfind(";", 0, start) + 1
    mentions = [m for m in reading.mentions if floor <= m.start and m.end <= start and m.refs]
    if joined:
        mentions = mentions[-len(row) :]
        aside = any(not _AND.fullmatch(text, one.end, other.start) for one, other in pairwise(mentions))
        if aside or any(
            s.end <= start and s.start >= mentions[-1].end for s in reading.statements if mentions
        ):
            return []
    return list(dict.fromkeys(ref for mention in mentions for ref in mention.refs))
