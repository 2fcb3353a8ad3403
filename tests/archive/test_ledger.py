"""Adding many editions: what an archive holds is looked through once, and again when another run wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boardpack.archive import add
from boardpack.archive.add import ArchiveWriter, Terms
from boardpack.archive.ledger import STATES, count_sends, parse_ledger, read_chain, read_ledger, send_ledger
from boardpack.archive.store import ArchiveFault, Effects, bag_paths
from boardpack.archive.verify import verify_all
from boardpack.errors import UsageFault
from tests.archive.hand import NOON, issue, put

MONTHS = tuple(f"2017-{number:02d}" for number in range(1, 13))
BECAUSE = Terms(NOON, "A figure was wrong")


def bytes_written(archive: Path, month: str) -> int:
    written = 0

    class Counting(Effects):
        def write(self, descriptor: int, path: Path, data: bytes) -> None:
            nonlocal written
            written += len(data)
            super().write(descriptor, path, data)

    put(archive, month, effects=Counting())
    return written


def test_an_edition_writes_no_more_into_a_long_ledger(tmp_path: Path) -> None:
    put(tmp_path, "2017-09")
    first = bytes_written(tmp_path, "2017-10")
    for number in range(1, 41):
        put(tmp_path, f"20{number + 20}-10")
    assert abs(bytes_written(tmp_path, "2017-11") - first) < 40  # the digits of the entry's number


def test_a_line_with_any_byte_damaged_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    put(tmp_path, "2017-09")
    put(tmp_path, "2017-10")
    raw = read_ledger(tmp_path).raw
    for at in range(0, len(raw), 3):
        for byte in (0x00, 0x5B, 0xDF, 0xFF):
            found = parse_ledger(raw[:at] + bytes([byte]) + raw[at + 1 :])
            assert found.faults or byte == raw[at], (at, byte)


def test_an_archive_is_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look(archive: Path) -> set[str]:
        looks.append(archive)
        return bag_paths(archive)

    monkeypatch.setattr(add, "bag_paths", look)
    writer = ArchiveWriter(tmp_path)
    for month in MONTHS:
        assert not writer.add(issue(month), Terms(NOON)).already
    assert writer.add(issue(MONTHS[3]), Terms(NOON)).already
    assert writer.add(issue(MONTHS[3], "second"), BECAUSE).entry.version == 2
    assert len(looks) == 1
    assert verify_all(tmp_path) == ()


def test_what_another_run_added_meanwhile_is_seen(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path)
    writer.add(issue("2017-09"), Terms(NOON))
    put(tmp_path)
    assert writer.add(issue(), Terms(NOON)).already
    assert writer.add(issue("2017-11"), Terms(NOON)).entry.number == 3
    assert verify_all(tmp_path) == ()


class OnceFailing(Effects):
    """Fails the first rename."""

    failed = False

    def rename(self, source: Path, target: Path) -> None:
        if not self.failed:
            self.failed = True
            raise OSError(28, "No space left on device", str(source))
        super().rename(source, target)


def test_an_edition_that_failed_does_not_stop_the_next(tmp_path: Path) -> None:
    put(tmp_path, "2017-08")
    writer = ArchiveWriter(tmp_path, effects=OnceFailing())
    with pytest.raises(ArchiveFault):
        writer.add(issue("2017-09"), Terms(NOON))
    added = writer.add(issue(), Terms(NOON))
    assert added.entry.number == 2
    assert any("stopped run" in note for note in added.notes)
    assert verify_all(tmp_path) == ()


def test_a_refusal_leaves_the_writer_usable(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path)
    writer.add(issue(), Terms(NOON))
    with pytest.raises(UsageFault, match="--reason"):
        writer.add(issue(words="second"), Terms(NOON))
    assert writer.add(issue(words="second"), BECAUSE).entry.version == 2


def test_what_was_there_before_is_named(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path)
    first = writer.add(issue(), Terms(NOON))
    other = writer.add(issue(slug="adults"), Terms(NOON))
    second = writer.add(issue(words="second"), BECAUSE)
    assert (first.earlier, first.other_packs) == (None, ())
    assert (other.earlier, other.other_packs) == (None, ("childrens-indicators",))
    assert (second.earlier, second.other_packs) == (first.entry, ("adults",))


def test_a_chain_that_was_appended_to_is_the_one_that_is_read(tmp_path: Path) -> None:
    put(tmp_path, "2017-09")
    chain = read_chain(tmp_path, read_ledger(tmp_path))
    chain.append(put(tmp_path).entry)
    read = read_chain(tmp_path, read_ledger(tmp_path))
    assert (chain.length, chain.head, chain.latest, chain.packs) == (
        read.length, read.head, read.latest, read.packs,
    )  # fmt: skip


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
