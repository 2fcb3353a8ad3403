"""Every printed or spoken word: a catalogue per language, and `Words`, which finds a sentence by its key.

A catalogue is a TOML file beside this module, named after its language (`en.toml`). Keys are dotted
(`cover.council`), sentences are whole and have named fields (`{period}`); where a number decides, the forms
are keys of their own (`pages.one`, `pages.other`). A pack's `[words]` lays its own words over those of the
catalogue. To add a language, add its file with every key of `en.toml`.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from boardpack.errors import ProgrammingError

FOLDER = Path(__file__).parent


class PeriodLike(Protocol):
    """What a period must have to be named: `boardpack.model.period.Period` has it."""

    @property
    def year(self) -> int:
        """`2017`: of its first month."""

    @property
    def month(self) -> int:
        """Its first month, 1 to 12."""

    @property
    def cadence(self) -> Enum:
        """Whether it is a month, a quarter or a year."""

    @property
    def number(self) -> int:
        """Which one it is in its year: 2 for the second quarter."""

    @property
    def year_label(self) -> str:
        """The year that it belongs to: `2017-18`."""


class Words(Struct, frozen=True, dict=True):
    """The words of one pack: those of its language, with the pack's own laid over them."""

    language: str
    """BCP 47, as the pack states it: `en-GB`."""
    entries: Mapping[str, str]
    """Key → sentence. Lists of names (months) are entries with a number: `months.long.1`."""
    replaced: Mapping[str, str] = {}
    """Key → what the catalogue says where the pack has words of its own."""

    def __call__(self, key: str, /, **fields: object) -> str:
        """Return the sentence of a key with its fields filled in. ProgrammingError for an unknown key."""
        try:
            sentence = self.entries[key]
        except KeyError:
            raise ProgrammingError(f"no words for the key {key}") from None
        return sentence.format_map(fields)

    def count(self, key: str, number: int | str, /, **fields: object) -> str:
        """Return the form of a sentence that suits a number: `key.one` for 1, `key.other` for the rest."""
        return self(f"{key}.{'one' if str(number) == '1' else 'other'}", number=number, **fields)

    def of(self, family: str, member: Enum, /, **fields: object) -> str:
        """Return the words of an enum's member: `of("action_status", ActionStatus.COMPLETE)`."""
        return self(f"{family}.{member.name.lower()}", **fields)

    def rating(self, rag: Enum | None) -> str:
        """Return the word of a rating, or that of none."""
        return self("rating.none") if rag is None else self.of("rating", rag)

    def replaced_rating(self, rag: Enum) -> str:
        """Return what the catalogue calls a rating for which the pack has a word of its own; else nothing."""
        return self.replaced.get(f"rating.{rag.name.lower()}", "")

    @cached_property
    def ratings(self) -> Mapping[str, str]:
        """The words and letters of the ratings as fields of a sentence: `red`, `red_letter` and so on."""
        words = {name: self(f"rating.{name}") for name in RATINGS}
        return words | {f"{name}_letter": self(f"rating_letter.{name}") for name in RATINGS}

    def month(self, number: int) -> str:
        """Return the full name of a month, 1 to 12."""
        return self(f"months.long.{number}")

    def short_month(self, number: int) -> str:
        """Return the short name of a month, as the tables head their columns."""
        return self(f"months.short.{number}")

    def long_period(self, period: PeriodLike) -> str:
        """Return a period as running text names it: `October 2017`, `Quarter 2 2017-18`."""
        return self._period("long", period)

    def short_period(self, period: PeriodLike) -> str:
        """Return a period as the tables name it: `Oct-17`, `Q2 2017-18`."""
        return self._period("short", period)

    def bare_period(self, period: PeriodLike) -> str:
        """Return a period without its year: `October`, `Quarter 2`."""
        return self._period("bare", period)

    def tiny_period(self, period: PeriodLike) -> str:
        """Return a period as a strip of letters heads it: `Oct`, `Q2`."""
        return self._period("tiny", period)

    def stacked_period(self, period: PeriodLike) -> tuple[str, str]:
        """Return the two lines of a narrow column's header: `Oct` over `17`, `Q2` over `2017-18`."""
        lower = f"period.{period.cadence.name.lower()}.lower" in self.entries
        return self._period("upper", period), self._period("lower", period) if lower else ""

    def _period(self, form: str, period: PeriodLike) -> str:
        if (form, period) not in self._named:
            self._named[form, period] = self._name_of(form, period)
        return self._named[form, period]

    @cached_property
    def _named(self) -> dict[tuple[str, PeriodLike], str]:
        return {}

    def _name_of(self, form: str, period: PeriodLike) -> str:
        fields: dict[str, object] = {
            "month": self.month(period.month),
            "short_month": self.short_month(period.month),
            "year": period.year,
            "short_year": f"{period.year % 100:02d}",
            "number": period.number,
            "years": period.year_label,
        }
        return self(f"period.{period.cadence.name.lower()}.{form}", **fields)

    def span(self, periods: Sequence[PeriodLike]) -> str:
        """Return the first and the last of some periods: `April 2017 to October 2017`; one by itself."""
        return self._span(*(self.long_period(period) for period in (periods[0], periods[-1])))

    def short_span(self, periods: Sequence[PeriodLike]) -> str:
        """Return the first and the last of some periods in short: `Apr-17 to Oct-17`; one by itself."""
        return self._span(*(self.short_period(period) for period in (periods[0], periods[-1])))

    def day(self, when: date) -> str:
        """Return a date: `27 November 2017`."""
        return self("period.day", day=when.day, month=self.month(when.month), year=when.year)

    def joined(self, parts: Iterable[str]) -> str:
        """Return a list as a sentence has it: `a`, `a and b`, `a, b and c`."""
        *some, last = tuple(parts) or ("",)
        return self("list.and", some=self.listed(some), last=last) if some else last

    def listed(self, parts: Iterable[str]) -> str:
        """Return a list as a row of words: `a, b, c`."""
        known = tuple(parts)
        return reduce(lambda some, each: self("list.comma", some=some, next=each), known) if known else ""

    def _span(self, first: str, last: str) -> str:
        return first if first == last else self("period.span", first=first, last=last)


RATINGS = ("red", "amber", "green", "none")


def known_languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Return the languages that have a catalogue."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


@lru_cache(maxsize=1)
def english() -> Words:
    """Return the English words: the default of a pack, and those of messages to analysts."""
    return read_words()


def read_words(
    language: str = "en-GB",
    own: Mapping[str, str] | None = None,
    folder: Path = FOLDER,
    *,
    cadence: str = "month",
) -> Words:
    """Return the words of a language (`en-GB` is found as `en`) with a pack's own laid over them.

    Sentences that speak of months have another form where a pack's periods are quarters or years: the
    catalogue keeps it under `quarter.` or `year.` and the sentence's own key.

    ProgrammingError when there is no catalogue of the language or an own word has an unknown key: the loader
    reports both before.
    """
    entries = dict(_catalogue(folder / f"{base_language(language)}.toml"))
    forms = {key.removeprefix(f"{cadence}."): key for key in entries if key.startswith(f"{cadence}.")}
    entries |= {key: entries[form] for key, form in forms.items()}
    replaced = {}
    for key, sentence in (own or {}).items():
        if key not in entries:
            raise ProgrammingError(f"no words for the key {key}")
        replaced[key], entries[key] = entries[key], sentence
    return Words(language, MappingProxyType(entries), MappingProxyType(replaced))


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
