"""A Pack as tidy rows: one for each indicator and period, each figure beside what it needs to be understood.

Tidy data: a row is an observation, a column a variable (Wickham 2014, doi:10.18637/jss.v059.i10). What the
columns mean is written as CSV on the Web metadata (W3C, Metadata Vocabulary for Tabular Data).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import asdict

from boardpack.analysis.rating import rate
from boardpack.model.disclosure import Audience
from boardpack.model.indicator import Indicator, Unit
from boardpack.model.observation import ComparatorFigure, Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.words import Words

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that a spreadsheet would run as a formula (OWASP, CSV injection)."""


class TidyRow(Struct, frozen=True, kw_only=True):
    """What the pack says of one indicator in one period; empty text where there is nothing to say."""

    reference: str
    title: str
    section: str
    period: str
    """ISO 8601: `2017-10`; of a comparator its own, or as it is published."""
    comparator: str = ""
    """Whose figure it is, such as `England`; empty for the body's own."""
    value: Decimal | None
    """In the unit named beside it, unrounded: a percentage is 43 and not 0.43. None when missing."""
    unit: str
    status: str
    """`final`, `provisional`, `no cases` …: why there is no value, or how sure it is."""
    symbol: str = ""
    """The shorthand of the status in tables: `[x]`."""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    target: str = ""
    """As the pack prints it: `95.0%`."""
    target_value: Decimal | None = None
    polarity: str
    rating: str = ""
    """`Red`, `Amber`, `Green`; `Not rated` where there is none."""
    rating_basis: str = ""
    """How the rating came about, with the reason where it was not computed."""


def tidy_rows(pack: Pack) -> tuple[TidyRow, ...]:
    """Return a row for each indicator and each period that the pack shows, in the pack's order.

    After an indicator's own rows come those of what it is compared with.
    """
    sections = {section.key: section.title for section in pack.sections}
    return tuple(
        row
        for indicator in pack.indicators
        for row in _rows(pack, indicator, sections.get(indicator.section, ""))
    )


def _rows(pack: Pack, indicator: Indicator, section: str) -> Iterator[TidyRow]:
    for period in pack.months:
        if (observation := pack.observation(indicator.ref, period)) is not None:
            yield _row(pack, indicator, section, observation)
    figures = pack.comparators_of(indicator.ref).values()
    yield from (_compared(pack, indicator, section, figure) for figure in figures)


def _row(pack: Pack, indicator: Indicator, section: str, observation: Observation) -> TidyRow:
    period = observation.period
    definition = indicator.definition(period)
    target = pack.target(indicator.ref, period)
    rating = rate(pack, indicator.ref, period)
    # counts may be of another figure
    counted = pack.edition is not Audience.PUBLIC or not indicator.sensitive
    return TidyRow(
        reference=definition.reference,
        title=definition.title,
        section=section,
        period=period.iso,
        value=observation.value,
        unit=unit_of(indicator),
        status=observation.status.value,
        symbol=observation.status.shorthand,
        numerator=observation.numerator if counted else None,
        denominator=observation.denominator if counted else None,
        target=target.published if target else "",
        target_value=target.value if target else None,
        polarity=indicator.polarity.value if indicator.polarity else "",
        rating=rating.word,
        rating_basis=f"{rating.basis.value}: {rating.reason}" if rating.reason else rating.basis.value,
    )


def _compared(pack: Pack, indicator: Indicator, section: str, figure: ComparatorFigure) -> TidyRow:
    """The latest figure of a comparator, as the pack prints it: it has no target and no rating."""
    definition = indicator.definition(pack.period)
    return TidyRow(
        reference=definition.reference,
        title=definition.title,
        section=section,
        period=figure.period.iso if figure.period is not None else figure.period_text,
        comparator=figure.name,
        value=figure.value,
        unit=unit_of(indicator),
        status=ValueStatus.FINAL.value,
        polarity=indicator.polarity.value if indicator.polarity else "",
    )


def unit_of(indicator: Indicator) -> str:
    """Name the unit of the bare number: a duration is in seconds, a grade is its place in its list."""
    if indicator.unit.is_clock:
        return "seconds"
    if indicator.unit is Unit.GRADE and indicator.grades:
        return f"grade, 0 for {indicator.grades[0]}"
    return str(indicator.unit.value)


def csv_bytes(rows: Sequence[TidyRow]) -> bytes:
    """Write rows as CSV: UTF-8, commas, CRLF line ends (RFC 4180), numbers without separators.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    import pandas as pd  # noqa: PLC0415 - imported only where data are given out

    frame = pd.DataFrame([_cells(row) for row in rows], columns=[column.name for column in COLUMNS])
    return frame.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _cells(row: TidyRow) -> tuple[str, ...]:
    values = asdict(row)
    return tuple(_cell(values[column.name]) for column in COLUMNS)


def _cell(value: str | Decimal | None) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return number_text(value)
        case _:
            return f"'{value}" if value.startswith(FORMULA) else value


def number_text(value: Decimal) -> str:
    """Write a number as programs read it: no separators, no exponent, no needless zeros: `0.5`, `-85000`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class TidyColumn(Struct, frozen=True):
    """A column of the tidy file: its name, and its type for the metadata.

    Its heading in the workbook and what it means are `data.heading.<name>` and `data.meaning.<name>` in the
    catalogue of words.
    """

    name: str
    datatype: str
    """Of XML Schema, as CSVW names them: `string`, `decimal`."""
    required: bool = False


COLUMNS: tuple[TidyColumn, ...] = (
    TidyColumn("reference", "string", required=True),
    TidyColumn("title", "string", required=True),
    TidyColumn("section", "string"),
    TidyColumn("period", "string", required=True),
    TidyColumn("comparator", "string"),
    TidyColumn("value", "decimal"),
    TidyColumn("unit", "string"),
    TidyColumn("status", "string"),
    TidyColumn("symbol", "string"),
    TidyColumn("numerator", "decimal"),
    TidyColumn("denominator", "decimal"),
    TidyColumn("target", "string"),
    TidyColumn("target_value", "decimal"),
    TidyColumn("polarity", "string"),
    TidyColumn("rating", "string"),
    TidyColumn("rating_basis", "string"),
)
"""The columns of the tidy file, in order."""


def csvw_bytes(pack: Pack, csv_name: str) -> bytes:
    """Return the metadata file of a pack's tidy CSV file, which lies beside it as `<name>-metadata.json`."""
    facts = pack.facts
    metadata: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": facts.language}],
        "url": csv_name,
        "dc:title": pack.words("data.title", title=facts.title, period=pack.words.long_period(pack.period)),
        "dc:publisher": facts.council,
        "dc:language": facts.language,
    }
    if facts.published_on is not None:
        metadata["dc:issued"] = facts.published_on.isoformat()
    metadata["dialect"] = {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"]}
    metadata["tableSchema"] = {
        "columns": [_column(column, pack.words) for column in COLUMNS],
        "primaryKey": ["reference", "period", "comparator"],
    }
    return (json.dumps(metadata, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _column(column: TidyColumn, words: Words) -> dict[str, object]:
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": words(f"data.meaning.{column.name}"),
        "datatype": column.datatype,
        "required": column.required,
    }
