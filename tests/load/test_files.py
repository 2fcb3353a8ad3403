from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from boardpack.load.files import character_name, read_bytes, read_text
from boardpack.load.findings import FindingLog
from boardpack.load.project import Project, entries, file_names, folder_names
from boardpack.model.period import Period


def rules(faults: FindingLog) -> list[str]:
    return [finding.rule for finding in faults.findings]


def test_text_is_read_with_or_without_a_byte_order_mark_and_whatever_its_line_ends(tmp_path: Path) -> None:
    faults = FindingLog()
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfref,note\r\nP1,x\ry\n")
    assert read_text(tmp_path, "a.csv", faults) == "ref,note\nP1,x\ny\n"
    assert faults.findings == []


def test_an_absent_file_is_a_finding_only_when_it_is_required(tmp_path: Path) -> None:
    faults = FindingLog()
    assert read_text(tmp_path, "data/a.csv", faults, required=False) is None
    assert faults.findings == []
    assert read_text(tmp_path, "data/a.csv", faults) is None
    assert rules(faults) == ["file-missing"]


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "../outside.md"])
def test_a_link_out_of_the_project_is_refused_and_not_read(target: str, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("secret")
    root = tmp_path / "project"
    root.mkdir()
    (root / "a.md").symlink_to(target)
    faults = FindingLog()
    assert read_text(root, "a.md", faults) is None
    assert rules(faults) == ["path-outside"]


def test_a_folder_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("ref\n")
    (root / "data").symlink_to(tmp_path / "data")
    faults = FindingLog()
    assert read_text(root, "data/a.csv", faults) is None
    assert read_text(root, "../data/a.csv", faults) is None
    assert rules(faults) == ["path-outside", "path-outside"]


def test_a_link_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("words")
    (tmp_path / "b.md").symlink_to("a.md")
    assert read_text(tmp_path, "b.md", FindingLog()) == "words"


def test_links_in_a_circle_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("b.md")
    (tmp_path / "b.md").symlink_to("a.md")
    faults = FindingLog()
    assert read_text(tmp_path, "a.md", faults) is None
    assert rules(faults) == ["file-unreadable"]


def test_a_pipe_a_socket_and_a_folder_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "file.md").write_text("")
    monkeypatch.chdir(tmp_path)  # a socket's path has a limit of its own
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        faults = FindingLog()
        for name in ("pipe.md", "socket.md", "folder.md", "file.md/inside.md"):
            assert read_text(tmp_path, name, faults) is None
    assert rules(faults) == ["file-kind", "file-unreadable", "file-kind", "file-kind"]


@pytest.mark.parametrize(
    "fault", [PermissionError(13, "Permission denied"), OSError(36, "File name too long")]
)
def test_a_file_that_cannot_be_opened_is_a_finding(
    fault: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise fault

    (tmp_path / "a.md").write_text("words")
    monkeypatch.setattr("boardpack.load.files.os.open", refuse)
    faults = FindingLog()
    assert read_text(tmp_path, "a.md", faults) is None
    assert rules(faults) == ["file-unreadable"]


def test_a_disk_that_fails_while_reading_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "a.md").write_text("words")
    monkeypatch.setattr("boardpack.load.files.os.fdopen", fail)
    faults = FindingLog()
    assert read_text(tmp_path, "a.md", faults) is None
    assert [finding.found for finding in faults.findings] == ["input/output error"]


@pytest.mark.parametrize("name", ["x" * 300 + ".md", "a\0b.md"])
def test_an_impossible_name_is_a_finding(name: str, tmp_path: Path) -> None:
    faults = FindingLog()
    assert read_bytes(tmp_path, name, faults) is None
    assert rules(faults) == ["file-unreadable"]


@pytest.mark.parametrize(("size", "kept"), [(200_000, True), (200_001, False)])
def test_size_is_bounded_before_anything_is_parsed(size: int, kept: bool, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * size)
    faults = FindingLog()
    assert (read_text(tmp_path, "a.md", faults) is not None) == kept
    assert rules(faults) == ([] if kept else ["too-large"])


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"one\ntwo \x92", 2, 5),
        ("ŵŷ\n".encode() + b"\xff", 2, 1),
        ("ŵŷ".encode() + b"\xe2\x82", 1, 3),
        ("words".encode("utf-16-be"), 0, 0),
        (b"\xff\xfew\0", 1, 0),
    ],
)
def test_what_is_not_utf8_is_found_where_it_begins(
    data: bytes, line: int, column: int, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_bytes(data)
    faults = FindingLog()
    assert read_text(tmp_path, "a.md", faults) is None
    place = faults.findings[0].place
    assert (place.line, place.column) == ((line, column) if line else (1, 1))


def test_characters_are_named_by_number_and_name() -> None:
    assert character_name("ŵ") == "U+0175 LATIN SMALL LETTER W WITH CIRCUMFLEX"
    assert character_name("\x01") == "U+0001 without a name"


def test_a_project_knows_its_folders_and_months(tmp_path: Path) -> None:
    project = Project(tmp_path)
    assert project.months() == ()
    for name in ("2017-11", "2017-10", "2017-13", "drafts"):
        (project.narratives / name).mkdir(parents=True)
    (project.narratives / "2017-12").write_text("")
    assert project.months() == (Period(2017, 10), Period(2017, 11))
    assert folder_names(project.narratives) == ("2017-10", "2017-11", "2017-13", "drafts")
    assert file_names(project.narratives) == ("2017-12",)
    assert entries(project.data) == ()
    names = [path.name for path in (project.data, project.styles, project.out, project.archive)]
    assert names == ["data", "styles", "out", "archive"]
