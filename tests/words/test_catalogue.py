"""Sentences by key, numbers that decide a form, lists, months and spans."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.errors import ProgrammingError
from boardpack.model.pack import ActionStatus
from boardpack.model.period import Period
from boardpack.model.rating import Rag
from boardpack.words import Words, english, fields_of, known_languages, read_words


@pytest.mark.parametrize(
    ("parts", "joined", "listed"),
    [
        ((), "", ""),
        (("a",), "a", "a"),
        (("a", "b"), "a and b", "a, b"),
        (("a", "b", "c"), "a, b and c", "a, b, c"),
    ],
)
def test_lists(parts: tuple[str, ...], joined: str, listed: str) -> None:
    assert english().joined(iter(parts)) == joined
    assert english().listed(iter(parts)) == listed


def test_periods() -> None:
    words, october = english(), Period(2017, 10)
    assert words.long_period(october) == october.long == "October 2017"
    assert words.short_period(october) == october.short == "Oct-17"
    assert words.stacked_period(october) == ("Oct", "17")
    assert words.span((Period(2026, 1),)) == "January 2026"
    assert words.span((Period(2025, 12), Period(2026, 1))) == "December 2025 to January 2026"
    assert words.short_span((Period(2025, 12), Period(2026, 1))) == "Dec-25 to Jan-26"


def test_a_number_decides_the_form() -> None:
    assert english().count("action_log.actions", 1) == "1 action"
    assert english().count("action_log.actions", 0) == "0 actions"
    assert english().count("difference.days", "1.5") == "1.5 days"


def test_members_of_enums_have_words() -> None:
    assert english().of("action_status", ActionStatus.IN_PROGRESS) == "In progress"
    assert [english().rating(rag) for rag in (*Rag, None)] == ["Red", "Amber", "Green", "Not rated"]


def test_a_key_that_does_not_exist_is_a_fault_of_the_program() -> None:
    with pytest.raises(ProgrammingError, match="nothing"):
        english()("nothing")


def test_own_words_lie_over_those_of_the_language() -> None:
    words = read_words("en-GB", {"cover.council": "Trust:"})
    assert words("cover.council") == "Trust:"
    assert words("cover.version") == "Version:"
    assert words.replaced == {"cover.council": read_words()("cover.council")}
    with pytest.raises(ProgrammingError, match=r"cover\.trust"):
        read_words("en-GB", {"cover.trust": "Trust:"})


def test_a_language_is_a_file_named_after_it(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text('[a]\nb = "{n} words"\nc = ["one", "two"]\n', encoding="utf-8")
    words = read_words("xx-YY", folder=tmp_path)
    assert words == Words("xx-YY", {"a.b": "{n} words", "a.c.1": "one", "a.c.2": "two"})
    assert words("a.b", n=2) == "2 words"
    assert known_languages(tmp_path) == ("xx",)
    with pytest.raises(ProgrammingError, match=r"yy\.toml"):
        read_words("yy", folder=tmp_path)


def test_fields() -> None:
    assert fields_of("{a} and {b} and {a}") == {"a", "b"}
    with pytest.raises(ValueError, match="expected"):
        fields_of("{a")
