"""Counts of ratings: for the headline, for a section, for a table."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from boardpack.analysis.rating import rate
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis


class Counts(Struct, frozen=True):
    """How many indicators stand at each rating in one month."""

    red: int
    amber: int
    green: int
    as_reported: int
    """Rated as reported, since the rating cannot be computed; not counted under its colour."""
    not_rated: int

    @property
    def total(self) -> int:
        """All indicators counted."""
        return self.red + self.amber + self.green + self.as_reported + self.not_rated

    @property
    def words(self) -> str:
        """`4 Red, 1 Amber, 2 Green`; kinds that do not occur are left out."""
        pairs = (
            (self.red, "Red"),
            (self.amber, "Amber"),
            (self.green, "Green"),
            (self.as_reported, "as reported"),
            (self.not_rated, "not rated"),
        )
        return ", ".join(f"{count} {word}" for count, word in pairs if count)


def count_ratings(pack: Pack, refs: Iterable[str] | None = None) -> Counts:
    """Count the ratings of the pack's month, over some indicators or over all in the RAG summary."""
    chosen = [i.ref for i in pack.indicators if i.in_summary] if refs is None else list(refs)
    ratings = [rate(pack, ref, pack.period) for ref in chosen]
    settled = [r.rag for r in ratings if r.basis in {RatingBasis.COMPUTED, RatingBasis.OVERRIDE}]
    return Counts(
        red=settled.count(Rag.RED),
        amber=settled.count(Rag.AMBER),
        green=settled.count(Rag.GREEN),
        as_reported=sum(r.basis is RatingBasis.REPORTED for r in ratings),
        not_rated=sum(r.basis is RatingBasis.NOT_RATED for r in ratings),
    )
