"""The characters that a brand's fonts draw, and those of a pack that they do not."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from boardpack.cache import Cache, digest, digest_of_files, file_of_library, key_of
from boardpack.load.files import character_name
from boardpack.load.findings import FindingLog, in_order
from boardpack.model.finding import Finding, Place
from boardpack.model.pack import Pack
from boardpack.theme import Fonts


def font_characters(data: bytes, cache: Cache | None = None) -> frozenset[str] | None:
    """Return the characters that a whole TrueType font draws; None for a file that is none.

    A font that is in the cache was found whole before, and fontTools is not imported for it.
    """
    key = "" if cache is None else key_of("font", code_version(), digest(data))
    found = None if cache is None else cache.get(key)
    if found is not None:
        return frozenset(found.decode())
    from boardpack.load.font_tables import drawn_characters  # noqa: PLC0415 - fontTools, for a new font

    drawn = drawn_characters(data)
    if cache is not None and drawn is not None:
        cache.put(key, "".join(sorted(drawn)).encode())
    return drawn


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code that reads a font and of the file in which fontTools states its version."""
    return digest_of_files([Path(__file__).with_name("font_tables.py"), *file_of_library("fontTools")])


UNSEEN = frozenset("\t\n")
"""Read as blanks, so that they need no glyph; a zero-width mark would be drawn as a box."""


def characters_of(fonts: Fonts) -> frozenset[str]:
    """The characters that all three faces of a family have."""
    return fonts.regular.characters & fonts.bold.characters & fonts.italic.characters


def missing_glyphs(pack: Pack, characters: frozenset[str]) -> tuple[Finding, ...]:
    """Find what a pack says with characters outside `characters`, once for each line and character."""
    faults = FindingLog()
    drawn = characters | UNSEEN
    for narrative in pack.narratives:
        for number, line in enumerate(narrative.source.split("\n"), narrative.place.line):
            for mark in set(line) - drawn:
                _missing(mark, Place(narrative.place.file, number, line.index(mark) + 1), faults)
    for place, words in (*_facts(pack), *_rows(pack)):
        for mark in set().union(*words) - drawn:
            _missing(mark, Place(place.file, place.line), faults)
    return in_order(faults.findings)


def _missing(mark: str, place: Place, faults: FindingLog) -> None:
    faults.error(
        "glyph-missing", place, f"the character {character_name(mark)}, which the brand's fonts do not have",
        "characters that the fonts can draw", "Write it in other characters, or give the brand fuller fonts.",
    )  # fmt: skip


Texts = Iterator[tuple[Place, tuple[str, ...]]]
"""The texts that may be printed at a place."""


def _facts(pack: Pack) -> Texts:
    facts = pack.facts
    yield facts.place, (
        facts.title, facts.appendix, facts.council, facts.committee, facts.classification, facts.contact,
    )  # fmt: skip
    yield Place("data/pack.toml"), tuple(pack.words.entries.values())
    yield Place(f"narratives/{pack.period.iso}/month.toml"), (facts.version, facts.note)


def _rows(pack: Pack) -> Texts:
    for section in pack.sections:
        yield section.place, (section.title, section.published_title)
        yield from ((table.place, (table.summary_heading,)) for table in section.tables)
    for indicator in pack.indicators:
        yield indicator.place, (indicator.owner,)
        for version in indicator.definitions:
            yield version.place, (version.reference, version.title, version.change)
            yield version.place, (version.summary_reference, version.summary_title)
    yield from ((t.place, (t.published, t.methodology, t.reason)) for t in pack.targets)
    yield from ((a.place, (a.ref, a.text, a.due_text, a.status_text, a.owner)) for a in pack.actions)
    yield from ((note.place, (note.text,)) for note in pack.notes)
    yield from ((o.place, (o.code, o.role)) for o in pack.owners)
    yield from ((entry.place, (entry.short, entry.expansion)) for entry in pack.glossary)
    yield from ((o.place, (o.reason, o.role)) for o in pack.overrides)
    yield from ((f.place, (f.role,)) for f in pack.forecasts)
    yield from ((r.place, (r.was, r.now, r.reason)) for r in pack.restatements)
    yield from ((r.place, (r.text, r.used, r.reason)) for r in pack.reported)
    yield from ((w.place, (w.reason, w.role, w.reader)) for w in pack.waivers)
