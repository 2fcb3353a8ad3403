"""Ratings, computed from the unrounded value and one threshold a boundary; never typed."""

from __future__ import annotations

from boardpack.model.indicator import Override, Target
from boardpack.model.observation import Observation
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag, Rating, RatingBasis
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
        return Rating(override.rag, RatingBasis.OVERRIDE, _override_reason(override, pack.words))
    target = pack.target(ref, period)
    observation = pack.observation(ref, period)
    computed = _computed(target, observation)
    if computed is not None:
        return Rating(computed, RatingBasis.COMPUTED)
    reason = why_not_rated(target, observation, pack.words)
    reported = reported_rag(pack, ref) if period == pack.period else None
    if reported is not None and _is_not_computable(target, observation):
        return Rating(reported, RatingBasis.REPORTED, reason)
    return Rating(None, RatingBasis.NOT_RATED, reason)


def _computed(target: Target | None, observation: Observation | None) -> Rag | None:
    if target is None or target.bands is None or observation is None or observation.value is None:
        return None
    if not target.bands.of_denominator:
        return target.bands.rate(observation.value)
    if not observation.denominator:
        return None
    return target.bands.rate(observation.value * 100 / observation.denominator)


def _is_not_computable(target: Target | None, observation: Observation | None) -> bool:
    """Whether a rating is meant but something it needs is not in the pack."""
    if target is None or target.bands is None:
        return observation is None or not observation.status.has_value
    return target.bands.of_denominator or observation is None


def _override_reason(override: Override, words: Words) -> str:
    return words("rating_reason.override", reason=override.reason, role=override.role)


def why_not_rated(target: Target | None, observation: Observation | None, words: Words) -> str:
    """Say in a reader's words why an indicator has no computed rating; empty when it could have one."""
    if target is not None and target.reason:
        return target.reason
    if observation is None:
        return words("rating_reason.no_value")
    if observation.value is None:
        return words("rating_reason.missing", status=words.of("value_status", observation.status))
    if target is None or target.bands is None:
        return words("rating_reason.no_bands")
    if target.bands.of_denominator and not observation.denominator:
        return words("rating_reason.no_cohort")
    return ""


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
    if target is not None and target.bands is not None:
        return target.bands.bigger_is_better
    indicator = pack.indicator(ref)
    if indicator is None or indicator.polarity is None:
        return None
    return {"BIB": True, "SIB": False}.get(indicator.polarity.value)
