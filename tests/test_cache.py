"""The file of kept results. What charts make of it is tested in `charts/test_cache.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack import cache as cache_module
from boardpack.cache import Cache, key_of


def test_the_oldest_entries_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MOST_ENTRIES", 3)
    for number in range(5):
        with Cache(tmp_path / "kept") as file:
            file.put(str(number), b"x")
    with Cache(tmp_path / "kept") as file:
        assert [file.get(str(number)) for number in range(5)] == [None, None, b"x", b"x", b"x"]


def test_an_entry_of_the_same_run_is_returned(tmp_path: Path) -> None:
    with Cache(tmp_path / "kept") as file:
        file.put("a", b"x")
        assert file.get("a") == b"x"
        assert file.get("b") is None


def test_without_a_file_nothing_lasts() -> None:
    with Cache(None) as file:
        file.put("a", b"x")
    with Cache(None) as file:
        assert file.get("a") is None


def test_parts_of_a_key_do_not_run_into_one_another() -> None:
    assert key_of("a", "bc") != key_of("ab", "c")
