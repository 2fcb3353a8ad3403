"""Rules about ratings: computed against reported, in the table against in the summary, and why there is none.

Ratings are computed by `boardpack.analysis.rating`; what the source reported is kept in the file of reported
cells and compared here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from boardpack.analysis.formatting import format_observation
from boardpack.analysis.rating import REPORTED_WORDS, rate, rating_word
from boardpack.check.rule import E, N, Remark, W, indicator_rule, precision, rule, shown, targets_in_force
from boardpack.model.finding import Place, listed
from boardpack.model.indicator import Indicator, Unit, canonical_ref
from boardpack.model.pack import Pack, Reported
from boardpack.model.rating import Rag, Rating, RatingBasis, Unrated

UNRATED_WORDS = frozenset({"", "grey", "gray", "not rated", "n/a", "na", "none"})
"""The words that sources use where there is no rating."""

REPORTED_IN = {"table": "reader_note.reported_in_table", "summary": "reader_note.reported_in_summary"}
"""The key of the note for the reader, by where a rating was reported."""


@rule("rating-unknown", E, "A reported rating is no rating: a placeholder, initials.")
def unknown(pack: Pack) -> Iterator[Remark]:
    """A word in a rating cell that is no rating: a placeholder, somebody's initials."""
    for cell in _reported_ratings(pack):
        word = cell.text.strip().casefold()
        if word not in REPORTED_WORDS and word not in UNRATED_WORDS:
            yield Remark(
                cell.place, cell.ref,
                f"the {cell.where} as reported gives {pack.shown(cell.ref)} the rating “{cell.text}”",
                _expected(rate(pack, cell.ref, pack.period)),
                "Nothing need be typed: the pack prints the computed rating.",
                pack.period.iso,
            )  # fmt: skip


@rule("rating-alias", N, "A reported rating has another word for Amber.")
def alias(pack: Pack) -> Iterator[Remark]:
    """Another word for Amber."""
    for cell in _reported_ratings(pack):
        if cell.text.strip().casefold() == "yellow":
            yield Remark(
                cell.place, cell.ref,
                f"the {cell.where} as reported calls {pack.shown(cell.ref)} Yellow",
                "Amber, the one word for it",
                "Nothing need be done: the pack prints Amber.",
                pack.period.iso,
            )  # fmt: skip


@rule("rating-renamed", W, "Printed words call a rating by the name that the pack has replaced.")
def renamed(pack: Pack) -> Iterator[Remark]:
    """The catalogue's name of a rating, in printed words, where `[words.rating]` has another for it."""
    names = _replaced(pack)
    for place, subject, what, said in (*_labels(pack), *_prose(pack)) if names else ():
        old = [name for name in names if _calls(said, name, prose=not what)]
        if old:
            yield Remark(
                place, subject,
                f"{what or 'a sentence'} says {listed([f'“{name}”' for name in old])}",
                listed([f"“{names[name]}”" for name in old]) + ", as the pack says elsewhere",
                "Reword it; or take the name out of [words.rating] in pack.toml.",
            )  # fmt: skip


def _replaced(pack: Pack) -> Mapping[str, str]:
    """What the pack calls each rating whose name of the catalogue it no longer says."""
    if pack.levels:
        return {}
    names = ((pack.words.replaced_rating(rag), pack.words.rating(rag)) for rag in Rag)
    return {old: own for old, own in names if old and not _calls(own, old, prose=False)}


def _calls(said: str, name: str, *, prose: bool) -> bool:
    """Whether words have the name of a rating; in prose with its capital, and not in a longer name."""
    if not prose:
        return re.search(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", said) is not None
    found = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)(?! [A-Z])", said)
    return any(re.search(r"[A-Z][\w’'-]* $", said[: each.start()]) is None for each in found)


def _labels(pack: Pack) -> Iterator[tuple[Place, str, str, str]]:
    """What is printed beside figures: where, about what, what it is, and how it reads."""
    for indicator, target in targets_in_force(pack):
        yield target.place, indicator.ref, f"the methodology of {shown(pack, indicator)}", target.methodology
    for entry in pack.glossary:
        yield entry.place, "", f"the glossary on {entry.short}", entry.expansion


def _prose(pack: Pack) -> Iterator[tuple[Place, str, str, str]]:
    """The sentences that people write, of notes and line by line of the commentary."""
    for note in pack.notes:
        yield note.place, note.ref, "", note.text
    for narrative in pack.narratives:
        bare = re.sub(r"(?s)<!--.*?-->", lambda found: "\n" * found[0].count("\n"), narrative.source)
        for number, line in enumerate(bare.split("\n")):
            place = Place(narrative.place.file, narrative.place.line + number)
            yield place, canonical_ref(narrative.table), "", line


@rule("rating-differs", E, "A reported rating is not the computed one.")
def differs(pack: Pack) -> Iterator[Remark]:
    """A reported rating that is not what the value and the bands give."""
    for cell in _reported_ratings(pack):
        reported = REPORTED_WORDS.get(cell.text.strip().casefold())
        rating = rate(pack, cell.ref, pack.period)
        if reported is not None and rating.rag is not reported:
            value = _value(pack, cell.ref)
            yield Remark(
                cell.place, cell.ref,
                f"the {cell.where} as reported rates {pack.shown(cell.ref)} {cell.text}",
                f"{rating.word}, computed from {value}",
                "Take the computed rating, or find out which value the reported one was made from.",
                pack.period.iso,
                pack.words(
                    REPORTED_IN.get(cell.where, "reader_note.reported"),
                    ref=pack.shown(cell.ref),
                    reported=pack.words.rating(reported),
                    value=value,
                    rating=rating_word(rating, pack.words),
                ),
            )  # fmt: skip


@rule("rating-blank", E, "A rating was left blank that can be computed.")
def blank(pack: Pack) -> Iterator[Remark]:
    """A rating cell left blank although the rating can be computed."""
    for cell in _reported_ratings(pack):
        rating = rate(pack, cell.ref, pack.period)
        if cell.text.strip().casefold() in UNRATED_WORDS and rating.rag is not None:
            yield Remark(
                cell.place, cell.ref,
                f"the {cell.where} as reported gives {pack.shown(cell.ref)} no rating",
                f"{rating.word}, computed from {_value(pack, cell.ref)}",
                "Nothing need be typed: the pack prints the computed rating.",
                pack.period.iso,
            )  # fmt: skip


@rule("rating-blank-unrated", N, "A blank stands for “Not rated”.")
def blank_unrated(pack: Pack) -> Iterator[Remark]:
    """A blank cell for an indicator that is not rated: the same thing has a word elsewhere."""
    for cell in _reported_ratings(pack):
        if not cell.text.strip() and rate(pack, cell.ref, pack.period).rag is None:
            yield Remark(
                cell.place, cell.ref,
                f"the {cell.where} as reported leaves the rating of {pack.shown(cell.ref)} blank",
                "“Not rated”, with the reason",
                "Nothing need be done: the pack prints it.",
                pack.period.iso,
            )  # fmt: skip


@rule("rating-undefined", W, "Grey, which does not say why there is no rating.")
def undefined(pack: Pack) -> Iterator[Remark]:
    """Grey: a word for every kind of missing rating."""
    grey = [c for c in _reported_ratings(pack) if c.text.strip().casefold() in {"grey", "gray"}]
    if grey:
        yield Remark(
            grey[0].place, "",
            f"{len(grey)} ratings were reported {grey[0].text}, which does not say why there is none: "
            f"{listed([pack.shown(cell.ref) for cell in grey])}",
            "“Not rated” with the reason of each",
            "Nothing need be done where the targets and values give the reasons: the pack prints them.",
            pack.period.iso,
        )  # fmt: skip


@indicator_rule("rating-unexplained", W, "An indicator is not rated and nothing says why.")
def unexplained(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """An indicator that is not rated, and nothing says why."""
    target = pack.target(indicator.ref, pack.period)
    bands = None if target is None else target.bands or target.levels
    unbanded = target is None or (bands is None and not target.reason.strip())
    rating = rate(pack, indicator.ref, pack.period)
    if unbanded and rating.basis is RatingBasis.NOT_RATED and rating.why is not Unrated.WITHHELD:
        lapsed = next((other for other in pack.targets if other.ref == indicator.ref), None)
        when = "" if target or lapsed is None else f": no target is in force in {pack.period.long}"
        yield Remark(
            (target or lapsed or indicator).place, indicator.ref,
            f"{shown(pack, indicator)} is not rated, and no reason is given{when}",
            "rating bands, or the reason why there are none",
            "Enter green and amber thresholds, or a reason such as “no target is set”.",
            pack.period.iso,
        )  # fmt: skip


@indicator_rule("rating-unsupported", E, "A rating stands as reported and cannot be computed.")
def unsupported(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A rating printed as reported because the pack does not hold what it would be computed from."""
    rating = rate(pack, indicator.ref, pack.period)
    if rating.basis is RatingBasis.REPORTED:
        target = pack.target(indicator.ref, pack.period)
        yield Remark(
            target.place if target else indicator.place, indicator.ref,
            f"{shown(pack, indicator)} was reported {rating.word} "
            f"and cannot be computed: {rating.reason}",
            "a value, bands in its unit and, for bands of a cohort, its size",
            "Add what is missing, or set the rating in overrides.csv with a reason and a role.",
            pack.period.iso,
            pack.words(
                "reader_note.as_reported",
                ref=shown(pack, indicator),
                rating=rating_word(rating, pack.words),
            ),
        )  # fmt: skip


@rule("rating-override", N, "A person has set the rating.")
def overridden(pack: Pack) -> Iterator[Remark]:
    """A rating set by a person in the pack's month."""
    for override in pack.overrides:
        if override.period == pack.period:
            yield Remark(
                override.place, override.ref,
                f"{pack.shown(override.ref)} is rated {override.word} "
                f"by {override.role or 'nobody'}",
                "the rating that value and bands give, unless there is a reason",
                "Make sure that the reason can be read by the pack's reader.",
                override.period.iso,
                pack.words(
                    "reader_note.override",
                    ref=pack.shown(override.ref),
                    rating=override.level.name if override.level else pack.words.rating(override.rag),
                    reason=override.reason,
                ),
            )  # fmt: skip


@indicator_rule("rating-on-boundary", W, "A rounded value lies on a boundary of its bands.")
def on_boundary(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """A rounded value on a boundary, whose rating hangs on what was rounded away."""
    seen = pack.observation(indicator.ref, pack.period)
    target = pack.target(indicator.ref, pack.period)
    if seen is None or seen.value is None or target is None or target.bands is None:
        return
    if indicator.unit.is_named or indicator.unit.is_clock or indicator.scale != 1:
        return
    if indicator.unit is Unit.COUNT or seen.denominator is not None or target.bands.of_denominator:
        return
    half = Decimal(1).scaleb(-precision(seen)) / 2
    ends = {target.bands.rate(seen.value - half), target.bands.rate(seen.value + half * Decimal("0.98"))}
    if len(ends) > 1:
        yield Remark(
            seen.place, indicator.ref,
            f"{shown(pack, indicator)} at {seen.text} rounds onto a boundary: "
            f"before rounding it may be {' or '.join(sorted(rag.value for rag in ends))}",
            "a value that is plainly on one side, or the counts it comes from",
            "Give one more decimal, or the numerator and denominator.",
            pack.period.iso,
        )  # fmt: skip


@rule("summary-row-missing", E, "The summary leaves out an indicator.")
def not_in_summary(pack: Pack) -> Iterator[Remark]:
    """An indicator with a table row that the summary leaves out."""
    rows = {cell.ref: cell for cell in pack.reported if (cell.where, cell.field) == ("summary", "row")}
    rated = {cell.ref for cell in _reported_ratings(pack) if cell.where == "summary"}
    for indicator in pack.indicators:
        cell = rows.get(indicator.ref)
        left_out = bool(rated) and indicator.ref not in rated
        if indicator.table and (left_out or not indicator.in_summary):
            yield Remark(
                cell.place if cell else indicator.place, indicator.ref,
                f"{shown(pack, indicator)} has a row in its table and none in the summary of ratings",
                f"a summary row, rated {rate(pack, indicator.ref, pack.period).word}",
                "Put yes in the column in_summary."
                if not indicator.in_summary
                else "Nothing need be done: the pack's summary has it.",
                pack.period.iso,
            )  # fmt: skip


@indicator_rule("table-row-missing", E, "The summary rates an indicator no table shows.")
def not_in_table(pack: Pack, indicator: Indicator) -> Iterator[Remark]:
    """An indicator that the summary rates and no table shows."""
    if not indicator.table:
        yield Remark(
            indicator.place, indicator.ref,
            f"{shown(pack, indicator)} stands in the summary of ratings and in no table",
            "a table with its values, target and bands",
            "Name its table, or leave it out of the summary.",
            pack.period.iso,
        )  # fmt: skip


@rule("headline-counts", E, "The reported ratings count up to other numbers.")
def headline_differs(pack: Pack) -> Iterator[Remark]:
    """Counts of ratings in the reported summary that are not the computed counts."""
    cells = [cell for cell in _reported_ratings(pack) if cell.where == "summary"]
    if not cells:
        return
    reported = Counter(_word(cell.text) for cell in cells)
    computed = Counter(
        rating.word if rating.basis is not RatingBasis.REPORTED else "as reported"
        for rating in (rate(pack, indicator.ref, pack.period) for indicator in pack.indicators)
    )
    if reported != computed:
        yield Remark(
            Place(cells[0].place.file), "",
            f"the summary as reported counts {_counts(reported)}",
            f"{_counts(computed)}, computed",
            "Quote the computed counts, for example by a live figure.",
            pack.period.iso,
        )  # fmt: skip


# ------------------------------------------------------------------------------------------ wording


def _reported_ratings(pack: Pack) -> Iterator[Reported]:
    return (cell for cell in pack.reported if cell.field == "rag" and pack.indicator(cell.ref) is not None)


def _expected(rating: Rating) -> str:
    return rating.word if rating.basis is RatingBasis.NOT_RATED else f"{rating.word}, {rating.basis.value}"


def _value(pack: Pack, ref: str) -> str:
    indicator = pack.indicator(ref)
    seen = pack.observation(ref, pack.period)
    if indicator is None or seen is None:
        return "no value"
    return format_observation(seen, indicator)


def _word(text: str) -> str:
    rag = REPORTED_WORDS.get(text.strip().casefold())
    return rag.value if rag else "Not rated"


def _counts(counter: Counter[str]) -> str:
    order = ("Red", "Amber", "Green", "as reported", "Not rated")
    return ", ".join(f"{counter[word]} {word}" for word in order if counter[word])
