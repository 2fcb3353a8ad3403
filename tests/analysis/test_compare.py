"""What differs between two packs, one kind at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from boardpack.analysis.compare import COMPARED, Comparison, Difference, DifferenceKind, compare
from boardpack.content import Paragraph, Text
from boardpack.model.finding import Place
from boardpack.model.indicator import (
    Basis,
    Definition,
    Unit,
)
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.observation import Observation, Restatement, ValueStatus
from boardpack.model.pack import Action, ActionStatus, Pack
from boardpack.model.period import Period
from tests.support import packs
from tests.support.packs import OCT, indicator, target

HERE = Place("data/x.csv", 2)
SEP = Period(2017, 9)


def seen(period: Period, value: str | None, status: ValueStatus | None = None) -> Observation:
    cell = packs.seen("A1", period, value)
    return cell if status is None else replace(cell, status=status)


def action(due: Period | None = OCT, **changes: Any) -> Action:
    due_text = due.short if due else "TBC"
    return replace(packs.action("Oct-01", text="Do the thing"), due=due, due_text=due_text, **changes)


def narrative(source: str, kind: NarrativeKind = NarrativeKind.NEXT_STEPS) -> Narrative:
    blocks = (Paragraph((Text(source),)),) if source.strip() else ()
    return Narrative(kind, "" if kind is NarrativeKind.SUMMARY else "t", source, blocks, HERE)


def pack(period: Period = OCT, *observations: Observation, **changes: object) -> Pack:
    return replace(packs.pack([indicator()], [target()], observations, period=period), **changes)


def only(comparison: Comparison, kind: DifferenceKind) -> Difference:
    (difference,) = comparison.differences
    assert difference.kind is kind
    assert comparison.of(kind) == (difference,)
    return difference


def test_a_pack_does_not_differ_from_itself() -> None:
    one = pack(OCT, seen(SEP, "86"), seen(OCT, "90"), actions=(action(),), narratives=(narrative("words"),))
    assert compare(one, one) == Comparison("2017-10", "2017-10", ())


def test_a_rating_that_moved() -> None:
    moved = only(
        compare(pack(SEP, seen(SEP, "86")), pack(OCT, seen(SEP, "86"), seen(OCT, "91"))),
        DifferenceKind.RATING,
    )
    assert (moved.was, moved.now, moved.subject, moved.title) == ("Amber", "Green", "A1", "Title of A1")


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        (seen(SEP, "86.04"), seen(SEP, "86.0"), ("86.04%", "86%")),
        (seen(SEP, "86"), seen(SEP, None, ValueStatus.NO_CASES), ("86%", "no cases")),
        (seen(SEP, None, ValueStatus.NOT_YET_AVAILABLE), seen(SEP, "86"), ("not yet available", "86%")),
        (
            seen(SEP, None, ValueStatus.NO_CASES),
            seen(SEP, None, ValueStatus.SUPPRESSED),
            ("no cases", "suppressed"),
        ),
    ],
)
def test_a_restated_value(was: Observation, now: Observation, words: tuple[str, str]) -> None:
    later = pack(OCT, now, seen(OCT, "86"), restatements=(
        Restatement("A1", SEP, "86", "85", date(2017, 11, 1), "Late returns", HERE),
    ))  # fmt: skip
    (change,) = compare(pack(SEP, was), later).of(DifferenceKind.RESTATED)
    assert (change.was, change.now) == words
    assert (change.period, change.reason) == ("2017-09", "Late returns")


@pytest.mark.parametrize(
    "now", [seen(SEP, "86.0"), seen(SEP, "86", ValueStatus.REVISED), seen(SEP, "86", ValueStatus.PROVISIONAL)]
)
def test_the_same_number_is_not_restated(now: Observation) -> None:
    assert not compare(pack(SEP, seen(SEP, "86")), pack(OCT, now, seen(OCT, "86"))).of(
        DifferenceKind.RESTATED
    )


def test_a_month_after_the_older_pack_is_not_restated() -> None:
    old = pack(SEP, seen(SEP, "86"), seen(OCT, None, ValueStatus.NOT_STATED))
    assert not compare(old, pack(OCT, seen(SEP, "86"), seen(OCT, "86"))).differences


def test_a_changed_target_and_its_bands() -> None:
    old, new = pack(), pack(targets=(target("A1", "95", "90", methodology="95% or\nabove Green"),))
    assert [(d.kind, d.was, d.now) for d in compare(old, new).differences] == [
        (DifferenceKind.TARGET, "90%", "95%"),
        (
            DifferenceKind.BANDS,
            "Green at least 90, Amber at least 85",
            "Green at least 95, Amber at least 90 (95% or above Green)",
        ),
    ]


def test_a_target_that_was_taken_away() -> None:
    taken, band = compare(pack(), pack(targets=())).differences
    assert (taken.now, band.now) == ("not set", "no bands")
    given, _ = compare(pack(targets=()), pack()).differences
    assert (given.was, given.now) == ("not set", "90%")


def test_a_changed_title_but_not_its_white_space() -> None:
    first, second = (
        Definition("", None, "A1", title, "A1", title, "", HERE) for title in ("Title  of A1", "Another")
    )
    assert not compare(pack(), pack(indicators=(indicator(definitions=(first,)),))).differences
    title = only(compare(pack(), pack(indicators=(indicator(definitions=(second,)),))), DifferenceKind.TITLE)
    assert (title.was, title.now) == ("Title of A1", "Another")


def test_a_new_definition_says_what_changed() -> None:
    later = Definition(
        "12m", OCT, "A 1 (12m)", "Title of A1", "A1", "Title of A1", "Now counts 12 months.", HERE
    )
    two = (indicator(definitions=(indicator().definitions[0], later)),)
    changed = only(compare(pack(SEP, indicators=two), pack(OCT, indicators=two)), DifferenceKind.DEFINITION)
    assert (changed.was, changed.now) == ("version not named", "version 12m")
    assert changed.reason == "Now counts 12 months."
    assert (changed.subject, changed.shown) == ("A1", "A 1 (12m)")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"polarity": None}, "polarity blank"),
        ({"unit": Unit.COUNT}, "unit count"),
        ({"basis": Basis.ROLLING_12}, "basis rolling 12 months"),
    ],
)
def test_what_an_indicator_means(change: dict[str, Any], words: str) -> None:
    assert (
        only(compare(pack(), pack(indicators=(indicator(**change),))), DifferenceKind.DEFINITION).now == words
    )


def test_indicators_that_come_and_go() -> None:
    comparison = compare(pack(), pack(indicators=(indicator("B2"),)))
    assert [(d.kind, d.subject) for d in comparison.differences] == [
        (DifferenceKind.ADDED, "B2"),
        (DifferenceKind.REMOVED, "A1"),
    ]


DONE: dict[str, Any] = {"status": ActionStatus.COMPLETE, "status_text": "Y"}


@pytest.mark.parametrize(
    ("before", "after", "kind", "was", "now"),
    [
        (None, action(), DifferenceKind.OPENED, "not in the log", "in progress, due Oct-17"),
        (None, action(**DONE), DifferenceKind.CLOSED, "not in the log", "complete"),
        (action(), action(**DONE), DifferenceKind.CLOSED, "in progress, due Oct-17", "complete"),
        (action(**DONE), action(), DifferenceKind.REOPENED, "complete", "in progress, due Oct-17"),
        (action(), action(due=OCT.plus(2)), DifferenceKind.SLIPPED, "Oct-17", "Dec-17"),
        (action(), action(due=None), DifferenceKind.SLIPPED, "Oct-17", "TBC"),
        (action(due=None), action(), DifferenceKind.ADVANCED, "TBC", "Oct-17"),
        (action(), action(due=SEP), DifferenceKind.ADVANCED, "Oct-17", "Sep-17"),
        (action(), None, DifferenceKind.DROPPED, "in progress, due Oct-17", "not in the log"),
        (action(), action(text="Do another"), DifferenceKind.REWORDED, "Do the thing", "Do another"),
    ],
)
def test_actions(
    before: Action | None, after: Action | None, kind: DifferenceKind, was: str, now: str
) -> None:
    old, new = (pack(actions=(one,) if one else ()) for one in (before, after))
    difference = only(compare(old, new), kind)
    assert (difference.was, difference.now, difference.subject) == (was, now, "Oct-01")


def test_a_closed_action_may_leave_the_log() -> None:
    assert not compare(pack(actions=(action(**DONE),)), pack()).differences


def test_commentary_carried_over_is_named_and_not_quoted() -> None:
    old = pack(SEP, narratives=(narrative("We will  do it."), narrative("Old.", NarrativeKind.SUMMARY)))
    new = pack(OCT, narratives=(narrative("We will\ndo it."), narrative("New.", NarrativeKind.SUMMARY)))
    carried = only(compare(old, new), DifferenceKind.CARRIED)
    assert (carried.subject, carried.title, carried.now) == ("t", "Next Steps", "4 words")


def test_blank_commentary_is_not_carried_over() -> None:
    assert not compare(pack(SEP, narratives=(narrative(" "),)), pack(narratives=(narrative(""),))).differences
    assert not compare(pack(SEP), pack(narratives=(narrative("New."),))).differences


def test_a_version_of_the_same_month_tells_what_was_rewritten() -> None:
    old, new = (
        pack(narratives=(narrative(text, NarrativeKind.SUMMARY),)) for text in ("One two.", "One two three.")
    )
    rewritten = only(compare(old, new), DifferenceKind.REWRITTEN)
    assert (rewritten.subject, rewritten.was, rewritten.now) == ("Directors Summary", "2 words", "3 words")


def test_every_kind_has_a_heading_of_its_own() -> None:
    assert len({kind.value for kind in DifferenceKind}) == len(DifferenceKind)
    assert len(COMPARED) == len(set(COMPARED))
