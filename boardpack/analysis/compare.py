"""What differs between two packs: another month's, or another version of the same month.

The archive's `diff` prints it; the checks ask it for restated values and for commentary carried over
unchanged. To add a kind of difference, add it to `Kind`, write the function that finds it, and add
its row to `COMPARED`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from boardpack.analysis.formatting import plain, threshold_words, with_unit
from boardpack.analysis.rating import rate, rating_word
from boardpack.model.finding import Place
from boardpack.model.indicator import Indicator, Target, TargetStatus
from boardpack.model.observation import Observation
from boardpack.model.pack import Action, ActionStatus, Pack
from boardpack.model.period import Calendar
from boardpack.model.rating import Rag
from boardpack.words import Words


class DifferenceKind(Enum):
    """What differs; the value is its heading, in the order of the report."""

    RATING = "Ratings that moved"
    RESTATED = "Restated values"
    TARGET = "Changed targets"
    BANDS = "Changed bands"
    TITLE = "Changed titles"
    DEFINITION = "Changed definitions"
    ADDED = "Indicators added"
    REMOVED = "Indicators removed"
    OPENED = "Actions opened"
    CLOSED = "Actions closed"
    REOPENED = "Actions opened again"
    SLIPPED = "Actions slipped"
    ADVANCED = "Actions brought forward"
    DROPPED = "Open actions no longer in the log"
    REWORDED = "Actions reworded"
    CARRIED = "Commentary carried over unchanged"
    REWRITTEN = "Commentary rewritten in the same month"


class Difference(Struct, frozen=True):
    """One thing that differs. Commentary is named, never quoted."""

    kind: DifferenceKind
    subject: str
    """Canonical reference, action reference, or table key (`Directors Summary` for the summary)."""
    title: str
    was: str
    now: str
    place: Place
    """Where the newer pack says so; where the older one did when the newer has nothing."""
    period: str = ""
    """ISO month whose value was restated; empty for the rest."""
    reason: str = ""
    """Why, when the newer pack says so."""
    shown: str = ""
    """The reference as the newer pack displays it; empty for what is no indicator."""


class Comparison(Struct, frozen=True):
    """Every difference between an older and a newer pack, by kind, then in the committee's order."""

    old: str
    """ISO month of the older pack."""
    new: str
    differences: tuple[Difference, ...]
    calendar: Calendar = Calendar()
    """In which the periods are named."""

    def of(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """The differences of one kind."""
        return tuple(difference for difference in self.differences if difference.kind is kind)


def compare(old: Pack, new: Pack) -> Comparison:
    """Compare two packs; months of one pack are compared by what each printed in its own month."""
    found = [_shown(difference, old, new) for finder in COMPARED for difference in finder(old, new)]
    order = list(DifferenceKind)
    return Comparison(
        old.period.iso,
        new.period.iso,
        tuple(sorted(found, key=lambda difference: order.index(difference.kind))),
        new.calendar,
    )


def _shown(difference: Difference, old: Pack, new: Pack) -> Difference:
    for pack in (new, old):
        indicator = pack.indicator(difference.subject)
        if indicator is not None:
            return replace(difference, shown=indicator.definition(pack.period).reference)
    return difference


# --------------------------------------------------------------------------------------- indicators


def _both(old: Pack, new: Pack) -> Iterator[tuple[Indicator, Indicator]]:
    for after in new.indicators:
        before = old.indicator(after.ref)
        if before is not None:
            yield before, after


def _title(pack: Pack, indicator: Indicator) -> str:
    return indicator.definition(pack.period).title


def ratings(old: Pack, new: Pack) -> Iterator[Difference]:
    """Ratings of each pack's own month that are not the same."""
    for _, after in _both(old, new):
        was, now = rate(old, after.ref, old.period), rate(new, after.ref, new.period)
        if was.rag is not now.rag or was.level != now.level:
            yield Difference(
                DifferenceKind.RATING,
                after.ref,
                _title(new, after),
                rating_word(was, new.words),
                rating_word(now, new.words),
                after.place,
                reason=now.reason,
            )


def restated(old: Pack, new: Pack) -> Iterator[Difference]:
    """Values of months up to the older pack's own that both packs give, and give differently."""
    last = min(old.period, new.period)
    reasons = {(r.ref, r.period): r.reason for r in new.restatements}
    for _, after in _both(old, new):
        months = sorted(month for ref, month in new.observations if ref == after.ref and month <= last)
        for month in months:
            was, now = old.observation(after.ref, month), new.observation(after.ref, month)
            if was is None or now is None or _same(was, now):
                continue
            yield Difference(
                DifferenceKind.RESTATED, after.ref, _title(new, after), _cell(was, after, new.words),
                _cell(now, after, new.words),
                now.place, month.iso, reasons.get((after.ref, month), ""),
            )  # fmt: skip


def _same(one: Observation, other: Observation) -> bool:
    if one.value is None or other.value is None:
        return one.value is other.value and one.status is other.status
    return one.value == other.value


def _cell(observation: Observation, indicator: Indicator, words: Words) -> str:
    """Write the unrounded value, or the reason there is none."""
    if observation.value is None:
        return words.of("value_status", observation.status)
    return with_unit(plain(observation.value), indicator.unit)


def targets(old: Pack, new: Pack) -> Iterator[Difference]:
    """Targets in force in each pack's own month that are not the same."""
    for before, after in _both(old, new):
        was, now = old.target(before.ref, old.period), new.target(after.ref, new.period)
        if _aim(was) != _aim(now):
            yield Difference(
                DifferenceKind.TARGET, after.ref, _title(new, after),
                _target_words(was, new.words), _target_words(now, new.words),
                now.place if now else after.place, reason=now.reason if now else "",
            )  # fmt: skip


def _aim(target: Target | None) -> object:
    if target is None:
        return (TargetStatus.NOT_SET, None, None, False, "")
    return (target.status, target.comparator, target.value, target.of_denominator, target.published.strip())


def _target_words(target: Target | None, words: Words) -> str:
    if target is None:
        return words.of("target_status", TargetStatus.NOT_SET)
    return target.published.strip() or words.of("target_status", target.status)


def bands(old: Pack, new: Pack) -> Iterator[Difference]:
    """Rating bands, or the published sentence about them, that are not the same."""
    for before, after in _both(old, new):
        was, now = old.target(before.ref, old.period), new.target(after.ref, new.period)
        if (was.bands if was else None, _method(was)) != (now.bands if now else None, _method(now)):
            yield Difference(
                DifferenceKind.BANDS, after.ref, _title(new, after), _band_words(was), _band_words(now),
                now.place if now else after.place,
            )  # fmt: skip


def _method(target: Target | None) -> str:
    return " ".join(target.methodology.split()) if target else ""


def _band_words(target: Target | None) -> str:
    if target is None or target.bands is None:
        return _method(target) or "no bands"
    words = (
        f"Green {threshold_words(target.bands, Rag.GREEN)}, Amber {threshold_words(target.bands, Rag.AMBER)}"
    )
    return f"{words} ({_method(target)})" if _method(target) else words


def titles(old: Pack, new: Pack) -> Iterator[Difference]:
    """Titles that are not the same, apart from white space."""
    for before, after in _both(old, new):
        was, now = (" ".join(_title(*pair).split()) for pair in ((old, before), (new, after)))
        if was != now:
            yield Difference(
                DifferenceKind.TITLE, after.ref, now, was, now, after.definition(new.period).place
            )


def definitions(old: Pack, new: Pack) -> Iterator[Difference]:
    """Indicators whose definition, polarity, unit or basis is not the same."""
    for before, after in _both(old, new):
        was, now = before.definition(old.period), after.definition(new.period)
        pairs = (
            ("version", was.version, now.version),
            ("polarity", _polarity(before), _polarity(after)),
            ("unit", before.unit.value, after.unit.value),
            ("basis", before.basis.value, after.basis.value),
        )
        for name, one, other in pairs:
            if one != other:
                yield Difference(
                    DifferenceKind.DEFINITION, after.ref, now.title, f"{name} {one or 'not named'}",
                    f"{name} {other or 'not named'}", now.place,
                    reason=now.change if name == "version" else "",
                )  # fmt: skip


def _polarity(indicator: Indicator) -> str:
    return indicator.polarity.value if indicator.polarity else "blank"


def comings_and_goings(old: Pack, new: Pack) -> Iterator[Difference]:
    """Indicators that only one of the packs has."""
    for after in new.indicators:
        if old.indicator(after.ref) is None:
            title = _title(new, after)
            yield Difference(DifferenceKind.ADDED, after.ref, title, "", title, after.place)
    for before in old.indicators:
        if new.indicator(before.ref) is None:
            title = _title(old, before)
            yield Difference(DifferenceKind.REMOVED, before.ref, title, title, "", before.place)


# ------------------------------------------------------------------------------------------ actions


def actions(old: Pack, new: Pack) -> Iterator[Difference]:
    """Actions that came, went, were closed, slipped or were reworded."""
    earlier = {action.ref: action for action in old.actions}
    later = {action.ref: action for action in new.actions}
    for action in new.actions:
        before = earlier.get(action.ref)
        if before is None:
            yield _moved(
                DifferenceKind.OPENED if action.is_open else DifferenceKind.CLOSED,
                action,
                "not in the log",
                _state(action),
            )
        else:
            yield from _steps(before, action)
    for action in old.actions:
        if action.ref not in later and action.is_open:
            yield _moved(DifferenceKind.DROPPED, action, _state(action), "not in the log")


def _steps(before: Action, after: Action) -> Iterator[Difference]:
    if before.is_open and not after.is_open:
        yield _moved(DifferenceKind.CLOSED, after, _state(before), _state(after))
    if after.is_open and not before.is_open:
        yield _moved(DifferenceKind.REOPENED, after, _state(before), _state(after))
    if after.is_open and before.due != after.due:
        late = after.due is None or (before.due is not None and after.due > before.due)
        yield _moved(
            DifferenceKind.SLIPPED if late else DifferenceKind.ADVANCED, after, _due(before), _due(after)
        )
    if before.text.split() != after.text.split():
        yield _moved(DifferenceKind.REWORDED, after, before.text, after.text)


def _moved(kind: DifferenceKind, action: Action, was: str, now: str) -> Difference:
    return Difference(kind, action.ref, " ".join(action.text.split()), was, now, action.place)


def _state(action: Action) -> str:
    due = f", due {_due(action)}" if action.status is not ActionStatus.COMPLETE else ""
    return f"{action.status.value}{due}"


def _due(action: Action) -> str:
    return action.due.short if action.due else action.due_text.strip() or "no date"


# --------------------------------------------------------------------------------------- commentary


def commentary(old: Pack, new: Pack) -> Iterator[Difference]:
    """Commentary of another month that was carried over word for word; of the same month, rewritten."""
    for after in new.narratives:
        before = old.narrative(after.kind, after.table, after.heading)
        if before is None:
            continue
        one, other = before.source.split(), after.source.split()
        same = one == other
        if (old.period == new.period) is same or (same and not other):
            continue
        kind = DifferenceKind.CARRIED if same else DifferenceKind.REWRITTEN
        heading = after.heading or new.heading(after.kind)
        yield Difference(
            kind, after.table or heading, heading, f"{len(one)} words",
            f"{len(other)} words", after.place,
        )  # fmt: skip


COMPARED: tuple[Callable[[Pack, Pack], Iterator[Difference]], ...] = (
    ratings, restated, targets, bands, titles, definitions, comings_and_goings, actions, commentary,
)  # fmt: skip
"""Everything that is looked at."""
