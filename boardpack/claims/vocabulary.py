"""The one answer to the question whether a text speaks of an indicator.

It is named by its reference, or by the telling words of its title or of another name for it
(`also_known_as`). A word tells the more, the fewer of the indicators treated in the same place share it;
a word of a neighbour's title speaks against. Synonyms come from the pack (`data/vocabulary.csv`, the
glossary) and, where they are general English, from the word list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from boardpack.claims.lexicon import Raw, lexicon, plain_words, raw_words, singular, stem, time_limits
from boardpack.model.indicator import Indicator, canonical_ref
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack
from boardpack.model.rating import Rag

Terms = frozenset[str]
Synonyms = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
"""By its first word: each phrase, the longest first, and the term that stands for it."""

LEAST = 0.3
"""The least score that names an indicator: a word that three share, and nothing against it."""
MARGIN = 0.12
"""How close the second best may come before it is open which is meant."""
WHOLE = 0.3
"""What it is worth when every word of a title is in the text."""
NEARLY_ALL = 0.7
"""The share of its title by which an indicator of another section is named."""

MOSTLY = 0.5
"""The share of a title that a sentence must exceed to speak of its indicator without a figure."""


class TitleFit(Struct, frozen=True):
    """The indicators that a text fits best: none, one, or several that fit alike."""

    refs: tuple[str, ...] = ()
    share: float = 0.0
    """Which part of the title, by weight, the text has."""
    near: bool = True
    """Whether they are among those treated in the place."""


class Vocabulary(Struct, frozen=True, dict=True):
    """The words by which a pack's indicators are known."""

    names: Mapping[str, tuple[Terms, ...]]
    """The terms of each name of each indicator."""
    grams: frozenset[tuple[str, ...]]
    """Runs of two words and more that are in a title: what is in them is no claim."""
    synonyms: Synonyms
    references: re.Pattern[str]
    unknown: re.Pattern[str]
    """What is written like a reference: its letters, and a number."""
    ordered: tuple[str, ...]
    others: frozenset[tuple[str, ...]] = frozenset()
    """The words of the names of the pack's comparators: `similar councils`."""
    ratings: Mapping[tuple[str, ...], str] = {}
    """The words of each rating's own name in the pack, and the rating: `off track` of Red."""

    @cached_property
    def gram_starts(self) -> frozenset[str]:
        """The words that runs of titles begin with."""
        return frozenset(gram[0] for gram in self.grams)

    @cached_property
    def terms_of(self) -> Mapping[str, Terms]:
        """The terms of all names of each indicator."""
        return {ref: frozenset[str]().union(*names) for ref, names in self.names.items()}

    @cached_property
    def known(self) -> Terms:
        """Every term of a name."""
        return frozenset[str]().union(*self.terms_of.values())

    @cached_property
    def bearers(self) -> Mapping[str, frozenset[str]]:
        """The indicators that have each term in a name."""
        found: dict[str, set[str]] = {}
        for ref, terms in self.terms_of.items():
            for term in terms:
                found.setdefault(term, set()).add(ref)
        return {term: frozenset(refs) for term, refs in found.items()}

    @cached_property
    def _weights(self) -> dict[tuple[str, ...], Mapping[str, float]]:
        return {}

    def weights(self, among: tuple[str, ...]) -> Mapping[str, float]:
        """One over the number of some indicators that share a term."""
        if among not in self._weights:
            counts: dict[str, int] = {}
            for ref in among:
                for term in self.terms_of.get(ref, ()):
                    counts[term] = counts.get(term, 0) + 1
            self._weights[among] = {term: 1 / count for term, count in counts.items()}
        return self._weights[among]

    def terms(self, text: str) -> Terms:
        """The words of a text that tell indicators apart, each in one form for all its like."""
        if text not in self._known_terms:
            self._known_terms[text] = _terms(raw_words(text), self.synonyms)
        return self._known_terms[text]

    @cached_property
    def _known_terms(self) -> dict[str, Terms]:
        return {}

    def sentence_terms(self, text: str) -> tuple[Terms, ...]:
        """The terms of each sentence of a text, and of each paragraph."""
        if text not in self._sentences:
            self._sentences[text] = tuple(self.terms(one) for one in _SENTENCE_ENDS.split(text))
        return self._sentences[text]

    @cached_property
    def _sentences(self) -> dict[str, tuple[Terms, ...]]:
        return {}

    def named_in(self, text: str) -> frozenset[str]:
        """The indicators whose references are in a text."""
        if text not in self._named:
            self._named[text] = frozenset(canonical_ref(found[0]) for found in self.references.finditer(text))
        return self._named[text]

    @cached_property
    def _named(self) -> dict[str, frozenset[str]]:
        return {}

    def fit(self, terms: Terms, scope: tuple[str, ...], allowed: Collection[str] | None = None) -> TitleFit:
        """The indicators that some terms fit best: those of the scope first, another only nearly in full."""
        if not terms & self.known:
            return TitleFit()
        near = self._near(terms, scope or self.ordered, allowed)
        if not scope or near.share >= NEARLY_ALL:
            return near
        far = self._near(terms, self.ordered, allowed)
        fuller = (
            far.share >= NEARLY_ALL and far.share > near.share + MARGIN and not set(far.refs) & set(scope)
        )
        return TitleFit(far.refs, far.share, near=False) if fuller else near

    def _near(self, terms: Terms, among: tuple[str, ...], allowed: Collection[str] | None) -> TitleFit:
        """The best fit among some indicators, kept where any unit will do."""
        if allowed is not None:
            return self._best(terms, among, allowed)
        if (terms, among) not in self._fits:
            self._fits[terms, among] = self._best(terms, among, None)
        return self._fits[terms, among]

    @cached_property
    def _fits(self) -> dict[tuple[Terms, tuple[str, ...]], TitleFit]:
        return {}

    def _best(self, terms: Terms, among: tuple[str, ...], allowed: Collection[str] | None) -> TitleFit:
        weight = self.weights(among)
        scores: dict[str, tuple[float, float]] = {}
        bearers = frozenset[str]().union(*(self.bearers.get(term, ()) for term in terms))
        for ref in among:
            if ref in bearers and (allowed is None or ref in allowed):
                scores[ref] = max(
                    (_score(name, terms, weight) for name in self.names[ref]), default=(0.0, 0.0)
                )
        top = max((score for score, _ in scores.values()), default=0.0)
        if top < LEAST:
            return TitleFit()
        refs = tuple(ref for ref, (score, _) in scores.items() if score > top - MARGIN)
        return TitleFit(refs, max(scores[ref][1] for ref in refs))


_SENTENCE_ENDS = re.compile(r"(?<=[.;!?])\s+|\n\s*\n")


def _score(name: Terms, terms: Terms, weight: Mapping[str, float]) -> tuple[float, float]:
    """How well some terms fit a name, and which share of it they make up."""
    shared = name & terms
    if not shared:
        return 0.0, 0.0
    mine = sum(weight.get(term, 1.0) for term in shared)
    against = sum(weight.get(term, 0.0) for term in terms - name)
    whole = WHOLE if shared == name else 0.0
    return mine - against / 2 + whole, mine / sum(weight.get(term, 1.0) for term in name)


# -------------------------------------------------------------------------------------------------- making


def vocabulary(pack: Pack) -> Vocabulary:
    """The vocabulary of a pack, worked out once and kept with it."""
    if "known words" not in pack.__dict__:
        pack.__dict__["known words"] = _made(pack)
    made: Vocabulary = pack.__dict__["known words"]
    return made


def _made(pack: Pack) -> Vocabulary:
    rows = tuple((i.ref, i.definition(pack.period).reference, _names_of(pack, i)) for i in pack.indicators)
    likes = [(a.short, a.expansion) for a in pack.glossary]
    likes += [(one.like, one.term) for one in pack.vocabulary]
    others = frozenset(_key(one.name) for one in pack.comparators)
    renamed = [rag for rag in Rag if pack.words.replaced_rating(rag)]
    named = ((tuple(raw.low for raw in raw_words(pack.words.rating(rag))), rag.value) for rag in renamed)
    ratings = tuple((name, rag) for name, rag in named if name)
    return _vocabulary(rows, tuple(likes), others, ratings)


_ASIDE = re.compile(r"\(\w+\W[^)]*\)")
"""What a title adds in brackets, unless it is one word."""


def _names_of(pack: Pack, indicator: Indicator) -> tuple[str, ...]:
    definition = indicator.definition(pack.period)
    names = dict.fromkeys((definition.title, definition.summary_title, *definition.also_known_as))
    return tuple(_ASIDE.sub(" ", name) for name in names)


@lru_cache(maxsize=8)
def _vocabulary(
    rows: tuple[tuple[str, str, tuple[str, ...]], ...],
    likes: tuple[tuple[str, str], ...],
    others: frozenset[tuple[str, ...]],
    ratings: tuple[tuple[tuple[str, ...], str], ...],
) -> Vocabulary:
    synonyms = _synonyms(likes)
    words = [(ref, [raw_words(name) for name in names]) for ref, _, names in rows]
    names = {ref: tuple(t for raw in raws if (t := _terms(raw, synonyms))) for ref, raws in words}
    return Vocabulary(
        names,
        frozenset(gram for _, raws in words for raw in raws for gram in _grams(raw)),
        synonyms,
        reference_pattern([shown for _, shown, _ in rows]),
        _unknown_pattern([ref for ref, _, _ in rows]),
        tuple(ref for ref, _, _ in rows),
        others,
        dict(ratings),
    )


def _grams(words: Sequence[Raw]) -> Iterator[tuple[str, ...]]:
    plain = tuple(singular(word) for word in plain_words(words))
    for length in range(2, 7):
        for at in range(len(plain) - length + 1):
            gram = plain[at : at + length]
            if (
                gram[0] not in lexicon().lists["function"]
                and gram[-1] not in lexicon().lists["function"]
                and _tells(gram[:-1] if gram[-1].isdigit() else gram)
            ):
                yield gram


def _tells(gram: tuple[str, ...]) -> bool:
    """Whether a run has a telling word or a limit of time."""
    return any(word not in lexicon().empty for word in time_limits(gram))


def _terms(words: Sequence[Raw], synonyms: Synonyms) -> Terms:
    plain = [*plain_words(words)]
    found: list[str] = []
    at = 0
    while at < len(plain):
        word = singular(plain[at])
        for phrase, name in synonyms.get(word, ()):
            if tuple(map(singular, plain[at : at + len(phrase)])) == phrase:
                found.append(name)
                at += len(phrase)
                break
        else:
            found.append(plain[at])
            at += 1
    limits = time_limits(found)
    empty = lexicon().empty
    return frozenset(
        stem(word) for word in limits if word not in empty and not re.fullmatch(r"[£$€\d.,]+", word)
    )


def _synonyms(likes: Sequence[tuple[str, str]]) -> Synonyms:
    """Each phrase with the term that stands for it; what the pack says comes before the word list."""
    groups: dict[tuple[str, ...], str] = {}
    for term, like in likes:
        keys = [_key(term), _key(like)]
        name = next((groups[key] for key in keys if key in groups), "".join(keys[0]) or term)
        for key in keys:
            groups.setdefault(key, name)
    for row in lexicon().same:
        keys = [_key(word) for word in row]
        name = next((groups[key] for key in keys if key in groups), row[0])
        for key in keys:
            groups.setdefault(key, name)
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, name in sorted(groups.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, name))
    return {first: tuple(rows) for first, rows in found.items()}


def _key(text: str) -> tuple[str, ...]:
    return tuple(singular(word) for word in plain_words(raw_words(text)))


# ---------------------------------------------------------------------------------------------- references


def reference_pattern(shown: Iterable[str]) -> re.Pattern[str]:
    """References as people write them: `W1e`, `W 1 E`; the longest first."""
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
    """A pack's leading letters with a number after them, written where a reference would be."""
    heads = {match[0] for ref in refs if (match := re.match(r"[A-Z]+(?=\d)", ref))}
    inner = "|".join(sorted(heads, key=lambda head: (-len(head), head))) or "(?!)"
    return re.compile(
        rf"(?:^|(?<=\()|(?<=[.;,] )|(?<=and ))(?:{inner})\s?\d{{1,3}}(?:\s?[a-z])?"
        r"(?=\)|:|\s?[-–—]|\s(?:has|have|is|was|were|fell|rose|remains|remained|stands|stood|improved|dropped)\b)"
        rf"|(?<![\w-])(?:{inner})\d{{1,2}}(?![\w%])"
    )


# ------------------------------------------------------------------------------------------------- answers


def in_scope(pack: Pack, narrative: Narrative, heading: str) -> tuple[str, ...]:
    """The indicators that a piece of commentary, or a heading of the summary, is about."""
    if narrative.table:
        return tuple(indicator.ref for indicator in pack.in_table(narrative.table))
    name = heading.casefold().strip()
    tables = {table.key for table in pack.tables if name and table.summary_heading.casefold().strip() == name}
    sections = {section.key for section in pack.sections if name and section.title.casefold() == name}
    return tuple(i.ref for i in pack.indicators if i.table in tables or i.section in sections)


def speaks_of(known: Vocabulary, text: str, indicator: Indicator, among: Sequence[Indicator]) -> bool:
    """Whether a text speaks of an indicator, known from those it shares the place with."""
    if indicator.ref in known.named_in(text):
        return True
    refs = tuple(one.ref for one in among)
    scope = refs if indicator.ref in refs else (indicator.ref, *refs)
    fits = [known.fit(terms, scope) for terms in known.sentence_terms(text)]
    return any(indicator.ref in fit.refs and fit.share > MOSTLY for fit in fits)
