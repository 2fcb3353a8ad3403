"""A published table and `[compare]` of pack.toml → rows of data/comparators.csv."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from boardpack.analysis.formatting import plain
from boardpack.comparators.published_table import Figures, PublishedTable, figures, measures
from boardpack.comparators.ranking import mean_of_present, quartile_band, quartile_cuts, rank
from boardpack.errors import UsageFault
from boardpack.file_change import FileChange
from boardpack.load.csv_edit import RawCsv, read_raw
from boardpack.load.findings import FindingLog, nearest
from boardpack.load.project import Project
from boardpack.model.indicator import Indicator, Polarity, canonical_ref
from boardpack.model.pack import Pack

FILE = "data/comparators.csv"
HEADER = ("ref", "name", "period", "value", "source", "published", "count")

ENGLAND = "E92000001"


class CompareSettings(Struct, frozen=True):
    """Who is compared with whom, and which measure of the table each indicator is."""

    area: str
    """The body's own code."""
    measures: Mapping[str, str]
    """Reference of an indicator → the measure's name in the table."""
    source: str
    published: str = ""
    england: str = ENGLAND
    region: str = ""
    neighbours: tuple[str, ...] = ()
    group: str = "Similar councils"
    """What the neighbours are called in the pack."""
    areas: tuple[str, ...] = ()
    """Beginnings of the codes that are ranked; all of the own area's kind where none is named."""


class ComparePlan(Struct, frozen=True):
    """What would be written."""

    rows: tuple[tuple[str, ...], ...]
    """In the columns of HEADER."""
    change: FileChange | None
    """None when the file has all of it already."""


def plan_comparators(
    project: Project, pack: Pack, table: PublishedTable, settings: CompareSettings
) -> ComparePlan:
    """Work out the comparators of each indicator that has a measure. UsageFault for one that is not found."""
    rows: list[tuple[str, ...]] = []
    for ref, measure in settings.measures.items():
        indicator = pack.indicator(canonical_ref(ref))
        if indicator is None:
            raise UsageFault(f"There is no indicator {ref!r} in the pack.")
        found = figures(table, measure)
        if found is None:
            raise UsageFault(
                f"There is no measure {measure!r} in the table{nearest(measure, measures(table))}."
            )
        rows += _rows(indicator, found, settings)
    return ComparePlan(tuple(rows), _change(project, rows))


def _rows(indicator: Indicator, found: Figures, settings: CompareSettings) -> Iterator[tuple[str, ...]]:
    shown = indicator.definitions[-1].reference
    singles = (("England", settings.england), (found.names.get(settings.region, "Region"), settings.region))
    for name, code in singles:
        if (value := found.values.get(code)) is not None:
            yield _row(shown, name, found, value, settings)
    if settings.neighbours:
        mean = mean_of_present(found.values.get(code) for code in settings.neighbours)
        if mean.value is not None:
            yield _row(shown, settings.group, found, mean.value, settings, count=f"mean of {mean.count}")
    own = found.values.get(settings.area)
    if own is not None and (words := _standing(indicator, found, settings)):
        yield _row(shown, "Rank", found, own, settings, count=words)


def _row(
    ref: str, name: str, found: Figures, value: Decimal, settings: CompareSettings, *, count: str = ""
) -> tuple[str, ...]:
    number = plain(round(value, 4)).replace(",", "").replace("−", "-")
    return (ref, name, found.period, number, settings.source, settings.published, count)


def _standing(indicator: Indicator, found: Figures, settings: CompareSettings) -> str:
    """`4 of 151, quartile B`; empty where neither direction is better."""
    if indicator.polarity not in {Polarity.BIGGER, Polarity.SMALLER}:
        return ""
    high, own = indicator.polarity is Polarity.BIGGER, found.values.get(settings.area)
    ranked = [
        value for code, value in found.values.items() if value is not None and _is_ranked(code, settings)
    ]
    if own is None or len(ranked) < 2:
        return ""
    band = quartile_band(own, quartile_cuts(ranked), highest_first=high)
    return f"{rank(own, ranked, highest_first=high)} of {len(ranked)}, quartile {band}"


def _is_ranked(code: str, settings: CompareSettings) -> bool:
    """Whether an area is one of those that are ranked: of the kinds named, or else of the own area's level.

    Codes of English councils begin with E06 to E10; those of regions and of England with E12 and E92.
    """
    if settings.areas:
        return code.startswith(settings.areas)
    others = {settings.england, settings.region}
    return code not in others and not code.startswith(("E12", "E92"))


def _change(project: Project, rows: Sequence[tuple[str, ...]]) -> FileChange | None:
    """The file with the rows in it: a row of the same indicator, name and period is replaced."""
    held = read_raw(project.root, FILE, FindingLog(), required=False)
    if held is None or not held.header:
        held = RawCsv(HEADER, (), (), marked=True)
    made = {(canonical_ref(row[0]), row[1].casefold(), row[2]): row for row in rows}
    kept = [row for row in held.rows if _key(held, row) not in made]
    drawn = {_key(held, row)[:2] for row in held.rows if held.cell(row, "chart")}
    new = [
        held.row(
            **dict(zip(HEADER, row, strict=True)),
            **({"chart": "yes"} if (canonical_ref(row[0]), row[1].casefold()) in drawn else {}),
        )
        for row in rows
    ]
    changed = held.with_rows((*kept, *new))
    return None if changed.rows == held.rows else FileChange(FILE, changed.data, new=not held.rows)


def _key(held: RawCsv, row: tuple[str, ...]) -> tuple[str, str, str]:
    ref, name, period = (held.cell(row, column) for column in ("ref", "name", "period"))
    return canonical_ref(ref), name.casefold(), period
