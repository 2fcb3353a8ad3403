"""Searching what was issued: any words are safe, the index may be lost, page and snippet are told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.archive import search as search_module
from boardpack.archive.add import Terms, add
from boardpack.archive.ledger import read_ledger
from boardpack.archive.search import SearchPassage, match_expression, refresh, search
from boardpack.archive.store import INDEX, LEDGER, read_kept
from boardpack.errors import UsageFault
from tests.archive.hand import NOON, issue, put

PASSAGES = (
    SearchPassage(
        "Workforce", "Next Steps", 4, "Mr O'Brien's team takes 12% of re-referrals, for people of 16+."
    ),
    SearchPassage("Workforce", "Next Steps", 4, "Another 12 visits were made, and 16 were not."),
    SearchPassage("Actions", "", 3, 'Oct-01 | Review “early help” and the "front door"'),
    SearchPassage("Cymraeg", "Dŵr", 0, "Y dŵr, y tŷ a'r ysgol"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One month in two versions, and another month."""
    folder = tmp_path_factory.mktemp("search") / "archive"
    add(folder, issue("2017-10", passages=PASSAGES[:1]), Terms(NOON))
    add(folder, issue("2017-10", "second", passages=PASSAGES), Terms(NOON, "More to say"))
    put(folder, "2017-09", "recruited")
    return folder


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("O'Brien", "[O'Brien]"),
        ("o’brien", "[O'Brien]"),
        ("re-referral", "[re-referrals]"),
        ("16+", "[16]+"),
        ("12%", "[12]%"),
        ('"takes 12%"', "[takes 12]%"),
        ("'", ""),
        ('team "', "[team]"),
        ('"early help" fro', '“[early help]” and the "[front]'),
        ("dwr", "[dŵr]"),
        ("ŵ", ""),
        ("NEAR(team, 3)", ""),
        ("team AND O'Brien", ""),
        ("text:team", ""),
        ("te*", "[team]"),
        ("^team", "[team]"),
        ("(team", "[team]"),
        ("team -visits", ""),
        ("\x00team\x00", "[team]"),
        ("recruit", "[Recruitment]"),
    ],
)
def test_whatever_a_person_types_is_safe(archive: Path, words: str, text: str) -> None:
    try:
        hits = search(archive, words)
    except UsageFault:
        assert not any(ch.isalnum() for ch in words)
        return
    if text:
        assert text in hits[0].snippet
    else:
        assert all(hit.snippet for hit in hits)


@given(st.text(max_size=40))
def test_no_text_breaks_a_search(words: str) -> None:
    with closing(sqlite3.connect(":memory:")) as index:
        index.execute("CREATE VIRTUAL TABLE p USING fts5(text, prefix = '2 3')")
        try:
            expression = match_expression(words)
        except UsageFault:
            assert not any(ch.isalnum() for ch in words)
        else:
            assert index.execute("SELECT * FROM p WHERE p MATCH ?", (expression,)).fetchall() == []


def test_what_was_typed_comes_before_what_only_holds_its_digits(archive: Path) -> None:
    assert [hit.snippet.startswith("Mr") for hit in search(archive, "12%")] == [True, False]
    assert [hit.snippet.startswith("Mr") for hit in search(archive, "16+")] == [True, False]


def test_what_ends_with_a_sign_is_no_beginning(archive: Path) -> None:
    assert len(search(archive, "1")) == 0
    assert len(search(archive, "re-r")) == 0
    assert len(search(archive, "1%")) == 0
    assert len(search(archive, "re-re")) == 1
    assert len(search(archive, "6+")) == 0


def test_a_hit_says_where_it_stands(archive: Path) -> None:
    (hit,) = search(archive, "visits were made")
    assert (hit.pack, hit.period, hit.version, hit.current) == ("childrens-indicators", "2017-10", 2, True)
    assert (hit.page, hit.label, hit.section, hit.heading) == (4, "3", "Workforce", "Next Steps")
    assert hit.snippet == "Another 12 [visits] [were] [made], and 16 [were] not."


def test_superseded_versions_are_looked_through_when_asked(archive: Path) -> None:
    assert [hit.version for hit in search(archive, "O'Brien")] == [2]
    found = search(archive, "O'Brien", all_versions=True)
    assert sorted((hit.version, hit.current) for hit in found) == [(1, False), (2, True)]


def test_sections_and_headings_are_found_and_the_limit_holds(archive: Path) -> None:
    assert {hit.section for hit in search(archive, "workforce steps")} == {"Workforce"}
    assert len(search(archive, "workforce steps", limit=1)) == 1


@pytest.mark.parametrize("spoil", ["delete", "damage", "shorten", "holes", "another form", "not a file"])
def test_the_index_may_be_lost(archive: Path, spoil: str) -> None:
    path = archive / INDEX
    before = search(archive, "O'Brien")
    match spoil:
        case "delete":
            path.unlink()
        case "damage":
            path.write_bytes(b"not a database at all" * 500)
        case "shorten":
            path.write_bytes(path.read_bytes()[:5000])
        case "holes":
            data = path.read_bytes()
            path.write_bytes(data[:8192] + bytes(len(data) - 8192))
        case "another form":
            with closing(sqlite3.connect(path)) as index, index:
                index.execute("PRAGMA user_version = 99")
            index.close()
        case _:
            path.unlink()
            path.mkdir()
    assert search(archive, "O'Brien") == before
    if path.is_dir():
        path.rmdir()


def test_an_index_of_entries_that_are_gone_is_made_again(archive: Path) -> None:
    refresh(archive)
    with closing(sqlite3.connect(archive / INDEX)) as index, index:
        index.execute("INSERT INTO editions VALUES (99, 'x', 'p', '2018-01', 1, 1)")
        index.execute("UPDATE made_from SET head = 'another'")
    index.close()
    refresh(archive)
    with closing(sqlite3.connect(archive / INDEX)) as index, index:
        held = dict(index.execute("SELECT number, hash FROM editions"))
    index.close()
    assert held == {entry.number: entry.hash for entry in read_ledger(archive).entries}


def test_a_new_edition_is_put_in_and_no_other_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in ("2017-08", "2017-09"):
        put(tmp_path, month)
    refresh(tmp_path)
    read: list[str] = []

    def note(archive: Path, file: str, *, start: int = 0) -> bytes:
        read.append(file)
        return read_kept(archive, file, start=start)

    monkeypatch.setattr(search_module, "read_kept", note)
    put(tmp_path, "2017-09", "second", reason="wrong")
    assert [(hit.period, hit.version) for hit in search(tmp_path, "recruitment")] == [
        ("2017-09", 2), ("2017-08", 1),
    ]  # fmt: skip
    assert [name for name in read if name != LEDGER] == ["childrens-indicators/2017-09/v2/data/passages.json"]


def test_a_ledger_with_a_line_twice_is_searched_all_the_same(tmp_path: Path) -> None:
    put(tmp_path, "2017-09")
    put(tmp_path)
    lines = (tmp_path / LEDGER).read_bytes().splitlines(keepends=True)
    (tmp_path / LEDGER).write_bytes(b"".join([*lines, lines[0]]))
    for _ in range(2):
        assert {hit.period for hit in search(tmp_path, "recruitment")} == {"2017-09", "2017-10"}


def test_another_chain_of_equal_length_is_read_anew(tmp_path: Path) -> None:
    for folder, words in (("one", "aaaa"), ("other", "bbbb")):
        put(tmp_path / folder, words=words)
        refresh(tmp_path / folder)
    (tmp_path / "one" / INDEX).replace(tmp_path / "other" / INDEX)
    assert "bbbb" in search(tmp_path / "other", "recruitment")[0].snippet


def test_passages_that_cannot_be_read_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path)
    put(tmp_path, "2017-11")
    path = tmp_path / "childrens-indicators/2017-10/v1/data/passages.json"
    path.unlink()
    path.write_text('[{"section": 1}]')
    assert [hit.period for hit in search(tmp_path, "recruitment")] == ["2017-11"]


def test_an_empty_archive_has_nothing(tmp_path: Path) -> None:
    assert search(tmp_path, "anything") == ()


def test_of_words_that_very_many_passages_hold_the_newest_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "MANY", 3)
    for number in range(1, 10):
        put(tmp_path, f"2017-{number:02d}", "recruitment " * number)
    assert [hit.period for hit in search(tmp_path, "recruitment", limit=3)] == [
        "2017-09",
        "2017-08",
        "2017-07",
    ]
    assert len(search(tmp_path, "recruitment")) == 4
    assert search(tmp_path, "workers")[0].period == "2017-09"
