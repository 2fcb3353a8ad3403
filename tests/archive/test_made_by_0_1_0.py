"""A project and its archive that version 0.1.0 made: what was issued outlives the program that issued it."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from boardpack import __version__
from tests.support.commands import Said, boardpack, tree

HELD = Path(__file__).with_name("made-by-0.1.0.tar.xz")
MONTH = "2017-10"
SLUG = "parks-and-recycling-indicators"


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as 0.1.0 left it. Read only."""
    folder = tmp_path_factory.mktemp("made")
    with tarfile.open(HELD) as held:
        held.extractall(folder, filter="data")
    return folder / "parks"


def said(project: Path, *words: object, code: int = 0) -> Said:
    done = boardpack(*words, project=project)
    assert done.code == code, done.err + done.out
    return done


def test_list_names_both_versions_and_the_sends(parks: Path) -> None:
    first, second = said(parks, "archive", "list").out.splitlines()
    assert first.startswith("2017-10  v1")
    assert "2 accepted" in first
    assert second.endswith("supersedes v1")


def test_show_says_what_it_supersedes_and_why(parks: Path) -> None:
    assert "v1: One missed collection was counted twice." in said(parks, "archive", "show", MONTH).out


def test_every_file_is_as_issued(parks: Path) -> None:
    assert "Checked 2 editions and a chain of 2: all as issued." in said(parks, "archive", "verify").err


def test_its_words_are_found(parks: Path) -> None:
    out = said(parks, "archive", "search", "counted at the gates").out
    assert out.startswith("2017-10 v2, page 5: Parks, Next Steps")  # as its footer says


def test_its_versions_are_compared(parks: Path) -> None:
    out = said(parks, "archive", "diff", f"{MONTH}/v1", f"{MONTH}/v2").out
    assert "RC 2 October 2017, Number of missed collections reported: 49 → 48" in out


def test_the_pdf_that_was_issued_is_exported(parks: Path, tmp_path: Path) -> None:
    said(parks, "archive", "export", MONTH, "--to", tmp_path)
    name = f"{MONTH}-{SLUG}.pdf"
    issued = parks / "archive" / SLUG / MONTH / "v2/data" / name
    assert (tmp_path / name).read_bytes() == issued.read_bytes()


def test_what_became_of_each_send_is_known(parks: Path) -> None:
    out = said(parks, "email", "status", MONTH, "--version", 1).out
    assert out.count("accepted") >= 2


@pytest.mark.parametrize("version", [1, 2])
def test_rebuild_says_who_made_it_and_what_differs(parks: Path, version: int) -> None:
    before = tree(parks)
    done = said(parks, "archive", "rebuild", MONTH, "--version", version, code=1)
    assert f"boardpack was 0.1.0, is {__version__}" in done.err
    assert "other bytes came out" in done.err
    assert "words" in done.err.splitlines()[-1]
    assert tree(parks) == before


def test_it_is_built_from_the_same_inputs(parks: Path, tmp_path: Path) -> None:
    path = Path(said(parks, "build", MONTH, "--out", tmp_path).out.strip())
    assert path.read_bytes().startswith(b"%PDF-1.7")


def test_another_version_follows_the_two(parks: Path, tmp_path: Path) -> None:
    with tarfile.open(HELD) as held:
        held.extractall(tmp_path, filter="data")
    project = tmp_path / "parks"
    before = (project / "archive/ledger.jsonl").read_bytes()
    said(project, "archive", "add", MONTH, "--reason", "The figures were run again.")
    assert (project / "archive/ledger.jsonl").read_bytes().startswith(before)
    assert "Checked 3 editions and a chain of 3: all as issued." in said(project, "archive", "verify").err
    assert tree(parks / "archive" / SLUG / MONTH / "v2") == tree(project / "archive" / SLUG / MONTH / "v2")
