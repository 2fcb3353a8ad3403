"""The claim register with a cache: what it holds without one, and nothing read twice."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from boardpack.cache import Cache
from boardpack.check.audit import read_edition_pack
from boardpack.claims import register as register_module
from boardpack.claims.register import Claim, register
from boardpack.claims.sentences import Sentence, sentences
from boardpack.load.project import Project
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.support.projects import REPOSITORY


def fresh(pack: Pack) -> Pack:
    """The same pack without what was worked out of it."""
    return replace(pack)


def kept(pack: Pack, file: Path) -> tuple[Claim, ...]:
    with Cache(file) as cache:
        return register(fresh(pack), cache)


def never(*_: Any) -> Any:
    raise AssertionError("a sentence was read again")


def test_a_register_from_the_cache_is_the_one_worked_out(
    october: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked_out = register(fresh(october))
    assert kept(october, tmp_path / "kept") == worked_out
    monkeypatch.setattr(register_module, "read", never)
    assert kept(october, tmp_path / "kept") == worked_out


def test_only_the_piece_that_changed_is_read(
    october: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(october, tmp_path / "kept")
    first, *others = october.narratives
    said = replace(first, place=replace(first.place, line=first.place.line + 1))
    changed = replace(october, narratives=(said, *others))
    seen: list[str] = []

    def seen_sentences(pack: Pack, piece: Narrative) -> Sequence[Sentence]:
        seen.append(piece.table)
        return sentences(pack, piece)

    monkeypatch.setattr(register_module, "sentences", seen_sentences)
    found = kept(changed, tmp_path / "kept")
    assert seen == [first.table]
    monkeypatch.undo()
    assert found == register(fresh(changed))


def test_another_figure_is_another_register(october: Pack, tmp_path: Path) -> None:
    before = kept(october, tmp_path / "kept")
    now = ("P1", october.period)
    last = october.observations[now]
    assert last.value is not None
    changed = replace(
        october, observations={**october.observations, now: replace(last, value=last.value + 1)}
    )
    found = kept(changed, tmp_path / "kept")
    assert found == register(fresh(changed))
    assert found != before


def test_other_code_reads_everything_again(
    october: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(october, tmp_path / "kept")
    monkeypatch.setattr(register_module, "claims_code_version", lambda: "other")
    monkeypatch.setattr(register_module, "read", never)
    with pytest.raises(AssertionError, match="read again"):
        kept(october, tmp_path / "kept")


def test_all_code_that_claims_are_made_with_is_in_their_key() -> None:
    package = Path(register_module.__file__).parents[1]
    files = [file for folder in register_module.SOURCES for file in (package / folder).glob("*.py")]
    source = "\n".join(file.read_text(encoding="utf-8") for file in [*files, package / "content.py"])
    used = {
        name.split(".")[0] for name in re.findall(r"^ *from boardpack\.(\S+) import", source, re.MULTILINE)
    }
    assert used - {*register_module.SOURCES, "content"} == {"cache", "errors"}


def test_an_entry_of_another_shape_is_worked_out_again(october: Pack, tmp_path: Path) -> None:
    whole = kept(october, tmp_path / "kept")
    with sqlite3.connect(tmp_path / "kept") as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM entry")]
    connection.close()
    with Cache(tmp_path / "kept") as cache:
        for key in keys:
            cache.put(key, b"\x91\x01")
    assert kept(october, tmp_path / "kept") == whole


AGAIN = """
import sys
from pathlib import Path
from boardpack.cache import Cache
from boardpack.check.audit import read_edition_pack
from boardpack.claims.register import register
from boardpack.load.project import Project
from boardpack.model.period import Period
made = read_edition_pack(Project(Path(sys.argv[1])), Period(2017, 10)).made
with Cache(Path(sys.argv[2])) as cache:
    register(made.pack, cache)
    print(len(cache._new))
"""


def test_another_process_finds_what_one_has_kept(tmp_path: Path) -> None:
    path = os.pathsep.join((str(REPOSITORY), *filter(None, sys.path)))
    said = [
        subprocess.run(
            [sys.executable, "-c", AGAIN, str(REPOSITORY), str(tmp_path / "kept")],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    made = read_edition_pack(Project(REPOSITORY), Period(2017, 10)).made
    assert made is not None
    assert said == [str(len(made.pack.narratives)), "0"]
