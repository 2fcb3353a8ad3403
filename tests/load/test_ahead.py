"""Tables split before they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load import tables
from boardpack.load.ahead import read_ahead
from boardpack.load.project import Project
from boardpack.load.table_cache import TableCache


def test_what_was_read_ahead_is_read_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = TableCache(tmp_path / "kept")
    project = Project(tmp_path, cache.read)
    project.data.mkdir()
    text = "ref,note\nW1,“later”\n"
    (project.data / "notes.csv").write_text(text, encoding="utf-8")
    read_ahead(project)
    expected = tables.read_table(text)
    monkeypatch.delattr(tables, "read_table")
    assert cache.read(text) == expected


@pytest.mark.parametrize("content", [b'a,"b\n', b"\xff\xfe\x00", b""])
def test_what_cannot_be_read_is_left_to_whoever_needs_it(content: bytes, tmp_path: Path) -> None:
    cache = TableCache(tmp_path / "kept")
    project = Project(tmp_path, cache.read)
    project.data.mkdir()
    (project.data / "values-2024.csv").write_bytes(content)
    (project.data / "notes.csv").write_text("ref,note\n", encoding="utf-8")
    read_ahead(project)
    assert (cache.folder / cache.key("ref,note\n")).exists()


def test_who_gets_the_pack_is_read_by_nobody_ahead(tmp_path: Path) -> None:
    cache = TableCache(tmp_path / "kept")
    project = Project(tmp_path, cache.read)
    project.data.mkdir()
    (project.data / "recipients.csv").write_text("name,address\nA,a@example.org\n", encoding="utf-8")
    read_ahead(project)
    assert not cache.folder.exists()
