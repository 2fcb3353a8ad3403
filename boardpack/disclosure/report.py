"""`check --disclosure`: what the public edition keeps back and why, and what each figure could be."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.disclosure.decide import Decision
from boardpack.disclosure.primary import Why
from boardpack.disclosure.public import residues
from boardpack.disclosure.relations import Cell
from boardpack.disclosure.secondary import interval
from boardpack.model.pack import Pack


def disclosure_text(pack: Pack | None, decision: Decision | None) -> str:
    """The report as text. It holds no suppressed figure, but says what a reader knows of each."""
    if pack is None:
        return "There is no pack to look at: `boardpack check` says why."
    if decision is None:
        return "The pack has no [disclosure] in data/pack.toml: it suppresses nothing."
    lines = (*_rule(decision), *_counts(decision), *_cells(pack, decision), *_residues(pack, decision))
    return "\n".join((*lines, *_open(pack, decision)))


def _rule(decision: Decision) -> Iterator[str]:
    settings = decision.settings
    if not settings.suppresses:
        yield "No small counts are suppressed."
        return
    rounding = f", the rest rounded to {settings.round_to}" if settings.round_to > 1 else ""
    yield f"Counts from 1 to {settings.threshold - 1} are suppressed{rounding}."
    yield f"Sensitive indicators, with those that hang together with them: {len(decision.refs)}."
    yield f"Numbers in relations: {len(decision.net.numbers)}; relations: {len(decision.net.constraints)}."


def _counts(decision: Decision) -> Iterator[str]:
    reasons = list(decision.suppressed.values())
    yield f"Suppressed figures: {len(reasons)}."
    for why in Why:
        if why in reasons:
            yield f"  {reasons.count(why):4} {why.value}"


def _cells(pack: Pack, decision: Decision) -> Iterator[str]:
    """A line for each suppressed figure: why, and the proof of what it could be."""
    for (ref, period), why in decision.suppressed.items():
        indicator = pack.indicator(ref)
        shown = indicator.definition(period).reference if indicator is not None else ref
        yield f"{shown} {period.short}: {why.value}; {_could_be(decision, (ref, period))}."


def _could_be(decision: Decision, cell: Cell) -> str:
    index = decision.net.of(cell)
    if index is None:
        return "nothing published is a relation of it"
    if cell in decision.fixed:
        return "an issued edition printed it"
    (low, high), proved = interval(decision.net, decision.suppressed, index, decision.fixed)
    most = f"{high}" if high < decision.net.most else "any number"
    said = f"it could be {low} to {most}"
    return said if proved else f"{said}, and perhaps more"


def _residues(pack: Pack, decision: Decision) -> Iterator[str]:
    """A line for each figure of others that goes, since it is a suppressed one, or leaves one over."""
    for cell in decision.suppressed:
        for one in residues(pack, cell):
            shown = f"{pack.shown(cell[0])} {cell[1].short}"
            yield f"{shown}: the figure of {one.name} goes, which is the suppressed one or leaves it over."


def _open(pack: Pack, decision: Decision) -> Iterator[str]:
    for index in decision.open:
        number = decision.net.numbers[index]
        indicator = pack.indicator(number.ref)
        shown = indicator.definition(number.period).reference if indicator is not None else number.ref
        yield f"{shown} {number.period.short}: can be worked out all the same."
