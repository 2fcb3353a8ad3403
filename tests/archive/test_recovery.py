"""A last line of the ledger that a stopped run wrote in part: recognised, reported, and completed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from boardpack.archive.ledger import ledger_line, read_ledger
from boardpack.archive.search import search
from boardpack.archive.store import LEDGER, PENDING, ArchiveFault, Effects
from boardpack.archive.verify import verify_all
from tests.archive.hand import contents, put
from tests.support.commands import boardpack

BAG = "childrens-indicators/2017-10/v1"


class Stopping(Effects):
    """Stops before the pending entry is removed: the edition is issued, and the run not at its end."""

    def remove_file(self, path: Path) -> None:
        raise OSError(5, "Input/output error", str(path))


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """An archive of two editions, the second's run stopped when its line was whole."""
    put(tmp_path, "2017-09")
    with pytest.raises(ArchiveFault):
        put(tmp_path, effects=Stopping())
    return tmp_path


def tear(archive: Path, left: int, filler: bytes = b"") -> bytes:
    """Cut the last line to `left` bytes, then add `filler`; return the ledger without that line."""
    first, second = (archive / LEDGER).read_bytes().splitlines(keepends=True)
    (archive / LEDGER).write_bytes(first + second[:left] + filler)
    return first


LENGTHS = (0, 1, 40, 400, -2, -1)


@pytest.mark.parametrize("left", LENGTHS)
@pytest.mark.parametrize("zeros", [0, 30])
def test_a_line_written_in_part_is_completed(stopped: Path, left: int, zeros: int) -> None:
    whole = (stopped / LEDGER).read_bytes()
    first = tear(stopped, left, bytes(min(zeros, -left if left < 0 else zeros)))
    torn = (stopped / LEDGER).read_bytes() != first
    assert read_ledger(stopped).torn is torn
    assert [entry.period for entry in read_ledger(stopped).entries] == ["2017-09"]
    assert {finding.severity.value for finding in verify_all(stopped)} == {"note"}
    (note,) = put(stopped).notes
    assert note.startswith(f"Entered {BAG} in the ledger")
    assert ("a part of its line" in note) is torn
    assert (stopped / LEDGER).read_bytes() == whole
    assert verify_all(stopped) == ()


def test_an_empty_ledger_of_the_very_first_is_completed(tmp_path: Path) -> None:
    with pytest.raises(ArchiveFault):
        put(tmp_path, effects=Stopping())
    whole = (tmp_path / LEDGER).read_bytes()
    (tmp_path / LEDGER).write_bytes(b"")
    assert read_ledger(tmp_path).torn
    assert put(tmp_path).already
    assert (tmp_path / LEDGER).read_bytes() == whole


def test_a_line_that_no_run_was_writing_is_not_completed(stopped: Path) -> None:
    (stopped / PENDING).unlink()
    tear(stopped, 100)
    before = contents(stopped)
    with pytest.raises(ArchiveFault, match=r"ledger\.jsonl:2: is cut short"):
        put(stopped, "2017-11")
    assert contents(stopped) == before


def test_a_pending_entry_of_another_line_completes_nothing(stopped: Path) -> None:
    entry = read_ledger(stopped).entries[0]
    (stopped / PENDING).chmod(0o644)
    (stopped / PENDING).write_bytes(ledger_line(entry))
    tear(stopped, 100)
    with pytest.raises(ArchiveFault, match="is cut short"):
        put(stopped, "2017-11")


def test_a_longer_tail_than_the_line_is_no_torn_line(stopped: Path) -> None:
    tear(stopped, 100, b"x" * 2000)
    with pytest.raises(ArchiveFault, match=r"ledger\.jsonl:2"):
        put(stopped, "2017-11")


def test_a_torn_line_whose_bag_has_gone_is_refused(stopped: Path) -> None:
    tear(stopped, 100)
    (stopped / BAG).rename(stopped.parent / "gone")
    with pytest.raises(ArchiveFault, match="it is missing"):
        put(stopped, "2017-11")


def test_readers_say_that_a_run_was_stopped(stopped: Path) -> None:
    tear(stopped, 100)
    project = stopped.parent / "project"
    (project / "data").mkdir(parents=True)
    stopped.rename(project / "archive")
    said = boardpack("archive", "list", project=project)
    assert said.code == 0
    assert said.out.startswith("2017-09")
    assert "a run was stopped while it wrote the last line" in said.err
    assert [hit.period for hit in search(project / "archive", "recruitment")] == ["2017-09"]


@pytest.mark.parametrize("shared", [False, True], ids=["read-only, as 0.1.0 made it", "hard-linked"])
def test_a_ledger_that_may_not_be_appended_to_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    archive = tmp_path / "archive"
    put(archive, "2017-09")
    before = (archive / LEDGER).read_bytes()
    copy = tmp_path / "copy"
    if shared:
        copy.hardlink_to(archive / LEDGER)
    else:
        (archive / LEDGER).chmod(0o444)
        monkeypatch.setattr(os, "access", lambda path, mode: bool(Path(path).stat().st_mode & mode << 6))
    put(archive)
    put(archive, "2017-11")
    assert (archive / LEDGER).read_bytes().startswith(before)
    assert [entry.number for entry in read_ledger(archive).entries] == [1, 2, 3]
    if shared:
        assert copy.read_bytes() == before
