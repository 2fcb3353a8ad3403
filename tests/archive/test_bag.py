"""Bags of any content: valid to another implementation, and read back as they were written."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import bagit  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.archive.add import Terms, add
from boardpack.archive.bag import check_bag, make_bag, read_list, seal
from boardpack.archive.ledger import Entry, ledger_line, parse_ledger, read_entry
from tests.archive.hand import NOON, issue

LETTERS = st.characters(exclude_characters="%\\/", exclude_categories=("C", "Z")) | st.just(" ")
PART = st.text(LETTERS, min_size=1, max_size=12).filter(
    lambda part: part not in {".", ".."} and part == part.strip()
)
NAME = st.lists(PART, min_size=1, max_size=3).map("/".join)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def apart(names: dict[str, bytes]) -> bool:
    """Whether no name is a folder of another, and none is another one in other Unicode."""
    folders = {name[:place] for name in names for place, ch in enumerate(name) if ch == "/"}
    return not folders & set(names) and all(name.isascii() or name.isprintable() for name in names)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAME, st.binary(max_size=50), max_size=6).filter(apart), WORDS, WORDS)
def test_every_bag_is_valid_to_another_implementation(
    ram: Path, inputs: dict[str, bytes], title: str, reason: str
) -> None:
    archive = ram / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    facts = {"title": title, "council": reason}
    added = add(archive, issue(inputs=inputs, facts=facts), Terms(NOON, reason))
    folder = archive / added.entry.path
    bagit.Bag(str(folder)).validate()
    assert check_bag(folder, added.entry.seals) == ()
    if shutil.which("sha512sum"):
        subprocess.run(["sha512sum", "-c", "--quiet", "manifest-sha512.txt"], cwd=folder, check=True)


@given(WORDS, WORDS, st.integers(0, 10**12))
def test_an_entry_is_read_back_as_it_was_written(title: str, reason: str, size: int) -> None:
    base = Entry(
        1, "p", "2017-10", 1, "2017-11-20T12:00:00+00:00", "", "1", "", "", "", "", "", "x.pdf", 1,
        "a" * 64, 3, 9, "b" * 64, "c" * 64, "d" * 128, "0" * 64,
    )  # fmt: skip
    entry = replace(base, title=title, reason=reason, pdf_size=size)
    line = ledger_line(entry).removesuffix(b"\n")
    assert read_entry(line) == (entry, entry.hash)
    assert parse_ledger(line + b"\n").entries == (entry,)
    assert b"\n" not in line


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_a_seal_changes_with_anything_in_the_bag(algorithm: str) -> None:
    info = (("Pack", "p"),)
    seals = {
        seal(make_bag(payload, rows), algorithm)
        for payload, rows in (
            ({"data/a": b"1"}, info), ({"data/a": b"2"}, info), ({"data/b": b"1"}, info),
            ({"data/a": b"1"}, ()),
        )
    }  # fmt: skip
    assert len(seals) == 4


def test_lines_that_make_no_sense_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"abc  data/x\nabc data/y\n  \n\xff\nabc  \n")
    assert list(read_list(tmp_path / "list")) == [("data/x", "abc")]
