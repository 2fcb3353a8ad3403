"""A published table and `[compare]` of pack.toml → rows of data/comparators.csv.

Rank, quartile and mean among areas are by the rules of the Local Authority Interactive Tool: areas without a
value take no part, ties share the best rank, cut points are quantiles of type 7 (Excel's QUARTILE.INC), and a
value equal to a cut belongs to the interval below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import plain
from boardpack.comparators.published_table import (
    Figures,
    PublishedTable,
    is_withheld,
    measures,
    published_figures,
    published_number,
)
from boardpack.errors import UsageFault
from boardpack.load.csv_table import RawCsv, read_raw
from boardpack.load.findings import FindingLog, nearest
from boardpack.load.project import FileChange, Project
from boardpack.model.indicator import Indicator, Polarity, Unit, canonical_ref
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
    times: Decimal | None = None
    """What the table's figures are multiplied by: 100 for shares of one; None where it is not said."""


class ComparePlan(Struct, frozen=True):
    """What would be written."""

    rows: tuple[tuple[str, ...], ...]
    """In the columns of HEADER."""
    change: FileChange | None
    """None when the file has all of it already."""
    remarks: tuple[str, ...] = ()
    """What of the table is not there, or is withheld."""


def plan_comparators(
    project: Project, pack: Pack, table: PublishedTable, settings: CompareSettings
) -> ComparePlan:
    """Work out the comparators of each indicator that has a measure. UsageFault for one that is not found."""
    rows: list[tuple[str, ...]] = []
    remarks: list[str] = []
    for ref, measure in settings.measures.items():
        indicator = pack.indicator(canonical_ref(ref))
        if indicator is None:
            raise UsageFault(f"There is no indicator {ref!r} in the pack.")
        found = published_figures(table, measure)
        if found is None:
            raise UsageFault(
                f"There is no measure {measure!r} in the table{nearest(measure, measures(table))}."
            )
        found = _scaled(indicator, found, settings)
        remarks += _remarks(indicator, found, settings)
        rows += _rows(indicator, found, settings)
    return ComparePlan(tuple(rows), _change(project, rows), tuple(remarks))


def _scaled(indicator: Indicator, found: Figures, settings: CompareSettings) -> Figures:
    """The figures in the indicator's unit. UsageFault for shares of one where percentages are due."""
    times = Decimal(1) if settings.times is None else settings.times
    values = {code: None if value is None else value * times for code, value in found.values.items()}
    known = [abs(value) for value in values.values() if value is not None]
    shares = len(known) > 3 and max(known) <= 1 and any(value % 1 for value in known)
    if indicator.unit is Unit.PERCENT and settings.times is None and shares:
        raise UsageFault(
            f"{_shown(indicator)} is a percentage, and no figure of its measure is above 1: if they are "
            "shares of one, say --times 100; if they are percentages, --times 1."
        )
    return replace(found, values=values)


def _remarks(indicator: Indicator, found: Figures, settings: CompareSettings) -> Iterator[str]:
    """What is not there: UsageFault for a code that the table does not have at all."""
    shown = f"{_shown(indicator)}, {found.period}"
    codes = {"area": settings.area, "region": settings.region, "neighbours": ""}
    for code in (settings.area, settings.region, *settings.neighbours):
        if code and code not in found.values:
            what = next((name for name, own in codes.items() if own == code), "neighbours")
            raise UsageFault(
                f"{shown}: there is no area {code!r} in the table{nearest(code, found.values)}. Correct "
                f"`{what}` under [compare] in data/pack.toml, or say --column area=HEADER."
            )
    if settings.england not in found.values:
        yield f"{shown}: no row for England ({settings.england}), so none is written"
    for code in (settings.england, settings.region, settings.area, *settings.neighbours):
        if code in found.values and found.values[code] is None:
            name = found.names.get(code, "").strip() or code
            yield f"{shown}: {name} is “{found.texts[code]}”, so it takes no part"
    odd = [t for t in found.texts.values() if published_number(t) is None and not is_withheld(t)]
    if odd:
        yield f"{shown}: {len(odd)} cells are no figures and none of the usual signs, such as “{odd[0][:20]}”"


def _shown(indicator: Indicator) -> str:
    return indicator.definitions[-1].reference


def _rows(indicator: Indicator, found: Figures, settings: CompareSettings) -> Iterator[tuple[str, ...]]:
    shown = _shown(indicator)
    singles = (("England", settings.england), (found.names.get(settings.region, "Region"), settings.region))
    for name, code in singles:
        if (value := found.values.get(code)) is not None:
            yield _row(shown, name, found, value, settings)
    if settings.neighbours:
        near = mean_of_present([found.values.get(code) for code in settings.neighbours])
        if near is not None:
            yield _row(shown, settings.group, found, near[0], settings, count=f"mean of {near[1]}")
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
    place = f"{rank(own, ranked, highest_first=high)} of {len(ranked)}"
    cuts = quartile_cuts(ranked)
    if cuts[0] == cuts[2]:
        return place  # so many are alike that quartiles say nothing
    return f"{place}, quartile {quartile_band(own, cuts, highest_first=high)}"


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
        held = RawCsv(HEADER, (), marked=True)
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


# ------------------------------------------------------------------------------------------- ranking

BANDS = "ABCD"
"""Quartiles from the best to the worst."""


def mean_of_present(values: Sequence[Decimal | None]) -> tuple[Decimal, str] | None:
    """Return the mean of the values that are there, none counted as 0, and of how many it is: `8 of 10`."""
    known = [value for value in values if value is not None]
    return (sum(known, Decimal(0)) / len(known), f"{len(known)} of {len(values)}") if known else None


def rank(value: Decimal, values: Iterable[Decimal], *, highest_first: bool) -> int:
    """Return the rank of a value among others, itself included."""
    return 1 + sum(other > value if highest_first else other < value for other in values)


def quartile_cuts(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the three cut points of some values."""
    ordered = sorted(values)
    first, second, third = (_quantile(ordered, Decimal(part) / 4) for part in (1, 2, 3))
    return first, second, third


def _quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def quartile_band(value: Decimal, cuts: Sequence[Decimal], *, highest_first: bool) -> str:
    """Return the band of a value, A for the best quartile."""
    place = sum(value > cut for cut in cuts)
    return BANDS[3 - place] if highest_first else BANDS[place]
