"""Rules about the action log: dates that cannot be, due dates that never come, nobody in charge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.analysis.change import change
from boardpack.check import thresholds
from boardpack.check.rule import E, N, Remark, W, action_rule, rule
from boardpack.model.finding import Place, listed
from boardpack.model.indicator import canonical_ref
from boardpack.model.pack import Action, ActionStatus, Pack
from boardpack.model.period import MONTH_NAMES
from boardpack.model.rating import Sense
from boardpack.words import english


@action_rule("action-due-before-raised", E, "Due before it was raised.")
def due_before_raised(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action due in a month before it was raised."""
    if action.due is not None and action.raised is not None and action.due < action.raised:
        yield _remark(
            action,
            f"is due in {action.due.long}, before it was raised in {action.raised.long}",
            f"{action.raised.long} or later",
            "Correct the month or the year of one of them.",
        )


@action_rule("action-dates", E, "Ended before it started, or done after publication.")
def action_dates_disorder(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action that ended or was completed before it started, or is dated after the pack was published."""
    ends = [day for day in (action.ended, action.completed) if day is not None]
    if action.started is not None and any(day < action.started for day in ends):
        yield _remark(
            action,
            f"started on {action.started.isoformat()} and ended before that",
            "an end after the start",
            "Correct one of the dates.",
        )
    published = pack.facts.published_on
    if published is not None and action.completed is not None and action.completed > published:
        yield _remark(
            action,
            f"was completed on {action.completed.isoformat()}, after the pack was published",
            f"{published.isoformat()} or earlier",
            "Correct the date, or call the action in progress.",
        )


@action_rule("action-overdue", W, "Open after the month in which it was due.")
def overdue(pack: Pack, action: Action) -> Iterator[Remark]:
    """An open action whose month has passed."""
    if action.overdue(pack.period) and action.due is not None:
        yield _remark(
            action,
            f"was due in {action.due.long} and is {action.status.value}",
            "done, or a new month agreed",
            "Ask its owner for a new month, or close it.",
        )


@action_rule("action-tbc", W, "The month in which it is due is to be confirmed.")
def to_be_confirmed(pack: Pack, action: Action) -> Iterator[Remark]:
    """An open action without a month in which it is due, in its first months."""
    if action.is_open and action.due is None and not _aged(pack, action):
        yield _remark(
            action,
            f"has no due month: “{action.due_text}”",
            "a month",
            "Agree a month with its owner.",
        )


@action_rule("action-tbc-long", E, "To be confirmed for months.")
def to_be_confirmed_long(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action whose due month has been to be confirmed for months."""
    if action.is_open and action.due is None and _aged(pack, action) and action.raised is not None:
        yield _remark(
            action,
            f"was raised in {action.raised.long} and still has no due month: “{action.due_text}”",
            f"a month, at the latest {thresholds.TBC_MONTHS} months after it was raised",
            "Agree a month with its owner, or close it.",
        )


@rule("action-owner-missing", W, "An action has no owner.")
def action_owner_missing(pack: Pack) -> Iterator[Remark]:
    """Actions that are nobody's: one finding when the whole log has no owners."""
    yield from _together(pack, [a for a in pack.actions if not a.owner.strip()], "no owner", "owner")


@action_rule("action-owner-unknown", W, "An action's owner is not listed.")
def action_owner_unknown(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action whose owner owners.csv does not list."""
    if action.owner.strip() and pack.owner(action.owner) is None:
        yield _remark(
            action,
            f"belongs to {action.owner}, whom owners.csv does not list",
            "a code listed in owners.csv",
            "Correct the code, or add a row with the role.",
        )


@rule("action-unlinked", W, "An action serves no indicator.")
def unlinked(pack: Pack) -> Iterator[Remark]:
    """Actions that serve no indicator: one finding when the whole log names none."""
    bare = [action for action in pack.actions if not action.indicators]
    yield from _together(pack, bare, "no indicator", "indicators")


@action_rule("action-link-unknown", E, "An action serves an unknown indicator.")
def linked_unknown(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action for an indicator that the pack does not have."""
    for ref in action.indicators:
        if pack.indicator(ref) is None:
            yield _remark(
                action,
                f"serves the indicator {ref}, which the pack does not have",
                "references listed in indicators.csv",
                "Correct the reference.",
            )


@action_rule("action-undated", W, "Complete without a date.")
def undated(pack: Pack, action: Action) -> Iterator[Remark]:
    """A completed action without the date."""
    if action.status is ActionStatus.COMPLETE and action.completed is None:
        yield _remark(action, "is complete without a date", "the date it was completed", "Enter the date.")


@action_rule("action-half-done", W, "Complete and still running, or open and dated.")
def half_done(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action that is complete and still running, or open and yet has a date of completion."""
    complete = action.status is ActionStatus.COMPLETE
    lasts = re.search(r"\b(until|till|through to)\b", action.text, re.IGNORECASE)
    month = None if action.ended is None else (action.ended.year, action.ended.month)
    later = month is not None and month > (pack.period.year, pack.period.month)
    if complete and (lasts or later):
        yield _remark(
            action,
            "is complete, and what it set up still runs",
            "complete when it has ended, or two actions: one to begin, one to end",
            "State what was completed, and when the rest ends.",
        )
    if action.is_open and action.completed is not None:
        yield _remark(
            action,
            f"is {action.status.value} and has a date of completion",
            "complete, or no such date",
            "Correct the status or the date.",
        )


@rule("action-not-working", W, "Complete, and its indicator got worse.")
def not_working(pack: Pack) -> Iterator[Remark]:
    """A completed action whose indicator got worse this month."""
    yield from _worse(pack, (ActionStatus.COMPLETE,))


@rule("action-worse", N, "Open, and its indicator got worse.")
def getting_worse(pack: Pack) -> Iterator[Remark]:
    """An open action whose indicator got worse this month."""
    yield from _worse(pack, (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS))


@action_rule("action-later", W, "Raised after the pack's month.")
def later_than_pack(pack: Pack, action: Action) -> Iterator[Remark]:
    """An action raised after the pack's month."""
    if action.raised is not None and action.raised > pack.period:
        yield _remark(
            action,
            f"was raised in {action.raised.long}, after the month of the pack",
            f"{pack.period.long} or earlier, or the log's own date on the page",
            "Leave it to the next pack, or state commentary_as_at in month.toml.",
        )


@action_rule("action-compound", W, "Two actions in one row.")
def compound(pack: Pack, action: Action) -> Iterator[Remark]:
    """Two actions in one row: it can be neither open nor complete."""
    if len(re.findall(r"[.!?](?:\s+[A-Z]|$)", action.text.strip().rstrip(".") + ".")) > 1:
        yield _remark(
            action, "holds more than one sentence", "one action in a row", "Split it into two actions."
        )


@action_rule("action-state", W, "A state of things instead of an action.")
def status_report(pack: Pack, action: Action) -> Iterator[Remark]:
    """A row that reports a state of things: it has no end by which it could be closed."""
    said = re.search(STATES, action.text, re.IGNORECASE)
    if said is not None:
        yield _remark(
            action,
            f"reports a state of things (“{said[0]}”)",
            "what will be done, so that one can tell when it is done",
            "Word it as an action: “Review …”, “Recruit …”.",
        )


@action_rule("action-yearless", W, "A day without its year.")
def yearless(pack: Pack, action: Action) -> Iterator[Remark]:
    """A day without its year in an action."""
    day = _DAY.search(action.text)
    if day is not None:
        yield _remark(
            action, f"speaks of {day[0].strip()} without a year", "a day with its year", "Add the year."
        )


@action_rule("action-reference", W, "A reference that a spreadsheet has rewritten as a date.")
def rewritten_references(pack: Pack, action: Action) -> Iterator[Remark]:
    """A reference such as `01-Oct` or `2017-10-01`: a spreadsheet took `Oct-01` for a day and rewrote it."""
    if _REWRITTEN.fullmatch(action.ref.strip()):
        yield _remark(
            action, "has a reference that looks like a day, as a spreadsheet rewrites `Oct-01`",
            "the reference that the action had", "Write it again, with the column's cells set to Text.",
        )  # fmt: skip


@rule("action-status-words", N, "Statuses reported in other words.")
def status_words(pack: Pack) -> Iterator[Remark]:
    """Statuses reported in other words than the log's own."""
    words = sorted({a.status_text for a in pack.actions if a.status_text and a.status_text != a.status.value})
    if words:
        yield Remark(
            Place(pack.actions[0].place.file), "",
            f"statuses were reported as {listed([f'“{word}”' for word in words])}",
            "not started, in progress, complete or cancelled",
            "Nothing need be done: both are kept.",
        )  # fmt: skip


# ------------------------------------------------------------------------------------------ wording

STATES = r"\b(has been undertaken|remains? subject to|continues?|is ongoing|are ongoing|is in place)\b"
"""Words of a state of things rather than of an action."""

_MONTHS = "|".join(MONTH_NAMES)
_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\b(?!,? \d{{4}})")


def _remark(action: Action, found: str, expected: str, remedy: str, period: str = "") -> Remark:
    return Remark(
        action.place, canonical_ref(action.ref), f"action {action.ref} {found}", expected, remedy, period
    )


def _aged(pack: Pack, action: Action) -> bool:
    return action.raised is not None and action.raised.until(pack.period) > thresholds.TBC_MONTHS


def _together(pack: Pack, bare: list[Action], what: str, column: str) -> Iterator[Remark]:
    """One remark for a log that lacks something throughout, else one for each action."""
    if len(bare) > 1 and len(bare) == len(pack.actions):
        yield Remark(
            Place(bare[0].place.file), "",
            f"all {len(bare)} actions have {what}",
            f"the column {column} filled in",
            "Say who does each and which indicators it should move.",
        )  # fmt: skip
        return
    for action in bare:
        yield _remark(action, f"has {what}", f"the column {column} filled in", f"Fill in {column}.")


def _worse(pack: Pack, statuses: tuple[ActionStatus, ...]) -> Iterator[Remark]:
    for action in pack.actions:
        known = [ref for ref in action.indicators if pack.indicator(ref) is not None]
        for ref in known if action.status in statuses else ():
            moved = change(pack, ref, pack.period)
            if moved.sense is Sense.WORSE:
                yield _remark(
                    action,
                    f"is {action.status.value}, and {pack.shown(ref)} got worse: "
                    f"it {moved.sentence(english())}",
                    "an indicator that gets better",
                    "Say in the commentary why, or what else will be done.",
                    pack.period.iso,
                )


_REWRITTEN = re.compile(
    r"\d{1,2}-[A-Za-z]{3,9}(?:-\d{2,4})?|\d{4}-\d{2}-\d{2}(?:[ T][\d:.]+)?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
)
