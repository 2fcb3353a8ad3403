"""The action log in its published words, with marks beside them."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.compose.section_page import action_log
from boardpack.content import Heading, Link, Paragraph, Table, inline_text
from boardpack.model.pack import Action, ActionStatus, Pack
from boardpack.model.period import Period


def rows(pack: Pack) -> dict[str, list[str]]:
    table = action_log(pack).blocks[1]
    assert isinstance(table, Table)
    body = [[inline_text(cell.content) for cell in row.cells] for row in table.body]
    return {row[0]: row[1:] for row in body}


def changed(pack: Pack, ref: str, **changes: object) -> Pack:
    actions: list[Action] = [
        replace(action, **changes) if action.ref == ref else action for action in pack.actions
    ]
    return replace(pack, actions=tuple(actions))


def test_columns_as_published(october: Pack) -> None:
    table = action_log(october).blocks[1]
    assert isinstance(table, Table)
    heads = [inline_text(cell.content) for cell in table.head[0].cells]
    assert heads == ["REF", "ACTIONS", "WHEN?", "COMPLETE?"]


def test_marks_stand_beside_the_published_words(october: Pack) -> None:
    log = rows(october)
    assert log["Oct-02"][1:] == ["Nov-17", "Y Complete"]
    assert log["Oct-05"][1:] == ["TBC No date", "Ongoing"]
    assert log["Nov-01"][1:] == ["Feb-17 Before raised", "Ongoing"]


def test_overdue(october: Pack) -> None:
    pack = changed(october, "Oct-01", due=Period(2017, 9), due_text="Sep-17", raised=Period(2017, 8))
    assert rows(pack)["Oct-01"][1] == "Sep-17 Overdue"


def test_a_complete_action_without_a_date_is_not_marked(october: Pack) -> None:
    pack = changed(october, "Oct-05", status=ActionStatus.COMPLETE, status_text="complete")
    assert rows(pack)["Oct-05"][1:] == ["TBC", "Complete"]


@pytest.mark.parametrize(
    ("text", "printed"), [("in progress", "In progress"), ("", "In progress"), ("Half way", "Half way")]
)
def test_status_words(october: Pack, text: str, printed: str) -> None:
    assert rows(changed(october, "Oct-05", status_text=text))["Oct-05"][2] == printed


def test_counts_beside_the_title(october: Pack) -> None:
    heading = action_log(october).blocks[0]
    assert isinstance(heading, Heading)
    assert inline_text(heading.aside) == (
        "13 actions: 9 in progress, 4 complete; 5 without a date, 1 due before it was raised"
    )


def test_owners_and_indicators_have_columns_when_there_are_any(october: Pack) -> None:
    pack = changed(october, "Oct-05", owner="WT", indicators=("LAC10", "CP10A", "GONE"))
    log = rows(pack)
    assert log["Oct-05"][1:3] == ["WT", "LAC 10 Amber, CP 10a Green as reported"]
    assert log["Oct-06"][1:3] == ["not stated", "none"]
    table = action_log(pack).blocks[1]
    assert isinstance(table, Table)
    links = [
        inline
        for row in table.body
        for cell in row.cells
        for inline in cell.content
        if isinstance(inline, Link)
    ]
    assert [link.target for link in links] == ["#lac-10"]


def test_one_action_and_none(october: Pack) -> None:
    one = action_log(replace(october, actions=october.actions[:1])).blocks[0]
    assert isinstance(one, Heading)
    assert inline_text(one.aside) == "1 action: 1 in progress"
    heading, said = action_log(replace(october, actions=())).blocks
    assert isinstance(heading, Heading)
    assert isinstance(said, Paragraph)
    assert heading.aside == ()
    assert inline_text(said.content) == "No actions are recorded."


def test_a_blank_due_date_says_so(october: Pack) -> None:
    assert rows(changed(october, "Oct-05", due_text=""))["Oct-05"][1] == "not stated No date"
