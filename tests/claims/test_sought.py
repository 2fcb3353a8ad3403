"""The patterns of the claims' room: none is kept from what it would find."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from boardpack import claims
from boardpack.claims.lexicon import lexicon
from boardpack.claims.sought import Sought, SoughtWords, small

HERE = Path(__file__).parent
SENTENCES = [
    line
    for file in sorted(HERE.glob("*.txt"))
    for line in file.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
TEXTS = [
    *SENTENCES,
    *(
        piece
        for one in SENTENCES[::9]
        for at in re.finditer(" ", one)
        for piece in (one[: at.end()], one[at.start() :])
    ),
]
"""Some patterns are looked for in what stands before or behind a word."""


def _patterns() -> Iterator[tuple[str, Sought]]:
    for found in pkgutil.iter_modules(claims.__path__):
        module = importlib.import_module(f"{claims.__name__}.{found.name}")
        for name, value in vars(module).items():
            held = [one for _, one in value] if name == "_TARGETS" else [value]
            for number, one in enumerate(held):
                if isinstance(one, Sought):
                    yield f"{found.name}.{name}{number or ''}", one
    for form, words in lexicon().patterns.items():
        yield f"words.{form}", words


PATTERNS = dict(_patterns())


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_let_to_all_that_it_finds(name: str) -> None:
    sought = PATTERNS[name]
    for plain in TEXTS:
        for text in (plain, plain.upper()):
            spans = [found.span() for found in sought.compiled.finditer(sought.seen(text))]
            assert [found.span() for found in sought.finditer(text)] == spans


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_that_does_not_mind_capitals_is_written_without(name: str) -> None:
    sought = PATTERNS[name]
    written = re.sub(r"\\.|\(\?P<", "", sought.source)
    assert sought.capitals or written == written.lower()


def test_the_patterns_are_many_and_most_find_something() -> None:
    assert len(PATTERNS) >= 90
    silent = [name for name, one in PATTERNS.items() if not any(map(one.search, TEXTS))]
    assert len(silent) < 10


def test_small_letters_stand_where_their_capitals_stood() -> None:
    text = "".join(map(chr, range(0x20, 0xD800)))
    assert len(small(text)) == len(text)


@pytest.mark.parametrize("letter", "abcdefghijklmnopqrstuvwxyz")
def test_small_letters_are_those_that_a_pattern_takes_for_one(letter: str) -> None:
    text = "".join(map(chr, range(0x20, 0xD800)))
    taken = re.findall(letter, text, re.IGNORECASE)
    assert {small(one) for one in taken} == {letter}
    assert small(text).count(letter) == len(taken)


def test_may_with_a_capital_is_a_month() -> None:
    may = SoughtWords(r"(?<![\w-])may(?![\w-])", whole=frozenset({"may"}))
    assert may.search("It may rise.")
    assert may.search("MAY it rise?")
    assert may.search("It rose in May.") is None
