"""Ratings, computed from the unrounded value and one threshold a boundary, and how many there are of each.

A rating is never typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.timeline import latest
from boardpack.model.indicator import Indicator, Override, Polarity, Target
from boardpack.model.observation import Observation, ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period, financial_year
from boardpack.model.rating import Level, Rag, Rating, RatingBasis, Tone, Unrated
from boardpack.words import Words

REPORTED_WORDS = {
    "red": Rag.RED,
    "amber": Rag.AMBER,
    "yellow": Rag.AMBER,
    "green": Rag.GREEN,
}
"""The words that sources use for a rating; anything else is not one."""


def rate(pack: Pack, ref: str, period: Period) -> Rating:
    """Rate an indicator in a month, with the basis and, when it is not computed, the reason.

    An override comes first; then the bands; then, in the pack's own month only, a rating that was
    reported and cannot be computed, printed as reported. Each rating is worked out once and kept with the
    pack, so that every page, text and file reads the same one.
    """
    ratings: dict[tuple[str, Period], Rating] = pack.__dict__.setdefault("ratings", {})
    if (ref, period) not in ratings:
        ratings[ref, period] = _rated(pack, ref, period)
    return ratings[ref, period]


def _rated(pack: Pack, ref: str, period: Period) -> Rating:
    override = next((o for o in pack.overrides if (o.ref, o.period) == (ref, period)), None)
    if override is not None:
        said = _override_reason(override, pack.words)
        if override.rag is None:
            return Rating(None, RatingBasis.NOT_RATED, said, why=Unrated.WITHHELD)
        return Rating(override.rag, RatingBasis.OVERRIDE, said, override.level)
    observation = latest(pack, ref, period)
    if observation is not None and observation.period != period:
        return replace(rate(pack, ref, observation.period), of=observation.period)
    target = pack.target(ref, period)
    computed = _computed(pack, target, observation)
    if computed is not None:
        return computed
    reason, why = why_not_rated(pack, ref, target, observation)
    reported = reported_rag(pack, ref) if period == pack.period else None
    if reported is not None and _is_not_computable(target, observation):
        return Rating(reported, RatingBasis.REPORTED, reason)
    return Rating(None, RatingBasis.NOT_RATED, reason, why=why)


def _computed(pack: Pack, target: Target | None, observation: Observation | None) -> Rating | None:
    if target is None or observation is None or observation.value is None:
        return None
    if _too_few(pack, observation) or _held_back(pack, target, observation) is not None:
        return None
    if target.levels is not None:
        level = target.levels.rate(observation.value)
        return Rating(level.tone.rag, RatingBasis.COMPUTED, level=level)
    if target.bands is None:
        return None
    value = observation.value
    if target.bands.of_denominator:
        if not observation.denominator:
            return None
        value = value * 100 / observation.denominator
    rag = target.bands.rate(value)
    if rag is Rag.RED and target.bands.or_no_worse and _no_worse(pack, target, observation, value):
        rag = Rag.AMBER
    if rag is Rag.GREEN and target.bands.if_better and _no_better(pack, target, observation, value):
        rag = Rag.AMBER
    own = next((one for one in pack.levels if one.tone is TONES[rag]), None)
    return Rating(rag, RatingBasis.COMPUTED, level=own)


TONES = {Rag.GREEN: Tone.GOOD, Rag.AMBER: Tone.MIDDLE, Rag.RED: Tone.WORST}
"""The level that a rating by bands is, in a pack with levels of its own."""


def _no_worse(pack: Pack, target: Target, observation: Observation, value: Decimal) -> bool:
    """Whether a value is no worse than that of the same period a year before."""
    before = _year_before(pack, target, observation)
    if before is None or target.bands is None:
        return False
    return value >= before if target.bands.bigger_is_better else value <= before


def _no_better(pack: Pack, target: Target, observation: Observation, value: Decimal) -> bool:
    """Whether a value is no better than that of the same period a year before; not where there is none."""
    before = _year_before(pack, target, observation)
    if before is None or target.bands is None:
        return False
    return value <= before if target.bands.bigger_is_better else value >= before


def _year_before(pack: Pack, target: Target, observation: Observation) -> Decimal | None:
    """The value of the same period a year before, where it is under the same definition."""
    indicator, before = pack.indicator(target.ref), observation.period.same_last_year
    seen = pack.observation(target.ref, before)
    comparable = indicator is not None and indicator.comparable(before, observation.period)
    return seen.value if seen is not None and comparable else None


def _held_back(pack: Pack, target: Target, observation: Observation) -> Unrated | None:
    """Why a value with a target is not rated: the year is not over, or the pack says that such are not."""
    period = observation.period
    if target.profile == "year end" and period != financial_year(period, pack.year.start.month).months[-1]:
        return Unrated.TARGET_NOT_DUE
    if Unrated.PROVISIONAL in pack.unrated and observation.status is ValueStatus.PROVISIONAL:
        return Unrated.PROVISIONAL
    indicator = pack.indicator(observation.ref)
    began = None if indicator is None else indicator.definition(period).start
    older = began is not None and (target.start is None or target.start.first < began.first)
    return Unrated.NEW_DEFINITION if older and Unrated.NEW_DEFINITION in pack.unrated else None


def _too_few(pack: Pack, observation: Observation) -> bool:
    """Whether a value rests on fewer cases than its indicator is rated on."""
    indicator, cases = pack.indicator(observation.ref), observation.denominator
    return indicator is not None and cases is not None and cases < indicator.least_cases


def _is_not_computable(target: Target | None, observation: Observation | None) -> bool:
    """Whether a rating is meant but something it needs is not in the pack."""
    if target is None or target.bands is None:
        return observation is None or not observation.status.has_value
    return target.bands.of_denominator or observation is None


def _override_reason(override: Override, words: Words) -> str:
    return words("rating_reason.override", reason=override.reason, role=override.role)


def why_not_rated(
    pack: Pack, ref: str, target: Target | None, observation: Observation | None
) -> tuple[str, Unrated | None]:
    """Say in a reader's words why an indicator has no computed rating, and which reason of the list it is."""
    words, why = pack.words, _why(pack, ref, target, observation)
    if target is not None and target.reason:
        return target.reason, why
    if why is None:
        return "", None
    if why in STATED and observation is not None:
        status = words.of("value_status", observation.status)
        return words("rating_reason.missing", status=status), why
    return words(f"rating_reason.{why.name.lower()}"), why


def _why(pack: Pack, ref: str, target: Target | None, observation: Observation | None) -> Unrated | None:
    if observation is None:
        return Unrated.NO_VALUE
    if observation.value is None:
        return _MISSING.get(observation.status, Unrated.NOT_AVAILABLE)
    indicator = pack.indicator(ref)
    if target is None or (target.bands is None and target.levels is None):
        return _without_bands(indicator, target)
    if _too_few(pack, observation):
        return Unrated.TOO_FEW
    of_cohort = target.bands is not None and target.bands.of_denominator
    lacking = Unrated.NO_COHORT if of_cohort and not observation.denominator else None
    return _held_back(pack, target, observation) or lacking


def _without_bands(indicator: Indicator | None, target: Target | None) -> Unrated:
    """Why there is nothing to rate by."""
    if target is None or target.value is None:
        neutral = indicator is not None and indicator.polarity is Polarity.NEUTRAL
        return Unrated.CONTEXT if neutral and target is not None else Unrated.NO_TARGET
    return Unrated.NO_BANDS


_MISSING = {
    ValueStatus.NO_CASES: Unrated.NO_CASES,
    ValueStatus.SUPPRESSED: Unrated.SUPPRESSED,
    ValueStatus.NOT_DUE: Unrated.NOT_DUE,
}
STATED = frozenset({Unrated.NO_CASES, Unrated.SUPPRESSED, Unrated.NOT_DUE, Unrated.NOT_AVAILABLE})
"""Reasons that the status of the value words."""


def rating_word(rating: Rating, words: Words) -> str:
    """Word a rating: by the pack's own level, or as the catalogue calls it."""
    return rating.level.name if rating.level is not None else words.rating(rating.rag)


def level_letter(level: Level, levels: tuple[Level, ...]) -> str:
    """Shorten a level to as few letters as tell it from the others: `B`, `On`."""
    names = [other.name for other in levels if other is not level]
    for size in range(1, len(level.name)):
        if not any(name.startswith(level.name[:size]) for name in names):
            return level.name[:size]
    return level.name


def reported_rag(pack: Pack, ref: str) -> Rag | None:
    """Return the rating that the source reported for the pack's month: from its table, else its summary."""
    words = {r.where: r.text for r in pack.reported if r.ref == ref and r.field == "rag"}
    for where in ("table", "summary"):
        if (rag := REPORTED_WORDS.get(words.get(where, "").strip().casefold())) is not None:
            return rag
    return None


def bigger_is_better(pack: Pack, ref: str, period: Period) -> bool | None:
    """Say which way is good: as the bands have it, else as the polarity says; None when neither does."""
    target = pack.target(ref, period)
    if target is not None and target.levels is not None:
        return target.levels.bigger_is_better
    if target is not None and target.bands is not None:
        return None if target.bands.green_top is not None else target.bands.bigger_is_better
    indicator = pack.indicator(ref)
    if indicator is None or indicator.polarity is None:
        return None
    return {"BIB": True, "SIB": False}.get(indicator.polarity.value)


class Counts(Struct, frozen=True):
    """How many indicators have each rating in one month."""

    red: int
    amber: int
    green: int
    as_reported: int
    """Rated as reported, since the rating cannot be computed; not counted under its colour."""
    not_rated: int
    levels: tuple[tuple[Level, int], ...] = ()
    """How many have each of the pack's own levels, where it rates by levels."""

    @property
    def total(self) -> int:
        """All indicators counted."""
        return self.red + self.amber + self.green + self.as_reported + self.not_rated

    def sentence(self, words: Words) -> str:
        """`4 Red, 1 Amber, 2 Green`; kinds that do not occur are left out."""
        if self.levels:
            return self._level_sentence(words)
        rated = ((self.red, Rag.RED), (self.amber, Rag.AMBER), (self.green, Rag.GREEN))
        parts = [words("counts.rated", number=n, rating=words.rating(rag)) for n, rag in rated if n]
        return words.listed([*parts, *self._unrated(words)])

    def _level_sentence(self, words: Words) -> str:
        parts = [words("counts.rated", number=n, rating=level.name) for level, n in self.levels if n]
        return words.listed([*parts, *self._unrated(words)])

    def _unrated(self, words: Words) -> list[str]:
        kinds = (("counts.as_reported", self.as_reported), ("counts.not_rated", self.not_rated))
        return [words(key, number=number) for key, number in kinds if number]


def count_ratings(pack: Pack, refs: Iterable[str] | None = None) -> Counts:
    """Count the ratings of the pack's month, over some indicators or over all in the RAG summary."""
    chosen = [i.ref for i in pack.indicators if i.in_summary] if refs is None else list(refs)
    ratings = [rate(pack, ref, pack.period) for ref in chosen]
    rated = [r for r in ratings if r.basis in {RatingBasis.COMPUTED, RatingBasis.OVERRIDE}]
    settled, levels = [r.rag for r in rated], [r.level for r in rated]
    return Counts(
        red=settled.count(Rag.RED),
        amber=settled.count(Rag.AMBER),
        green=settled.count(Rag.GREEN),
        as_reported=sum(r.basis is RatingBasis.REPORTED for r in ratings),
        not_rated=sum(r.basis is RatingBasis.NOT_RATED for r in ratings),
        levels=tuple((level, levels.count(level)) for level in pack.levels),
    )
