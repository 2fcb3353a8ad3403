"""The place of the send ledgers, and what is counted in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boardpack.archive.sends import STATES, count_sends, send_ledger


def write(root: Path, *lines: str) -> None:
    ledger = send_ledger(root, "pack", "2017-10", 2)
    ledger.parent.mkdir(parents=True)
    ledger.write_text("\n".join(lines), encoding="utf-8")


def line(recipient: object, state: object, **more: object) -> str:
    return json.dumps({"recipient": recipient, "state": state, **more})


def test_the_ledger_stands_beside_the_bags(tmp_path: Path) -> None:
    assert send_ledger(tmp_path, "pack", "2017-10", 2) == tmp_path / "sends/pack/2017-10/v2.jsonl"


def test_nothing_was_sent_before_there_is_a_ledger(tmp_path: Path) -> None:
    assert count_sends(tmp_path, "pack", "2017-10", 2) == {}


def test_the_last_line_about_a_recipient_holds(tmp_path: Path) -> None:
    write(
        tmp_path,
        line("a@example.org", "planned"), line("b@example.org", "planned"), line("c@example.org", "sending"),
        line("a@example.org", "accepted", code=250), line("b@example.org", "deferred"),
    )  # fmt: skip
    assert count_sends(tmp_path, "pack", "2017-10", 2) == {"sending": 1, "accepted": 1, "deferred": 1}


@pytest.mark.parametrize(
    "torn", ['{"recipient": "b@exam', "[]", '"x"', "", line(3, "accepted"), line("b", None)]
)
def test_a_line_that_says_nothing_counts_for_nothing(tmp_path: Path, torn: str) -> None:
    write(tmp_path, line("a@example.org", "accepted"), torn)
    assert count_sends(tmp_path, "pack", "2017-10", 2) == {"accepted": 1}


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_counted(tmp_path: Path, state: str) -> None:
    write(tmp_path, line("a@example.org", state))
    assert count_sends(tmp_path, "pack", "2017-10", 2) == {state: 1}
