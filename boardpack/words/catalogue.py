"""Reading a catalogue of words and finding sentences in it."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from boardpack.errors import ProgrammingError

FOLDER = Path(__file__).parent


class Words(Struct, frozen=True):
    """The words of one pack: those of its language, with the pack's own laid over them."""

    language: str
    """BCP 47, as the pack states it: `en-GB`."""
    entries: Mapping[str, str]
    """Key → sentence. Lists of names (months) are entries with a number: `months.long.1`."""

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the sentence of a key with its fields filled in. ProgrammingError for an unknown key."""
        try:
            sentence = self.entries[key]
        except KeyError:
            raise ProgrammingError(f"no words for the key {key}") from None
        return sentence.format_map(fields) if fields else sentence

    def count(self, key: str, number: int, /, **fields: object) -> str:
        """Return the form of a sentence that suits a number: `key.one` for 1, `key.other` for the rest."""
        return self(f"{key}.{'one' if number == 1 else 'other'}", number=number, **fields)

    def month(self, number: int) -> str:
        """Return the full name of a month, 1 to 12."""
        return self(f"months.long.{number}")

    def short_month(self, number: int) -> str:
        """Return the short name of a month, as the tables head their columns."""
        return self(f"months.short.{number}")


def known_languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def read_words(language: str = "en-GB", own: Mapping[str, str] | None = None, folder: Path = FOLDER) -> Words:
    """Return the words of a language (`en-GB` is found as `en`) with a pack's own laid over them.

    ProgrammingError when there is no catalogue of the language or an own word has an unknown key: the loader
    reports both before.
    """
    entries = dict(_catalogue(folder / f"{base_language(language)}.toml"))
    for key, sentence in (own or {}).items():
        if key not in entries:
            raise ProgrammingError(f"no words for the key {key}")
        entries[key] = sentence
    return Words(language, MappingProxyType(entries))


def base_language(language: str) -> str:
    """Return the language of a BCP 47 tag without its region: `en` of `en-GB`."""
    return language.partition("-")[0].casefold()


def fields_of(sentence: str) -> frozenset[str]:
    """Return the names of a sentence's fields. ValueError when its braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


@lru_cache(maxsize=4)
def _catalogue(file: Path) -> Mapping[str, str]:
    try:
        source = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ProgrammingError(f"no catalogue of words {file.name}") from None
    return MappingProxyType(dict(_flat(source)))


def _flat(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for key, value in table.items():
        match value:
            case dict():
                entries += _flat(value, f"{prefix}{key}.")
            case list():
                entries += [(f"{prefix}{key}.{number}", str(each)) for number, each in enumerate(value, 1)]
            case _:
                entries.append((f"{prefix}{key}", str(value)))
    return entries
