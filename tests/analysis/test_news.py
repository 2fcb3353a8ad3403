"""What is new in a period: lasting Reds, ratings that moved, what got worse."""

from __future__ import annotations

from boardpack.analysis.change import LASTING, lasting_red, moves, news, streak
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from boardpack.model.rating import Rag, RatingBasis
from tests.support.packs import with_value

OCTOBER = Period(2017, 10)


def test_lasting_reds_come_longest_first_then_furthest_from_their_target(october: Pack) -> None:
    found = lasting_red(october)
    assert [one.ref for one in found] == ["W1E", "MC6", "LAC11", "CIN5", "F3", "CIN4", "CP13", "W1A"]
    lengths = [streak(october, one.ref, OCTOBER) for one in found]
    assert lengths == sorted(lengths, reverse=True)
    assert min(lengths) >= LASTING


def test_a_red_under_a_new_definition_is_not_yet_a_lasting_one(october: Pack) -> None:
    assert "LAC19" in {one.ref for one in news(october).red}
    assert "LAC19" not in {one.ref for one in lasting_red(october)}


def test_moves_group_indicators_by_what_their_rating_was_and_is(october: Pack) -> None:
    found = [(move.before.rag, move.now.rag, [one.ref for one in move.indicators]) for move in moves(october)]
    assert found == [
        (None, Rag.RED, ["P1"]),
        (Rag.GREEN, Rag.AMBER, ["FD3"]),
        (Rag.AMBER, Rag.GREEN, ["FD8", "CL1A", "CL3A"]),
    ]


def test_a_rating_that_was_only_reported_is_no_move(october: Pack) -> None:
    moved = {one.ref for move in moves(october) for one in move.indicators}
    reported = {i.ref for i in october.indicators if i.ref in {"CP10", "CP10A"}}
    assert reported
    assert not moved & reported
    assert all(RatingBasis.REPORTED not in {move.before.basis, move.now.basis} for move in moves(october))


def test_a_figure_that_is_missing_now_is_a_move_to_no_rating(october: Pack) -> None:
    pack = with_value(october, "F3", OCTOBER, "", ValueStatus.NOT_COLLECTED)
    found = [
        (move.before.rag, move.now.rag) for move in moves(pack) if "F3" in {i.ref for i in move.indicators}
    ]
    assert found == [(Rag.RED, None)]
    assert "F3" not in {one.ref for one in lasting_red(pack)}
