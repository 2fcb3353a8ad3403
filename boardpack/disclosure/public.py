"""The Pack of the public edition: a pack that does not hold what is kept back.

Everything that is printed, spoken or given out as data is made from a Pack, so what is not in it is in none
of them: no cell, chart, axis, sentence, rating or count can show it. The commentary is what people wrote, and
`boardpack.disclosure.prose` reads it.

Targets stay: they were set without knowledge of the figures, and thresholds tell nothing without a rating.
No suppressed figure has one, since a Green against a target of 0 is a 0: neither a computed rating, nor a
person's, nor the reported one, wherever the value that counts is suppressed, be it an earlier period's. A
forecast was made by somebody who knew the figures: it goes with the figure it was made from and with that of
its own period, where it is small itself, and where it is what a suppressed figure of its year is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import rounded
from boardpack.analysis.timeline import counted_period
from boardpack.content import Paragraph, Text
from boardpack.disclosure.relations import SHARES, Cell, ratio_of, share_of_rounded, to_base
from boardpack.model.disclosure import Audience, Disclosure, Exemption, ExemptPart, PartKind
from boardpack.model.indicator import Indicator, Target, TargetStatus, Unit
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import (
    ComparatorFigure,
    DataNote,
    Forecast,
    Observation,
    Restatement,
    ValueStatus,
)
from boardpack.model.pack import Action, Pack, Reported
from boardpack.model.period import Period, financial_year
from boardpack.model.rating import Rating, RatingBasis
from boardpack.words import Words

MARK = ValueStatus.SUPPRESSED.shorthand


class Held(Struct, frozen=True):
    """What is kept back: cells, all figures of an indicator, and the indicators whose counts are rounded."""

    cells: frozenset[Cell]
    refs: frozenset[str]
    """The sensitive indicators."""
    settings: Disclosure | None
    withheld: Mapping[str, Exemption]
    """Indicators none of whose figures is for publication."""

    def hides(self, cell: Cell) -> bool:
        """Whether a cell's figure is kept back."""
        return cell in self.cells or cell[0] in self.withheld

    @property
    def base(self) -> int:
        """What counts are rounded to; 0 for none."""
        return self.settings.round_to if self.settings is not None and self.settings.suppresses else 0


def public_pack(pack: Pack, held: Held) -> Pack:
    """Make the pack of the public edition."""
    shown = {cell: _observation(pack, seen, held) for cell, seen in pack.observations.items()}
    return replace(
        pack,
        edition=Audience.PUBLIC,
        indicators=tuple(_indicator(one, held) for one in pack.indicators),
        observations=shown,
        restatements=tuple(_restatement(pack, one, held) for one in pack.restatements),
        reported=tuple(_reported(pack, held)),
        overrides=tuple(one for one in pack.overrides if not _is_hidden(pack, one.ref, one.period, held)),
        targets=tuple(_target(pack.words, one, held) for one in pack.targets),
        forecasts=tuple(_forecasts(pack, held)),
        comparators=tuple(_comparators(pack, held)),
        notes=(*(one for one in pack.notes if one.ref not in held.withheld), *_notes(pack, held)),
        narratives=tuple(_narrative(pack, one) for one in pack.narratives),
        actions=tuple(_action(pack, one) for one in pack.actions),
    )


def _indicator(one: Indicator, held: Held) -> Indicator:
    """An indicator marked sensitive where it is; how the meaning of a withheld one changed is not said."""
    versions = one.definitions
    if one.ref in held.withheld:
        versions = tuple(replace(each, change="") for each in versions)
    return replace(one, sensitive=one.sensitive or one.ref in held.refs, definitions=versions)


def as_kept_back(earlier: Pack, public: Pack) -> Pack:
    """An earlier pack without what a public edition keeps back, for a list of changes."""
    if public.edition is not Audience.PUBLIC:
        return earlier
    kept = {cell for cell, seen in public.observations.items() if seen.status is ValueStatus.SUPPRESSED}
    held = Held(frozenset(kept), frozenset(ref for ref, _ in kept), public.disclosure, withheld_refs(public))
    return public_pack(replace(earlier, exempt=public.exempt), held)


# ------------------------------------------------------------------------------------------- figures


def _observation(pack: Pack, seen: Observation, held: Held) -> Observation:
    if held.hides((seen.ref, seen.period)):
        return replace(
            seen, value=None, status=ValueStatus.SUPPRESSED, text=MARK, numerator=None, denominator=None
        )
    indicator = pack.indicator(seen.ref)
    if seen.ref in held.refs and held.base > 1 and indicator is not None and seen.value is not None:
        return _rounded(pack, indicator, seen, held.base)
    if indicator is not None and _counts_hidden(pack, indicator, seen.period, held):
        return replace(seen, numerator=None, denominator=None)
    return seen


def _counts_hidden(pack: Pack, indicator: Indicator, period: Period, held: Held) -> bool:
    """Whether a published percentage is of a count that is kept back, which a sum over months would give."""
    ratio = ratio_of(pack, indicator) if indicator.ref in held.refs else None
    return ratio is not None and any(
        held.hides((ref, period)) for ref in (*ratio.numerator, *ratio.denominator)
    )


def _rounded(pack: Pack, indicator: Indicator, seen: Observation, base: int) -> Observation:
    """A count to the nearest multiple; a percentage of the rounded counts."""
    top, bottom = to_base(seen.numerator, base), to_base(seen.denominator, base)
    value = seen.value
    if indicator.unit is Unit.COUNT:
        value = to_base(value, base)
    elif indicator.unit in SHARES:
        value = share_of_rounded(pack, indicator, seen, base)
    text = "" if value is None else f"{value:f}"
    return replace(seen, value=value, text=text, numerator=top, denominator=bottom)


def _is_hidden(pack: Pack, ref: str, period: Period, held: Held) -> bool:
    """Whether the value that counts in a period is kept back: its own or, where that is late, an earlier."""
    return held.hides((ref, period)) or held.hides((ref, counted_period(pack, ref, period)))


def _forecasts(pack: Pack, held: Held) -> Iterator[Forecast]:
    """The forecasts that say nothing of a suppressed figure; those of counts are rounded like counts."""
    for one in pack.forecasts:
        indicator = pack.indicator(one.ref)
        if one.ref not in held.refs or indicator is None:
            if one.ref not in held.withheld:
                yield one
        elif not _tells(pack, one, held):
            to = to_base(one.value, held.base) if held.base > 1 and indicator.unit is Unit.COUNT else None
            yield one if to is None else replace(one, value=to)


def _tells(pack: Pack, one: Forecast, held: Held) -> bool:
    """Whether a forecast tells of a figure that is kept back."""
    indicator, settings = pack.indicator(one.ref), held.settings
    hidden = (seen for seen in pack.observed(one.ref) if held.hides((one.ref, seen.period)))
    year = financial_year(one.period, pack.year.start.month)
    count = indicator is not None and indicator.unit is Unit.COUNT
    return (
        _is_hidden(pack, one.ref, pack.period, held)
        or held.hides((one.ref, one.period))
        or any(seen.value == one.value and seen.period.first in year for seen in hidden)
        or (count and settings is not None and 0 < one.value < settings.threshold)
    )


def _comparators(pack: Pack, held: Held) -> Iterator[ComparatorFigure]:
    """The published figures of others, without those of which a suppressed count is the residue."""
    residues_of = cache(partial(residues, pack))
    for one in pack.comparators:
        cell = (one.ref, one.period) if one.period is not None else None
        if one.ref in held.withheld or (cell in held.cells and one in residues_of(cell)):
            continue
        yield one


def residues(pack: Pack, cell: Cell) -> tuple[ComparatorFigure, ...]:
    """The comparators of a figure's period that are it, or of which one, less some of the others, is it.

    A region's figure less those of its other areas is the area's own: it must not be printed beside a count
    that is suppressed, and nor may the others. The figure that is ranked is the area's own as well.
    """
    seen, indicator = pack.observations.get(cell), pack.indicator(cell[0])
    if seen is None or seen.value is None or indicator is None:
        return ()
    beside = tuple(one for one in pack.comparators if (one.ref, one.period) == cell)
    value, places = seen.value, max(0, indicator.decimals)
    own = {
        one for one in beside if _is_own(pack, one) or rounded(one.value, places) == rounded(value, places)
    }
    if indicator.unit is not Unit.COUNT:
        return tuple(one for one in beside if one in own)
    width = pack.disclosure.threshold - 1 if pack.disclosure is not None else 0
    areas = tuple(one for one in beside if one not in own and not one.count)
    found = {
        part.place
        for whole in areas
        for parts in _summing([one for one in areas if one is not whole], whole.value, value, width)
        for part in (whole, *parts)
    }
    return tuple(one for one in beside if one in own or one.place in found)


def _is_own(pack: Pack, one: ComparatorFigure) -> bool:
    """Whether a figure is that of the body itself, as others published it."""
    name, council = one.name.casefold(), pack.facts.council.casefold()
    return name == "rank" or (bool(council) and name in {council, council.removesuffix(" council")})


def _summing(
    figures: Sequence[ComparatorFigure], whole: Decimal, count: Decimal, width: int
) -> Iterator[tuple[ComparatorFigure, ...]]:
    """The figures that a whole leaves a count over from, within what their rounding says of it.

    Where they are few each choice of them is tried; otherwise all that are smaller than the whole, and all of
    those but one, since a table may have an area of another region.
    """
    smaller = sorted((one for one in figures if one.value <= whole), key=lambda one: -one.value)
    values = (whole, *(one.value for one in figures))
    base = next((base for base in (10, 5) if all(value % base == 0 for value in values)), 0)
    if len(smaller) <= _FEW:
        tried = _choices(smaller, whole - count, base * (len(smaller) + 1))
    else:
        tried = (some for size in (0, -1) for some in combinations(smaller, len(smaller) + size))
    for some in tried:
        off = Decimal(base) / 2 * (len(some) + 1)
        if some and 2 * off < width and abs(whole - sum(one.value for one in some) - count) <= off:
            yield some


def _choices(
    figures: Sequence[ComparatorFigure], wanted: Decimal, off: int
) -> Iterator[tuple[ComparatorFigure, ...]]:
    """Each choice of some figures, the largest first, that may come near to a sum."""
    if wanted < -off or sum(one.value for one in figures) < wanted - off:
        return
    if not figures:
        yield ()
        return
    for more in _choices(figures[1:], wanted - figures[0].value, off):
        yield (figures[0], *more)
    yield from _choices(figures[1:], wanted, off)


_FEW = 12
"""Up to so many comparators every choice of them is tried."""


def _restatement(pack: Pack, one: Restatement, held: Held) -> Restatement:
    """What a figure was is no figure of the edition, and must not say what those that are kept back were."""
    exemption = held.withheld.get(one.ref)
    if exemption is not None:
        return replace(one, was=MARK, now=MARK, reason=withheld_words(pack.words, exemption))
    if held.hides((one.ref, one.period)) or (one.ref in held.refs and held.base > 1):
        return replace(one, was=MARK, now=MARK)
    return replace(one, was=MARK) if one.ref in held.refs and held.cells else one


def _reported(pack: Pack, held: Held) -> Iterator[Reported]:
    """The cells of the source without a figure that is kept back, and without the rating of one."""
    for one in pack.reported:
        if one.ref not in held.refs and one.ref not in held.withheld:
            yield one
        elif one.field == "rag" and _rests_on(pack, one.ref, held):
            yield replace(one, text=UNRATED, used="", reason="")
        elif one.ref in held.withheld:
            continue
        elif not _is_figure(pack, one, held):
            yield one


UNRATED = Rating(None, RatingBasis.NOT_RATED).word
"""What a rating that is kept back is reported as, so that the row is there and says nothing."""


def _is_figure(pack: Pack, one: Reported, held: Held) -> bool:
    """Whether a cell of the source is a figure that is kept back."""
    name, _, period = one.field.partition(" ")
    month = pack.calendar.parse(period) if period else pack.period
    shown = month is not None and held.base < 2 and not held.hides((one.ref, month))
    return name in {"value", "numerator", "denominator"} and not shown


def _rests_on(pack: Pack, ref: str, held: Held) -> bool:
    """Whether a figure of the pack's period is kept back, or one that it follows from."""
    indicator = pack.indicator(ref)
    ratio = indicator.ratio if indicator is not None else None
    refs = (ref, *ratio.numerator, *ratio.denominator) if ratio is not None else (ref,)
    return any(_is_hidden(pack, one, pack.period, held) for one in refs)


# ---------------------------------------------------------------------------------------- exempt parts


def withheld_words(words: Words, exemption: Exemption) -> str:
    """`Withheld: exempt, paragraph 2`; `Withheld: confidential`."""
    if exemption.is_confidential:
        return words("edition.withheld_confidential")
    return words("edition.withheld", paragraph=exemption.paragraph)


def withheld_refs(pack: Pack) -> dict[str, Exemption]:
    """The indicators none of whose figures is for publication, alone or with their table or section."""
    found: dict[str, Exemption] = {}
    for indicator in pack.indicators:
        own = (PartKind.INDICATOR, indicator.ref)
        places = (own, (PartKind.TABLE, indicator.table), (PartKind.SECTION, indicator.section))
        part = next((part for place in places if (part := _part(pack, *place)) is not None), None)
        if part is not None:
            found[indicator.ref] = part.exemption
    return found


def _part(pack: Pack, kind: PartKind, name: str) -> ExemptPart | None:
    return next((part for part in pack.exempt if (part.kind, part.name) == (kind, name)), None)


def _notes(pack: Pack, held: Held) -> list[DataNote]:
    """A note in place of the figures that are withheld."""
    found = []
    for ref, exemption in held.withheld.items():
        indicator = pack.indicator(ref)
        if indicator is not None:
            said = withheld_words(pack.words, exemption)
            found.append(DataNote(ref, None, None, said, indicator.place))
    return found


def _target(words: Words, one: Target, held: Held) -> Target:
    exemption = held.withheld.get(one.ref)
    if exemption is None:
        return one
    said = withheld_words(words, exemption)
    return replace(
        one, status=TargetStatus.NOT_APPLICABLE, published="NA", comparator=None, value=None, bands=None,
        levels=None, methodology="", reason=said,
    )  # fmt: skip


def _narrative(pack: Pack, one: Narrative) -> Narrative:
    """A piece of commentary, or what is printed in its place."""
    part = narrative_part(pack, one)
    if part is None or one.is_blank:
        return one
    said = withheld_words(pack.words, part.exemption)
    return replace(one, source="", blocks=(Paragraph((Text(said),)),))


def narrative_part(pack: Pack, one: Narrative) -> ExemptPart | None:
    """The exempt part that a piece of commentary belongs to; None where it is for publication."""
    if one.kind is NarrativeKind.SUMMARY:
        return _part(pack, PartKind.NARRATIVE, "directors-summary")
    table = next((table for table in pack.tables if table.key == one.table), None)
    places = ((PartKind.NARRATIVE, one.table), (PartKind.TABLE, one.table))
    found = [_part(pack, *place) for place in places]
    found.append(_part(pack, PartKind.SECTION, table.section) if table is not None else None)
    return next((part for part in found if part is not None), None)


def _action(pack: Pack, one: Action) -> Action:
    part = _part(pack, PartKind.ACTION, one.ref)
    if part is None:
        return one
    due = one.due_text if one.due is not None else ""  # words in place of a date are text as well
    return replace(
        one, text=withheld_words(pack.words, part.exemption), due_text=due, status_text="", indicators=()
    )
