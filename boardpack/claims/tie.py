"""Which indicator a phrase speaks of: by its reference, by the words of its title, or by neither.

A title's word weighs the more the fewer indicators share it; a word of another indicator's title speaks
against. Where two fit equally well the tie is open and both are returned: a claim is then only checked
if it comes out the same for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from boardpack.claims.lexicon import lexicon
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack

Rewrites = tuple[tuple[str, str, str], ...]


class Mention(Struct, frozen=True):
    """A reference written in a sentence; `refs` is empty when the pack has no such indicator."""

    start: int
    end: int
    refs: tuple[str, ...]


class Vocabulary(Struct, frozen=True, dict=True):
    """The words by which a pack's indicators are known."""

    titles: Mapping[str, frozenset[str]]
    """The terms of each indicator's title, by its reference."""
    holders: Mapping[str, frozenset[str]]
    """The references of the indicators whose titles have a term."""
    weight: Mapping[str, float]
    """One over the number of indicators that share a term."""
    rewrites: Rewrites
    references: re.Pattern[str]
    unknown: re.Pattern[str]
    """What stands as a reference of this pack would: its letters, and a number."""
    alike: re.Pattern[str]
    """What has the letters of a reference and a number, wherever it stands."""

    @cached_property
    def _terms(self) -> dict[str, frozenset[str]]:
        """The phrases asked for so far: one is asked for by each statement that it stands near."""
        return {}

    def terms(self, text: str) -> frozenset[str]:
        """The weighty words of a text, each in the one form that stands for all its like."""
        if text not in self._terms:
            self._terms[text] = terms(text, self.rewrites)
        return self._terms[text]

    @cached_property
    def _contents(self) -> dict[str, frozenset[str]]:
        return {}

    def content(self, text: str) -> frozenset[str]:
        """The weighty words of a phrase, direction and size words left out."""
        if text not in self._contents:
            self._contents[text] = self.terms(_without_directions(text))
        return self._contents[text]

    def knows(self, text: str) -> bool:
        """Whether a text is a term of a title, such as `20 days`."""
        return any(term in self.weight for term in self.terms(text))


@lru_cache(maxsize=8)
def vocabulary_of(
    titles: tuple[tuple[str, str, str], ...], glossary: tuple[tuple[str, str], ...]
) -> Vocabulary:
    """The vocabulary of some (reference, displayed reference, titles) and (abbreviation, expansion) pairs."""
    rewrites = _rewrites(glossary)
    sets: dict[frozenset[str], frozenset[str]] = {}  # titles of the same words share one
    by_ref = {ref: sets.setdefault(words := terms(title, rewrites), words) for ref, _, title in titles}
    holders: dict[str, set[str]] = {}
    for ref, found in by_ref.items():
        for term in found:
            holders.setdefault(term, set()).add(ref)
    return Vocabulary(
        by_ref,
        {term: frozenset(refs) for term, refs in holders.items()},
        {term: 1 / len(refs) for term, refs in holders.items()},
        rewrites,
        _reference_pattern([shown for _, shown, _ in titles]),
        _unknown_pattern([ref for ref, _, _ in titles]),
        re.compile(rf"(?<![\w-])(?:{_heads(ref for ref, _, _ in titles)})\s?\d{{1,3}}(?![\d%.,]*\d|%)"),
    )


def vocabulary(pack: Pack) -> Vocabulary:
    """The vocabulary of a pack: its indicators' titles, its glossary, and the word list."""
    titles = tuple((i.ref, i.definition(pack.period).reference, _titles(pack, i)) for i in pack.indicators)
    return vocabulary_of(titles, tuple((a.short, a.expansion) for a in pack.glossary))


def _titles(pack: Pack, indicator: Indicator) -> str:
    definition = indicator.definition(pack.period)
    return " . ".join(dict.fromkeys((definition.title, definition.summary_title)))


# ------------------------------------------------------------------------------------------------- terms

_SPAN = re.compile(
    r"(\d+(?:\.\d+)?)\+?[\s-]*(?:working |calendar |statutory )?(hour|day|week|month|year)s?\b"
)
_WORD = re.compile(r"[a-z0-9][a-z0-9.&'-]*[a-z0-9]|[a-z0-9]")
_SUFFIXES = ("ation", "ingly", "ition", "tion", "ion", "ing", "ment", "ed", "ly", "ie", "y", "e")


def terms(text: str, rewrites: Rewrites) -> frozenset[str]:
    """The weighty words of a text: lower case, synonyms made one, endings off, empty words left out."""
    plain = text.casefold().replace("’", "'").replace("*", "")
    plain = re.sub(r"'s\b|(?<=s)'(?=\s|$)", "", plain)
    other = _SPAN.sub(r" \1-\2 ", _rewritten(plain, rewrites))
    plain = _rewritten(other, rewrites) if other != plain else plain
    empty = lexicon().empty
    kept = (word for word in _WORD.findall(plain) if word not in empty and not _is_plain_number(word))
    return frozenset(stem(word) for word in kept)


def _rewritten(text: str, rewrites: Rewrites) -> str:
    spaced = _spaced(text)
    for bare, words, name in rewrites:
        if bare in spaced:
            text = _phrase(words).sub(f" {name} ", text)
            spaced = _spaced(text)
    return text


def _spaced(text: str) -> str:
    """The words of a text with one space between them, hyphens or not."""
    return " ".join(text.replace("-", " ").split())


def _is_plain_number(word: str) -> bool:
    return re.fullmatch(r"[\d.,%+-]+", word) is not None


def stem(word: str) -> str:
    """Take common endings off, so that `completed` and `completion` are one."""
    if word.endswith("s") and not word.endswith("ss") and len(word) > 4:
        word = word[:-1]
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word.removesuffix(suffix)
    return word.removesuffix("e") if len(word) > 4 else word


def _rewrites(glossary: Iterable[tuple[str, str]]) -> Rewrites:
    """Each synonym, the longest first: its words spaced and as given, and the word that stands for it."""
    pairs: dict[str, str] = {}
    for row in lexicon().same:
        pairs.update(dict.fromkeys(row[1:], row[0]))
    for short, expansion in glossary:
        name = pairs.get(short.casefold(), pairs.get(expansion.casefold(), short.casefold()))
        for word in (short, f"{short}s", expansion, f"{expansion}s"):
            if word.casefold() != name:
                pairs.setdefault(word.casefold(), name)
    ordered = sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    return tuple((_spaced(words), words, name) for words, name in ordered if words.strip())


@lru_cache(maxsize=1024)
def _phrase(words: str) -> re.Pattern[str]:
    spaced = r"[\s-]+".join(re.escape(word) for word in words.split())
    return re.compile(rf"(?<![\w-])\(?{spaced}\)?(?![\w-])")


# -------------------------------------------------------------------------------------------- references


def _reference_pattern(shown: Sequence[str]) -> re.Pattern[str]:
    """The pack's references as people write them: with or without spaces, the longest first."""
    keys = sorted({canonical_ref(ref) for ref in shown}, key=lambda key: (-len(key), key))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_loose, keys)) or '(?!)'})(?:\s?\(\d+m\))?(?![\w%])")


def _loose(key: str) -> str:
    """`W1E` as a pattern for `W 1 e`, `W1e`, `W1 E`: letters before the number in capitals."""
    runs = re.findall(r"[A-Z]+|\d+|[^A-Z\d]+", key)
    if len(runs) == 1 and runs[0].isalpha() and len(key) > 2:
        return rf"{key[:-1]}\s?{key[-1].lower()}|{key[:-1]}\s{key[-1]}"
    parts = [run if at == 0 or not run.isalpha() else _either(run) for at, run in enumerate(runs)]
    return r"\s?".join(re.escape(part) if part.isalnum() else part for part in parts)


def _either(letters: str) -> str:
    return "".join(f"[{letter}{letter.lower()}]" for letter in letters)


def _unknown_pattern(refs: Sequence[str]) -> re.Pattern[str]:
    """A pack's leading letters with a number after them, written where a reference stands."""
    inner = _heads(refs)
    return re.compile(
        rf"(?:^|(?<=\()|(?<=[.;,] )|(?<=and ))(?:{inner})\s?\d{{1,3}}(?:\s?[a-z])?"
        r"(?=\)|:|\s?[-–—]|\s(?:has|have|is|was|were|fell|rose|remains|remained|stands|stood|improved|dropped|performance)\b)"
        rf"|(?<![\w-])(?:{inner})\d{{1,2}}(?![\w%])"
    )


def _heads(refs: Iterable[str]) -> str:
    """The letters that references begin with, as alternatives of a pattern."""
    heads = {match[0] for ref in refs if (match := re.match(r"[A-Z]+(?=\d)", ref))}
    return "|".join(sorted(heads, key=lambda head: (-len(head), head))) or "(?!)"


def mentions(vocabulary: Vocabulary, text: str) -> tuple[Mention, ...]:
    """The references written in a text, those that the pack does not have included."""
    found = [Mention(m.start(), m.end(), (_known(m[0]),)) for m in vocabulary.references.finditer(text)]
    taken = [(m.start, m.end) for m in found]
    for match in vocabulary.unknown.finditer(text) if _NUMBERED.search(text) else ():
        clear = all(match.end() <= start or end <= match.start() for start, end in taken)
        if clear and canonical_ref(match[0]) not in vocabulary.titles:
            found.append(Mention(match.start(), match.end(), ()))
    return tuple(sorted(found, key=lambda mention: mention.start))


def alike(vocabulary: Vocabulary, text: str) -> list[tuple[int, int]]:
    """Where the letters of a reference stand in a text with a number, reference or not."""
    return [match.span() for match in vocabulary.alike.finditer(text)] if _NUMBERED.search(text) else []


_NUMBERED = re.compile(r"[A-Z]\s?\d")
"""A letter and a number as in a reference: without any there is no need to look whose letters they are."""


def _known(written: str) -> str:
    return canonical_ref(written)


# ------------------------------------------------------------------------------------------- title words


def match_title(
    vocabulary: Vocabulary, text: str, allowed: Sequence[str], scope: Sequence[str]
) -> tuple[str, ...]:
    """The indicators that a phrase fits best: none, one, or several that fit equally well.

    Only `allowed` are looked at; those in `scope` (the table or heading it stands under) come first.
    """
    found = vocabulary.terms(text)
    possible = frozenset[str]().union(*(vocabulary.holders.get(term, ()) for term in found))
    scores = dict(_scores(vocabulary, [ref for ref in allowed if ref in possible], found))
    best = _best(scores)
    if not best:
        return ()
    near = _best({ref: score for ref, score in scores.items() if ref in scope})
    if near and scores[near[0]] >= scores[best[0]] - 1e-9:
        return near
    return best


def _best(scores: Mapping[str, float]) -> tuple[str, ...]:
    """The references within a hair of the best score, if that is good enough."""
    top = max(scores.values(), default=0.0)
    if top < LEAST:
        return ()
    return tuple(ref for ref, score in scores.items() if score > top - MARGIN)


def _scores(
    vocabulary: Vocabulary, refs: Iterable[str], found: frozenset[str]
) -> Iterator[tuple[str, float]]:
    """How well a phrase fits each indicator; those of one title fit alike."""
    known: dict[frozenset[str], float] = {}
    for ref in refs:
        title = vocabulary.titles[ref]
        if title not in known:
            known[title] = _score(vocabulary, title, found)
        yield ref, known[title]


def _score(vocabulary: Vocabulary, title: frozenset[str], found: frozenset[str]) -> float:
    shared = title & found
    if not shared:
        return 0.0
    against = sum(vocabulary.weight.get(term, 0.0) for term in found - title)
    whole = FULL if shared == title else 0.0
    return sum(vocabulary.weight[term] for term in shared) - against / 2 + whole


def _without_directions(text: str) -> str:
    words = lexicon()
    for name in ("noun", "past", "ing", "now", "state", "size", "status", "continued", "aim"):
        text = words.patterns[name].blanked(text)
    return text


def in_scope(pack: Pack, narrative: Narrative, heading: str) -> tuple[str, ...]:
    """The indicators that a piece of commentary, or a heading of the summary, is about."""
    if narrative.table:
        return tuple(indicator.ref for indicator in pack.in_table(narrative.table))
    name = heading.casefold().strip()
    tables = {table.key for table in pack.tables if name and table.summary_heading.casefold().strip() == name}
    sections = {section.key for section in pack.sections if name and section.title.casefold() == name}
    return tuple(i.ref for i in pack.indicators if i.table in tables or i.section in sections)


def shown(pack: Pack, refs: Iterable[str]) -> Iterator[str]:
    """The references as the tables display them."""
    for ref in refs:
        indicator = pack.indicator(ref)
        yield indicator.definition(pack.period).reference if indicator else ref


LEAST = 0.3
"""The least score that ties: a word that three indicators share, and nothing against it."""
MARGIN = 0.12
"""How close the second best may come before the tie is open."""
FULL = 0.3
"""What it is worth when every word of a title is in the phrase."""
