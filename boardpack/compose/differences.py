"""What the pack prints otherwise than its source: the reported cells set against what is printed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from boardpack.analysis.rating import REPORTED_WORDS, rate, rating_word
from boardpack.compose.phrases import ended
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack, Reported
from boardpack.model.period import Period
from boardpack.model.rating import Rating, RatingBasis
from boardpack.words import Words


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
        if row.field.startswith("value "):
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
    place = first.reported.where
    where = pack.words(f"differences.place.{place}") if place in PLACES else place
    reported = _listed(pack.words, (cell.reported.text for cell in cells))
    printed = _listed(pack.words, (cell.printed for cell in cells))
    return ReportedDifference(where, _what(pack, cells), reported, printed, first.why)


def _listed(words: Words, cells: Iterable[str]) -> str:
    """Cells that are all the same once, otherwise one after the other; blanks are passed over."""
    known = [cell for cell in cells if cell]
    return words.listed(known if len(set(known)) > 1 else known[:1])


def _what(pack: Pack, cells: list[_Cell]) -> str:
    """Name the cells of a row: their indicators, months or fields."""
    rows = [cell.reported for cell in cells]
    words = pack.words
    refs = words.listed(dict.fromkeys(pack.shown(row.ref) for row in rows))
    months = [month for row in rows if (month := _month(pack, row))]
    if months:
        key = "differences.figures.one" if len(months) == 1 else "differences.figures.other"
        return words(key, references=refs, months=_span(words, months))
    if rows[0].field == "rag":
        return words("differences.rating", references=refs)
    return "; ".join(_field(pack, row) for row in rows)


def _field(pack: Pack, row: Reported) -> str:
    """`P1: title`; the reference or the field alone where the row has no other."""
    reference = pack.shown(row.ref)
    if not reference or not row.field:
        return reference or row.field
    return pack.words("differences.field", reference=reference, field=row.field)


def _span(words: Words, months: list[Period]) -> str:
    if len(months) > 2 and months[0].until(months[-1]) == len(months) - 1:
        return words.short_span(months)
    return words.listed(words.short_period(month) for month in months)


def _month(pack: Pack, row: Reported) -> Period | None:
    if not row.field.startswith("value "):
        return None
    return pack.calendar.parse(row.field.removeprefix("value "))


def _normalised(row: Reported) -> _Cell | None:
    if not row.used or row.used == row.text or _is_status_in_other_words(row):
        return None
    return _Cell(row, row.used, row.reason)


def _is_status_in_other_words(row: Reported) -> bool:
    """Whether a month's cell gave in a word or a sign why there is no figure: `n/a`, `TBC`, `-`.

    The pack prints the same in its own words, which needs no explanation; a number, a blank or a sentence
    that became a status is another matter.
    """
    is_word = bool(row.text.strip()) and len(row.text) <= SHORT and not any(ch.isdigit() for ch in row.text)
    return row.field.startswith("value ") and is_word and row.used in MISSING


def _rating(pack: Pack, row: Reported) -> _Cell | None:
    """A reported rating against the one printed; None where they are the same word."""
    if pack.indicator(row.ref) is None:
        return None
    rating = rate(pack, row.ref, pack.period)
    if row.text.strip().casefold() == rating.word.casefold():
        return None
    why = " ".join(filter(None, (row.reason, _why(pack.words, row, rating))))
    return _Cell(row, rating_word(rating, pack.words), why)


def _why(words: Words, row: Reported, rating: Rating) -> str:
    """Where the printed rating comes from, when the reported word meant another one or none."""
    if REPORTED_WORDS.get(row.text.strip().casefold()) is rating.rag:
        return ""
    match rating.basis:
        case RatingBasis.COMPUTED:
            return words("differences.worked_out")
        case RatingBasis.OVERRIDE:
            return words("differences.override", reason=ended(rating.reason))
        case RatingBasis.REPORTED:
            return words("differences.as_reported", reason=ended(rating.reason))
        case RatingBasis.NOT_RATED:
            return ""


PLACES = ("summary", "table", "actions", "narrative", "cover")
"""Where a cell was reported, by the word that data/reported-….csv uses."""

MISSING = frozenset(status.value for status in ValueStatus if not status.has_value)
SHORT = 20
"""Letters of a word or two that stand for a status."""
