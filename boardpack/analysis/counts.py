"""Counts of ratings: for the headline, for a section, for a table."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from boardpack.analysis.rating import rate
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag, RatingBasis
from boardpack.words import Words


class Counts(Struct, frozen=True):
    """How many indicators have each rating in one month."""

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

    def sentence(self, words: Words) -> str:
        """`4 Red, 1 Amber, 2 Green`; kinds that do not occur are left out."""
        rated = ((self.red, Rag.RED), (self.amber, Rag.AMBER), (self.green, Rag.GREEN))
        parts = [words("counts.rated", number=n, rating=words.rating(rag)) for n, rag in rated if n]
        if self.as_reported:
            parts.append(words("counts.as_reported", number=self.as_reported))
        if self.not_rated:
            parts.append(words("counts.not_rated", number=self.not_rated))
        return words.listed(parts)


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
