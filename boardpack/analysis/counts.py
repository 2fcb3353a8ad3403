"""Counts of ratings: for the headline, for a section, for a table."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from boardpack.analysis.rating import rate
from boardpack.model.pack import Pack
from boardpack.model.rating import Level, Rag, RatingBasis
from boardpack.words import Words


class Counts(Struct, frozen=True):
    """How many indicators have each rating in one month."""

    red: int
    amber: int
    green: int
    as_reported: int
    """Rated as reported, since the rating cannot be computed; not counted under its colour."""
    not_rated: int
    levels: tuple[tuple[Level, int], ...] = ()
    """How many have each of the pack's own levels, where it rates by levels."""

    @property
    def total(self) -> int:
        """All indicators counted."""
        return self.red + self.amber + self.green + self.as_reported + self.not_rated

    def sentence(self, words: Words) -> str:
        """`4 Red, 1 Amber, 2 Green`; kinds that do not occur are left out."""
        if self.levels:
            return self._level_sentence(words)
        rated = ((self.red, Rag.RED), (self.amber, Rag.AMBER), (self.green, Rag.GREEN))
        parts = [words("counts.rated", number=n, rating=words.rating(rag)) for n, rag in rated if n]
        return words.listed([*parts, *self._unrated(words)])

    def _level_sentence(self, words: Words) -> str:
        parts = [words("counts.rated", number=n, rating=level.name) for level, n in self.levels if n]
        return words.listed([*parts, *self._unrated(words)])

    def _unrated(self, words: Words) -> list[str]:
        kinds = (("counts.as_reported", self.as_reported), ("counts.not_rated", self.not_rated))
        return [words(key, number=number) for key, number in kinds if number]


def count_ratings(pack: Pack, refs: Iterable[str] | None = None) -> Counts:
    """Count the ratings of the pack's month, over some indicators or over all in the RAG summary."""
    chosen = [i.ref for i in pack.indicators if i.in_summary] if refs is None else list(refs)
    ratings = [rate(pack, ref, pack.period) for ref in chosen]
    rated = [r for r in ratings if r.basis in {RatingBasis.COMPUTED, RatingBasis.OVERRIDE}]
    settled, levels = [r.rag for r in rated], [r.level for r in rated]
    return Counts(
        red=settled.count(Rag.RED),
        amber=settled.count(Rag.AMBER),
        green=settled.count(Rag.GREEN),
        as_reported=sum(r.basis is RatingBasis.REPORTED for r in ratings),
        not_rated=sum(r.basis is RatingBasis.NOT_RATED for r in ratings),
        levels=tuple((level, levels.count(level)) for level in pack.levels),
    )
