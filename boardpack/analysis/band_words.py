"""Thresholds in words, for a target whose words the pack does not give."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from boardpack.analysis.formatting import format_value, plain, with_unit
from boardpack.model.indicator import Indicator, RagBands, Target
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag
from boardpack.words import Words


def band_words(pack: Pack, indicator: Indicator, target: Target) -> str:
    """Write how an indicator is rated: `Green: 90% or more; Amber: 80% or more; Red: otherwise`."""
    if target.levels is not None:
        rises = target.levels.bigger_is_better
        parts = [
            (one.level.name, _edge(one.edge, indicator, pack.words, rises=rises, included=one.included))
            for one in target.levels.edges
        ]
    elif target.bands is not None:
        parts = _three(pack, indicator, target.bands)
    else:
        return ""
    return _joined((pack.words("bands.part", rating=name, edge=edge) for name, edge in parts), pack.words)


def _three(pack: Pack, indicator: Indicator, bands: RagBands) -> list[tuple[str, str]]:
    words, rises = pack.words, bands.bigger_is_better
    if bands.green_top is not None:
        amber = _range(bands.amber, bands.amber_top or bands.green_top, indicator, words)
        edges = [_range(bands.green, bands.green_top, indicator, words), amber]
        named = [Rag.GREEN, Rag.AMBER] if amber != edges[0] else [Rag.GREEN]
    else:
        green = _edge(bands.green, indicator, words, rises=rises, included=bands.green_included)
        amber = _edge(bands.amber, indicator, words, rises=rises, included=bands.amber_included)
        green = words("bands.better", edge=green) if bands.if_better else green
        edges = [green, words("bands.no_worse", edge=amber) if bands.or_no_worse else amber]
        named = [Rag.GREEN, Rag.AMBER]
    pairs = [(words.rating(rag), edge) for rag, edge in zip(named, edges, strict=False)]
    return [*pairs, (words.rating(Rag.RED), words("bands.rest"))]


def _edge(value: Decimal | None, indicator: Indicator, words: Words, *, rises: bool, included: bool) -> str:
    if value is None:
        return words("bands.rest")
    key = ("at_least" if included else "more_than") if rises else ("at_most" if included else "less_than")
    return words(f"bands.{key}", value=_number(value, indicator))


def _range(low: Decimal, high: Decimal, indicator: Indicator, words: Words) -> str:
    return words("bands.range", low=_number(low, indicator), high=_number(high, indicator))


def _number(value: Decimal, indicator: Indicator) -> str:
    """A threshold with all its decimals: 85.5 is not 86."""
    if indicator.unit.is_named or indicator.unit.is_clock or indicator.scale != 1:
        return format_value(value, indicator)
    return with_unit(plain(value), indicator.unit)


def _joined(parts: Iterable[str], words: Words) -> str:
    return reduce(lambda some, each: words("bands.joined", some=some, next=each), parts)
