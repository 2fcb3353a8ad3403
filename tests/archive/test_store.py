"""What is no ordinary file of an archive is refused in words: pipes, folders, links."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from boardpack.archive.ledger import count_sends, read_ledger
from boardpack.archive.store import ArchiveFault, read_kept
from tests.support.commands import boardpack

PLANTS: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a folder": lambda path: path.mkdir(),
    "a link out": lambda path: path.symlink_to("/etc/hostname"),
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link to itself": lambda path: path.symlink_to(path.name),
}
COMMANDS = (
    ("archive", "list"), ("archive", "verify"), ("archive", "search", "x"), ("archive", "anchor"),
    ("email", "2024-03"), ("email", "status", "2024-03"), ("archive", "show", "2024-03"),
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("file", ["ledger.jsonl", "ledger.pending.json", "x/y.json"])
def test_only_ordinary_files_are_read(tmp_path: Path, plant: str, file: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    PLANTS[plant](tmp_path / file)
    with pytest.raises(ArchiveFault, match="ordinary file of the archive"):
        read_kept(tmp_path, file)


def test_a_file_is_read_and_an_absent_one_is_absent(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"held")
    assert read_kept(tmp_path, "x") == b"held"
    with pytest.raises(FileNotFoundError):
        read_kept(tmp_path, "y")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("plant", PLANTS)
def test_no_command_waits_for_a_ledger_that_is_none(
    small_pack: Path, words: tuple[str, ...], plant: str
) -> None:
    (small_pack / "archive").mkdir()
    PLANTS[plant](small_pack / "archive/ledger.jsonl")
    said = boardpack(*words, project=small_pack)
    assert (said.code, "Move it away" in said.err) == (3, True), said


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_archive_that_is_a_file_is_said(small_pack: Path, words: tuple[str, ...]) -> None:
    (small_pack / "archive").write_text("x")
    said = boardpack(*words, project=small_pack)
    assert (said.code, "is a file where the folder of issued packs should be" in said.err) == (3, True), said


def test_a_ledger_of_sends_that_is_a_pipe_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sends/x/2024-03").mkdir(parents=True)
    os.mkfifo(tmp_path / "sends/x/2024-03/v1.jsonl")
    with pytest.raises(ArchiveFault):
        count_sends(tmp_path, "x", "2024-03", 1)


def test_an_index_that_is_a_pipe_is_passed_over(small_pack: Path) -> None:
    (small_pack / "archive").mkdir()
    os.mkfifo(small_pack / "archive/search.sqlite")
    said = boardpack("archive", "search", "x", project=small_pack)
    assert said.code in {0, 1}


def test_a_ledger_with_one_line_many_times_is_read_in_no_time(tmp_path: Path) -> None:
    (tmp_path / "ledger.jsonl").write_bytes(b'{"a": 1}\n' * 20_000)
    started = time.process_time()
    assert len(read_ledger(tmp_path).faults) == 20_000
    assert time.process_time() - started < 10
