"""Quarters and years as headers, for packs that report by them or have indicators that do.

The headers of such a sheet are given their period here, once, before anything is read; from there on a
quarter is a period like a month. To read another length of period, add it to `_calendars`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from boardpack.importer.grid import SheetCell, SheetGrid
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Calendar, Period, parse_month


def with_periods(grids: Iterable[SheetGrid], pack: Pack) -> tuple[SheetGrid, ...]:
    """The sheets with the quarters or years that their cells name, where the pack has any."""
    calendars = tuple(_calendars(pack))
    if not calendars:
        return tuple(grids)
    return tuple(
        replace(grid, cells={place: _named(cell, calendars) for place, cell in grid.cells.items()})
        for grid in grids
    )


def _calendars(pack: Pack) -> Iterator[Calendar]:
    """The calendars whose periods may head columns, besides months."""
    own = pack.calendar
    if own.cadence is not Cadence.MONTH:
        yield own
    elif any(indicator.frequency == Cadence.QUARTER.value for indicator in pack.indicators):
        yield Calendar(Cadence.QUARTER, own.year_start)


def _named(cell: SheetCell, calendars: tuple[Calendar, ...]) -> SheetCell:
    """The cell with the period it names; a month is none of them, and nor is a number."""
    if cell.exact is not None or cell.date is not None or parse_month(cell.text) is not None:
        return cell
    found = next((period for calendar in calendars if (period := calendar.parse(cell.text))), None)
    return cell if found is None else replace(cell, month=found)


def stored(period: Period, cadence: Cadence) -> Period | None:
    """The period under which a figure is stored in a pack; None where the pack has none such.

    A quarter's figure in a monthly pack is stored in the quarter's last month.
    """
    if period.length == cadence.value:
        return period
    return period.last if cadence is Cadence.MONTH and period.length == Cadence.QUARTER.value else None
