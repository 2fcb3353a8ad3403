"""`language`, `[words]` and `[commentary]` of data/pack.toml → the words of the pack.

Keys of `[words]` are those of the catalogue, dotted in quotation marks (`"cover.council" = "Trust:"`) or as
tables (`[words.cover]`); a sentence has the fields of the catalogue's own, each as often as it likes.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from boardpack.load.files import REFUSED
from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.load.toml_file import TomlFile
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading, NarrativeKind, default_headings
from boardpack.model.period import Cadence
from boardpack.words import Words, base_language, english, fields_of, known_languages, read_words


def read_pack_words(
    pack: TomlFile, language: str, folder: Path, faults: FindingLog, cadence: Cadence = Cadence.MONTH
) -> Words:
    """Read the words of a language with the pack's own over them; English where there is no catalogue."""
    known = known_languages(folder)
    if base_language(language) not in known:
        faults.error(
            "language-unknown", pack.place("language"), f"no catalogue of words for `{language[:40]}`",
            f"a language that has one: {listing(known)}" if known else "a language that has one",
            "Write one of these, or add a catalogue for the language (README, “To add …”).",
        )  # fmt: skip
        return english()
    name = cadence.name.lower()
    words = read_words(language, folder=folder, cadence=name)
    own = dict(_own(pack, words, faults))
    return read_words(language, own, folder, cadence=name) if own else words


def _own(pack: TomlFile, words: Words, faults: FindingLog) -> Iterator[tuple[str, str]]:
    """The pack's own words that can be used; findings for the others."""
    table = pack.values.get("words", {})
    if not isinstance(table, dict):
        faults.error(
            "words-wrong", pack.place("words"), "`words` is no table", "a table `[words]`",
            "Write `[words]` on a line of its own, and the words below it.",
        )  # fmt: skip
        return
    for key, value in _flat(table):
        place = _place(pack, key)
        if key not in words.entries:
            faults.error(
                "words-key", place, f"the key `{key[:60]}`{nearest(key, words.entries)}",
                "a key of the catalogue of words", "Correct the key: boardpack/words/en.toml lists them all.",
                subject=key[:64],
            )  # fmt: skip
        elif (fault := _fault(words.entries[key], value)) is not None:
            found, expected = fault
            faults.error(
                "words-wrong", place, f"`{key}` is {found}", expected, f"Write `{key}` so.", subject=key
            )
        else:
            yield key, " ".join(str(value).split())


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, list) and f"{prefix}{key}" in LISTS:
            yield from ((f"{prefix}{key}.{number}", each) for number, each in enumerate(value, 1))
        else:
            yield f"{prefix}{key}", value


def _fault(sentence: str, value: object) -> tuple[str, str] | None:
    """What is wrong with an own sentence, and what was expected."""
    if not isinstance(value, str) or REFUSED.search(value.replace("\n", " ")):
        return "no text", 'a text in quotation marks, `"…"`, without control characters'
    if not value.strip():
        return "an empty text", "words"
    fields = fields_of(sentence)
    wanted = listing(sorted(f"{{{name}}}" for name in fields)) if fields else ""
    expected = f"a text with the fields {wanted}" if fields else "a text without {…}"
    try:
        parts = tuple(string.Formatter().parse(value))
    except ValueError:
        return "a text whose braces do not match", expected
    named = {name for _, name, _, _ in parts if name is not None}
    if any(form or conversion for _, _, form, conversion in parts):
        return "a text with a format inside its braces", expected
    if named != fields:
        wrong = sorted(named - fields) or sorted(fields - named)
        verb = "with" if named - fields else "without"
        return f"a text {verb} {listing(f'{{{name[:40]}}}' for name in wrong)}", expected
    return None


def _place(pack: TomlFile, key: str) -> Place:
    """The line that sets a key, however it is written: `"a.b" = …`, or `b = …` under `[words.a]`."""
    parts = key.split(".")
    for depth in range(len(parts)):
        table = ".".join(["words", *parts[:depth]])
        place = pack.place(".".join(parts[depth:]), table)
        if place.line:
            return place
    return pack.place("words")


# -------------------------------------------------------------------------------------- commentary


def read_headings(pack: TomlFile, words: Words, faults: FindingLog) -> tuple[CommentaryHeading, ...]:
    """Read the headings of the commentary; those of the catalogue where the pack names none."""
    table = pack.values.get("commentary", {})
    if not isinstance(table, dict):
        _wrong(pack, "commentary", "`commentary` is no table", "a table `[commentary]`", faults)
        return default_headings(words)
    listed = table.get("headings")
    if listed is None:
        return default_headings(words)
    headings = listed if isinstance(listed, list) else []
    plain = [" ".join(each.split()) for each in headings if isinstance(each, str)]
    folded = {folded_heading(each) for each in plain}
    if not plain or len(folded) < len(headings) or "" in folded or any(map(REFUSED.search, plain)):
        _wrong(
            pack, "headings", "`headings` is no list of headings",
            'different headings, such as `["Improvement Activity", "Next Steps", "Risks"]`', faults,
        )  # fmt: skip
        return default_headings(words)
    _unknown_in(pack, table, faults)
    defaults = dict(zip(ROLES, [*plain[:2], ""], strict=False))
    roles = {
        _role(pack, key, table.get(key, ""), plain, faults) or defaults[key]: ROLES[key] for key in ROLES
    }
    return tuple(CommentaryHeading(each, roles.get(each, NarrativeKind.OTHER)) for each in plain)


def _role(pack: TomlFile, key: str, named: object, headings: list[str], faults: FindingLog) -> str:
    """The heading that `activity` or `next_steps` names; empty where it names none of them."""
    found = next((each for each in headings if each == named), "")
    if named and not found:
        near = nearest(str(named), headings)
        _wrong(pack, key, f"`{key}` is none of the headings{near}", listing(headings), faults)
    return found


def _unknown_in(pack: TomlFile, table: Mapping[str, object], faults: FindingLog) -> None:
    known = ("headings", *ROLES)
    for key in table.keys() - set(known):
        faults.warning(
            "key-unknown", pack.place(key, "commentary"), f"the key `{key[:40]}`{nearest(key, known)}",
            listing(known), "Correct its name, or take it out: it is not read.",
        )  # fmt: skip


def _wrong(pack: TomlFile, key: str, found: str, expected: str, faults: FindingLog) -> None:
    place = pack.place(key, "commentary")
    faults.error("commentary-headings", place, found, expected, f"Write `{key}` so.")


ROLES: Mapping[str, NarrativeKind] = MappingProxyType(
    {"activity": NarrativeKind.IMPROVEMENT, "next_steps": NarrativeKind.NEXT_STEPS}
)
"""Keys that say which heading is which; by default the first and the second."""

LISTS = ("months.long", "months.short")
"""Keys that may be given as a list."""


def folded_heading(words: str) -> str:
    """Words as headings are compared: no apostrophes, capitals, emphasis or colon."""
    return " ".join(re.sub(r"['’*_:]", "", words).casefold().split())
