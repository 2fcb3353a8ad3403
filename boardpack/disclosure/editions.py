"""A pack as one of its editions: the public one without what is kept back, or the restricted one.

With what `check` finds of it, and what `check --disclosure` reports: what the public edition keeps back and
why, and what each figure could be. What issued editions published and suppressed is a file, of which an
archive keeps one in the bag of each edition; it holds nothing that was not published, and a suppressed figure
is null:

    {"editions": [{"name": "2017-09 v1", "cells": {"CL1 2017-09": "12", "CL1A 2017-09": null}}]}

`rounded_to` is there where counts were rounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from boardpack.disclosure.decide import Decision, Why, decide
from boardpack.disclosure.public import Held, public_pack, residues, withheld_refs
from boardpack.disclosure.relations import Cell, Earlier
from boardpack.disclosure.secondary import interval
from boardpack.errors import BoardpackError
from boardpack.load.files import read_file
from boardpack.load.project import Project
from boardpack.model.disclosure import Audience
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Calendar, Period

RULES = (
    "disclosure-prose", "disclosure-open", "disclosure-published", "disclosure-counts", "disclosure-total",
    "disclosure-release",
)  # fmt: skip


class EditionPack(Struct, frozen=True):
    """A pack as an edition has it, and what is to be said about that."""

    pack: Pack
    findings: tuple[Finding, ...] = ()
    decision: Decision | None = None
    held: Held | None = None


def edition_of(pack: Pack, asked: Audience | None = None, earlier: Sequence[Earlier] = ()) -> EditionPack:
    """Make the pack of an edition: by default the public one, of a pack that has something to keep back.

    A pack that keeps nothing back has one edition, whatever is asked for.
    """
    if not pack.has_editions:
        return EditionPack(pack)
    if asked is Audience.RESTRICTED:
        return EditionPack(_restricted(pack))
    from boardpack.disclosure.prose import prose_findings  # noqa: PLC0415 - most packs keep nothing back

    withheld = withheld_refs(pack)
    decision = decide(pack, earlier, withheld)
    cells = frozenset(decision.suppressed) if decision is not None else frozenset()
    refs = decision.refs if decision is not None else frozenset()
    held = Held(cells, refs, pack.disclosure, withheld)
    made = public_pack(pack, held)
    hidden = {*cells, *(cell for cell in pack.observations if cell[0] in withheld)}
    found = (*prose_findings(_as_printed(pack, made), made, hidden), *_told(pack, decision))
    return EditionPack(made, found, decision, held)


def _as_printed(pack: Pack, made: Pack) -> Pack:
    """The pack with its figures, and the words that the public edition prints."""
    return replace(
        made,
        observations=pack.observations,
        edition=Audience.WHOLE,
        notes=pack.notes if not pack.exempt else made.notes,
    )


def _restricted(pack: Pack) -> Pack:
    """The whole pack, classified so that only those cleared for it can be sent it."""
    confidential = any(part.exemption.is_confidential for part in pack.exempt)
    words = pack.words("edition.confidential" if confidential else "edition.restricted")
    return replace(pack, edition=Audience.RESTRICTED, facts=replace(pack.facts, classification=words))


# ------------------------------------------------------------------------------------------- findings


def _told(pack: Pack, decision: Decision | None) -> Iterator[Finding]:
    if decision is None:
        return
    place = decision.settings.place
    for index in decision.open:
        number = decision.net.numbers[index]
        yield Finding(
            "disclosure-open", Severity.WARNING if decision.fixed else Severity.ERROR, place, number.ref,
            f"a count of {pack.shown(number.ref)} for {number.period.short} can be worked out all the same"
            + (", from editions issued before" if decision.fixed else ""),
            "nothing published that gives it away",
            "Take an indicator that it follows from out of the pack, or withhold it in data/exempt.csv",
        )  # fmt: skip
    for cell in sorted(decision.fixed & decision.suppressed.keys()):
        yield Finding(
            "disclosure-published", Severity.WARNING, place, cell[0],
            f"{pack.shown(cell[0])} for {cell[1].short} is suppressed, and an issued edition printed it",
            "a figure that was never published", "Consider withdrawing that edition from the website",
        )  # fmt: skip
    for ref in sorted({ref for (ref, _), why in decision.suppressed.items() if why is Why.UNKNOWN}):
        yield Finding(
            "disclosure-counts", Severity.WARNING, _place(pack, ref), ref,
            f"{pack.shown(ref)} is suppressed, since its counts are not in the pack",
            "its numerator and denominator, or its number of cases",
            "Add rows `numerator` and `denominator` to the values, or name its indicators in indicators.csv",
        )  # fmt: skip
    for unmet in decision.unmet:
        number = unmet.terms[0][0]
        yield Finding(
            "disclosure-total", Severity.WARNING, place, number.ref,
            f"a relation of {pack.shown(number.ref)} that does not hold for {number.period.short}",
            "a total that is that of its parts", "Correct the figures, or the relation in pack.toml",
        )  # fmt: skip
    for cell in decision.refused:
        yield Finding(
            "disclosure-release", Severity.ERROR, _release_place(pack, cell), cell[0],
            f"the release of {pack.shown(cell[0])} for {cell[1].short} would give another figure away",
            "a release from which nothing follows",
            "Take the release out, or release the other figure as well",
        )  # fmt: skip


def _place(pack: Pack, ref: str) -> Place:
    indicator = pack.indicator(ref)
    return indicator.place if indicator is not None else pack.facts.place


def _release_place(pack: Pack, cell: Cell) -> Place:
    return next(one.place for one in pack.releases if (one.ref, one.period) == cell)


# ---------------------------------------------------------------------------------------------- report


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
    for cell, why in decision.suppressed.items():
        yield f"{_shown(pack, *cell)}: {why.value}; {_could_be(decision, cell)}."


def _shown(pack: Pack, ref: str, period: Period) -> str:
    """`CL 1 Oct-17`: a reference as it was in a period, and the period."""
    indicator = pack.indicator(ref)
    return f"{indicator.definition(period).reference if indicator is not None else ref} {period.short}"


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
        yield f"{_shown(pack, number.ref, number.period)}: can be worked out all the same."


# ------------------------------------------------------------------------------------ issued editions

FILE = "data/earlier-editions.json"


def record_decision(pack: Pack, decision: Decision, name: str) -> Earlier:
    """What a public edition publishes of its sensitive figures; `pack` is that of the public edition."""
    cells = {
        cell: None if cell in decision.suppressed else seen.value
        for cell, seen in pack.observations.items()
        if cell[0] in decision.refs and (cell in decision.suppressed or seen.value is not None)
    }
    return Earlier(name, cells, decision.settings.round_to if decision.settings.suppresses else 0)


def whole_record(pack: Pack, name: str) -> Earlier:
    """What an edition published that kept nothing back: every figure of the periods it shows."""
    shown = {*pack.months, *(period.same_last_year for period in pack.months)}
    known = pack.observations.items()
    return Earlier(name, {c: s.value for c, s in known if c[1] in shown and s.value is not None})


def write_earlier(editions: Iterable[Earlier]) -> bytes:
    """Write records as a file."""
    held = [
        {"name": one.name, "cells": _published(one), **({"rounded_to": one.base} if one.base > 1 else {})}
        for one in editions
    ]
    return (json.dumps({"editions": held}, indent=1, sort_keys=True) + "\n").encode()


def _published(one: Earlier) -> dict[str, str | None]:
    return {
        f"{ref} {period.iso}": None if value is None else f"{value:f}"
        for (ref, period), value in one.cells.items()
    }


def read_earlier(data: bytes, calendar: Calendar) -> tuple[Earlier, ...]:
    """Read what `write_earlier` wrote; BoardpackError for anything else, since it must be known."""
    try:
        held = json.loads(data)["editions"]
        return tuple(
            Earlier(str(one["name"]), dict(_read(one["cells"], calendar)), int(one.get("rounded_to", 0)))
            for one in held
        )
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
        raise BoardpackError(
            f"{FILE}: cannot be read, and says what earlier editions kept back. Delete it from the project's "
            "folder, where nothing needs it; in the archive, put it back from a copy."
        ) from fault


def _read(cells: dict[str, Any], calendar: Calendar) -> Iterable[tuple[Cell, Decimal | None]]:
    for name, value in cells.items():
        ref, _, iso = name.rpartition(" ")
        period = calendar.parse(iso)
        if period is None:
            raise ValueError(iso)
        yield (ref, period), None if value is None else Decimal(value)


def project_memory(project: Project) -> tuple[Earlier, ...]:
    """What a project's own file says of earlier editions; nothing where it has none."""
    try:
        data = read_file(project.root, FILE)
    except FileNotFoundError:
        return ()
    return read_earlier(data, project.calendar)
