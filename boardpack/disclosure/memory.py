"""What issued editions published and suppressed, as a file: an archive keeps one in the bag of each edition.

    {"editions": [{"name": "2017-09 v1", "cells": {"CL1 2017-09": "12", "CL1A 2017-09": null}}]}

It holds nothing that was not published: a suppressed figure is null. `rounded_to` is there where counts were
rounded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from boardpack.disclosure.decide import Decision
from boardpack.disclosure.relations import Cell, Earlier
from boardpack.errors import BoardpackError
from boardpack.load.files import read_file
from boardpack.load.project import Project
from boardpack.model.pack import Pack
from boardpack.model.period import Calendar

FILE = "data/earlier-editions.json"


def record(pack: Pack, decision: Decision, name: str) -> Earlier:
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
        {"name": one.name, "cells": _cells(one), **({"rounded_to": one.base} if one.base > 1 else {})}
        for one in editions
    ]
    return (json.dumps({"editions": held}, indent=1, sort_keys=True) + "\n").encode()


def _cells(one: Earlier) -> dict[str, str | None]:
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
