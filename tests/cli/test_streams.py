"""Standard streams that are closed, full or unread, and faults that no rule foresaw: a line and a code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from boardpack.cli import describe_crash
from boardpack.importer.reader import read_grids
from boardpack.load.project import Project
from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY

NAME = "2024-03-llyfrgelloedd-a-strydoedd-libraries-and-streets.pdf"


def run(line: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Run `boardpack build` in a shell, followed by what the line says."""
    words = f'exec 3>&1; "{sys.executable}" -m boardpack build --project "{project}" {line}'
    return subprocess.run(["bash", "-c", words], cwd=REPOSITORY, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_closed_streams_do_not_stop_a_build(closed: str, small_pack: Path) -> None:
    done = run(closed, small_pack)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done
    assert (small_pack / "out" / NAME).read_bytes().startswith(b"%PDF")
    assert list((small_pack / "out").iterdir()) == [small_pack / "out" / NAME]


def test_nobody_reads_and_the_file_is_named(small_pack: Path) -> None:
    done = run("| head -0; exit ${PIPESTATUS[0]}", small_pack)
    assert done.returncode == 3
    assert "nobody reads it any more" in done.stderr
    assert str(small_pack / "out" / NAME) in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_behind_standard_output_names_the_file(small_pack: Path) -> None:
    done = run("> /dev/full", small_pack)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert "No space left on device" in done.stderr
    assert f"whole: {small_pack / 'out' / NAME}." in done.stderr


def test_a_pipe_is_not_imported(small_pack: Path) -> None:
    for name in ("x.csv", "x.xlsx"):
        os.mkfifo(small_pack / name)
        said = boardpack("import", small_pack / name, "--yes", project=small_pack)
        assert (said.code, "cannot be opened (a pipe or a device)" in said.err) == (3, True), said


def test_a_file_name_cannot_forge_a_line(small_pack: Path) -> None:
    (small_pack / "data/a\npack.toml:1: error forged: x.csv").write_text("x")
    said = boardpack("check", project=small_pack)
    assert not [line for line in said.out.splitlines() if line.startswith("pack.toml:1: error forged")]
    assert "a\\npack.toml:1" in said.out


def crash(work: Callable[[], object]) -> str:
    try:
        work()
    except Exception as fault:  # noqa: BLE001 - that is what is described
        return describe_crash(type(fault), fault.__traceback__)
    raise AssertionError("it did not stop")


def test_a_fault_while_a_file_is_read_names_the_file(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from boardpack.load import csv_table  # noqa: PLC0415
    from boardpack.load.loader import load  # noqa: PLC0415

    monkeypatch.setattr(csv_table, "read_header", lambda *_: 1 / 0)
    told = crash(lambda: load(Project(small_pack)))
    assert told.startswith(
        "stopped while it was reading data/sections.csv, by something that no rule foresaw: Zero"
    )


def test_a_fault_in_an_import_names_the_sheet(small_pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from boardpack.importer import reader  # noqa: PLC0415

    (small_pack / "x.csv").write_text("a,b\n")
    monkeypatch.setattr(reader, "_separator", lambda _: 1 / 0)
    assert "importing x.csv" in crash(lambda: read_grids(small_pack / "x.csv"))


def test_a_fault_of_the_program_itself_is_said_to_be_one() -> None:
    assert crash(lambda: 1 / 0).startswith("a fault in the program, not in your files: ZeroDivisionError (")
