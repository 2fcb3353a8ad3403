"""What the pack prints otherwise than its source: the reported cells set against what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct

from boardpack.analysis.rating import REPORTED_WORDS, rate
from boardpack.compose.phrases import sentence
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import Period, parse_iso
from boardpack.model.rating import Rating, RatingBasis


class ReportedDifference(Struct, frozen=True):
    """One row of the last page; cells that differ in the same way share it."""

    where: str
    what: str
    """`W1 b, FD 3: rating`, `AD 7: figures, May-17 to Jul-17`."""
    reported: str
    """As it was reported; empty for a blank cell."""
    printed: str
    why: str


class _Cell(Struct, frozen=True):
    """A reported cell that differs, before those of a kind are put together."""

    reported: Reported
    printed: str
    why: str

    @property
    def kind(self) -> tuple[str, ...]:
        """What cells must have in common to share a row; an indicator's figures need only one reason."""
        row = self.reported
        if _month(row):
            return (row.where, row.ref, self.why)
        return (row.where, "rating" if row.field == "rag" else "", row.text, self.printed, self.why)


def differences(pack: Pack) -> tuple[ReportedDifference, ...]:
    """Every reported cell that is printed otherwise, in the order of the source."""
    groups: dict[tuple[str, ...], list[_Cell]] = {}
    for row in pack.reported:
        cell = _rating(pack, row) if row.field == "rag" else _normalised(row)
        if cell is not None:
            groups.setdefault(cell.kind, []).append(cell)
    return tuple(_difference(pack, cells) for cells in groups.values())


def _difference(pack: Pack, cells: list[_Cell]) -> ReportedDifference:
    first = cells[0]
    where = _PLACES.get(first.reported.where, first.reported.where)
    reported = _listed(cell.reported.text for cell in cells)
    return ReportedDifference(
        where, _what(pack, cells), reported, _listed(c.printed for c in cells), first.why
    )


def _listed(words: Iterable[str]) -> str:
    """Words that are all the same once, otherwise one after the other; blanks are passed over."""
    known = [word for word in words if word]
    return ", ".join(known if len(set(known)) > 1 else known[:1])


def _what(pack: Pack, cells: list[_Cell]) -> str:
    """Name the cells of a row: their indicators, months or fields."""
    rows = [cell.reported for cell in cells]
    refs = ", ".join(dict.fromkeys(_shown(pack, row.ref) for row in rows))
    months = [month for row in rows if (month := _month(row))]
    if months:
        return f"{refs}: figure{'s' if len(months) > 1 else ''}, {_span(months)}"
    if rows[0].field == "rag":
        return f"{refs}: rating"
    return "; ".join(": ".join(filter(None, (_shown(pack, row.ref), row.field))) for row in rows)


def _span(months: list[Period]) -> str:
    if len(months) > 2 and months[0].until(months[-1]) == len(months) - 1:
        return f"{months[0].short} to {months[-1].short}"
    return ", ".join(month.short for month in months)


def _month(row: Reported) -> Period | None:
    return parse_iso(row.field.removeprefix("value ")) if row.field.startswith("value ") else None


def _shown(pack: Pack, ref: str) -> str:
    indicator = pack.indicator(ref)
    return indicator.definition(pack.period).reference if indicator else ref


def _normalised(row: Reported) -> _Cell | None:
    return _Cell(row, row.used, row.reason) if row.used and row.used != row.text else None


def _rating(pack: Pack, row: Reported) -> _Cell | None:
    """A reported rating against the one printed; None where they are the same word."""
    if pack.indicator(row.ref) is None:
        return None
    rating = rate(pack, row.ref, pack.period)
    if row.text.strip().casefold() == rating.word.casefold():
        return None
    return _Cell(row, rating.word, " ".join(filter(None, (row.reason, _why(row, rating)))))


def _why(row: Reported, rating: Rating) -> str:
    """Where the printed rating comes from, when the reported word meant another one or none."""
    if REPORTED_WORDS.get(row.text.strip().casefold()) is rating.rag:
        return ""
    match rating.basis:
        case RatingBasis.COMPUTED:
            return "The rating is worked out from the figure and the bands."
        case RatingBasis.OVERRIDE | RatingBasis.REPORTED:
            return sentence(f"The rating is {rating.basis.value.partition(';')[0]}: {rating.reason}")
        case RatingBasis.NOT_RATED:
            return ""


_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "summary": "RAG summary",
        "table": "Table",
        "actions": "Action log",
        "narrative": "Commentary",
        "cover": "Cover",
    }
)
