"""A sentence as typed tokens: references, numbers, periods, runs, and the words of the word list.

Each recogniser of `RECOGNISERS` is asked in turn what begins at a word; the first that knows takes it. What
is in an indicator's title (`within two weeks`, `more than 52 weeks`) is a word of that title before it is
anything else, so that no limit in a name is taken for a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from boardpack.claims.lexicon import lexicon, raw_words, singular, spelt, stem
from boardpack.claims.numbers import fraction_at, noun_share_at, number_at, whole_at
from boardpack.claims.periods import (
    MONTHS,
    QUARTERS,
    month_at,
    nth_time_at,
    quarter_at,
    relative_at,
    run_at,
    same_month_at,
    so_often_at,
)
from boardpack.claims.syntax import BEYOND, Found, SentenceText, SentenceTime, Token, references_in, small
from boardpack.claims.vocabulary import Vocabulary


def tokens(text: str, vocabulary: Vocabulary, calendar: SentenceTime) -> tuple[Token, ...]:
    """Read a sentence into its tokens."""
    raws, edge = raw_words(text), ("",) * BEYOND
    words = (*edge, *(raw.low for raw in raws), *edge)
    seen = SentenceText(text, raws, calendar, vocabulary, references_in(text, vocabulary), words)
    found: list[Token] = []
    at = 0
    while at < len(seen.raws):
        raw = raws[at]
        plain = raw.kind == "word" and raw.low not in _openings()
        recognisers = PLAIN if plain else RECOGNISERS
        token, used = next(
            (one for recognise in recognisers if (one := recognise(seen, at)) is not None),
            None,
        ) or seen.token("x", at, 1)
        if token.code == "M" and token.what in {"before", "then"}:
            token = _before(token, found, calendar)
        found.append(token)
        at += used
    return tuple(found)


def _before(token: Token, found: list[Token], calendar: SentenceTime) -> Token:
    """`the month before` is the one before the month named last."""
    named = [
        one.months[-1]
        for before, one in zip([None, *found], found, strict=False)
        if one.code in "MY" and one.months and (before is None or before.code not in "sngof")
    ]
    month = (named[-1] if named else calendar.period).plus(-1)
    return Token("M", token.start, token.end, months=(month if token.what == "before" else month.plus(1),))


def _reference(seen: SentenceText, at: int) -> Found:
    raw = seen.raws[at]
    if raw.start not in seen.refs:
        return None
    end, refs = seen.refs[raw.start]
    used = sum(raw.start <= one.start < end for one in seen.raws)
    return seen.token("=", at, used, refs=refs)


def _title(seen: SentenceText, at: int) -> Found:
    """The longest run of words that is in a title."""
    plain: list[str] = []
    best, used, here = 0, 0, at
    if singular(seen.low(at)) not in seen.vocabulary.gram_starts and not small(seen, at)[1]:
        return None
    while here < len(seen.raws) and len(plain) < 6:
        raw = seen.raws[here]
        number = spelt(seen.raws, here) if raw.kind == "word" else None
        if number is not None:
            plain.append(str(number[0]))
            here += number[1]
        elif raw.kind in {"word", "number"}:
            plain.append(singular(raw.low).replace(",", ""))
            here += 1
        else:
            break
        if tuple(plain) in seen.vocabulary.grams:
            best, used = len(plain), here - at
    if best == 2 and plain[1] == "month" and seen.low(at - 1) == "for":
        return None
    return seen.token("x", at, used, what="title") if best else None


def _other(seen: SentenceText, at: int) -> Found:
    """A comparator of the pack by its name, and an `average` behind it."""
    for name in seen.vocabulary.others:
        if name and tuple(singular(word) for word in seen.lows(at, len(name))) == name:
            average = seen.low(at + len(name)) in {"average", "figure", "rate"}
            return seen.token("L", at, len(name) + average, what="words")
    return None


def _rating(seen: SentenceText, at: int) -> Found:
    """A rating by the name that the pack has for it, with its capital."""
    for name, rag in seen.vocabulary.ratings.items():
        if seen.lows(at, len(name)) == name and seen.raws[at].text[0].isupper():
            return seen.token("R", at, len(name), what=rag)
    return None


_MARKS: Mapping[str, str] = MappingProxyType(
    {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "–": "-", "—": "-", "-": "-",
     ".": "_",
     "/": "&", "%": "_", "+": "_", "−": "-", "→": "-", "?": ";", "!": ";"}
)  # fmt: skip

_CHANGED = ("chang", "revis", "amend", "redefin", "new")
_REACH = 8
"""How many words a definition and its change may be apart."""


def _definition(seen: SentenceText, at: int) -> Found:
    """`the definition of LAC 19 has been changed`."""
    if seen.low(at) not in {"definition", "methodology"}:
        return None
    for here in range(at, min(at + _REACH, len(seen.raws))):
        if seen.raws[here].kind == "mark":
            return None
        if seen.low(here).startswith(_CHANGED):
            held = any(raw.start in seen.refs for raw in seen.raws[at:here])
            return seen.token("B", at, 1 if held else here + 1 - at)
    return None


def _phrase(seen: SentenceText, at: int) -> Found:
    """The longest phrase of the word list; a mark."""
    raw = seen.raws[at]
    if raw.kind == "mark":
        return seen.token(_MARKS.get(raw.text, "&"), at, 1)
    if raw.low in lexicon().after_side and _is_aimed_at(seen, at):
        return seen.token("T", at, 1, what="words")
    for words, meaning in lexicon().phrases.get(raw.low, ()):
        if raw.low in _ONLY_OPENING and len(words) == 1 and meaning.code == "c" and not _opens(seen, at):
            return seen.token("_", at, 1)
        if seen.lows(at, len(words)) == words and not (
            (meaning.code in "EDTSXVH" and _is_name(seen, at))
            or (meaning.code in "ZXE" and _is_of_title(seen, at))
            or (meaning.form == "noun" and _ends_title(seen, at))
        ):
            return seen.token(meaning.code, at, len(words), what=meaning.what, form=meaning.form)
    return None


_ONLY_OPENING = frozenset(["yet", "so"])
"""Joints that are some when they open a clause: `no month has yet met it` has none."""


def _opens(seen: SentenceText, at: int) -> bool:
    return at == 0 or seen.raws[at - 1].kind == "mark" or seen.low(at - 1) in {"and", "but"}


def _is_of_title(seen: SentenceText, at: int) -> bool:
    """Whether a word and the next one are of titles: `missed collections`, `major applications`."""
    return {stem(seen.low(at)), stem(seen.low(at + 1))} <= seen.vocabulary.known


def _ends_title(seen: SentenceText, at: int) -> bool:
    """Whether a noun is of a title with the word before it: `overpayment recovery`."""
    return at > 0 and {stem(seen.low(at - 1)), stem(seen.low(at))} <= seen.vocabulary.known


def _is_name(seen: SentenceText, at: int) -> bool:
    """Whether a word is of a proper name: the Best Start team."""
    if not at or not _has_capital(seen.raws[at].text):
        return False
    near = seen.raws[at + 1 if at + 1 < len(seen.raws) else at - 1]
    return _has_capital(near.text) and near.text not in MONTHS and len(near.text) > 1


def _has_capital(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()


def _is_aimed_at(seen: SentenceText, at: int) -> bool:
    """Whether `plan` and its like are behind `above`, `below` or `against`."""
    here = at - 1
    lists = lexicon().lists
    while here > at - _LIMIT_WORDS and (
        seen.low(here) in lists["before_limit"] or seen.low(here)[:1].isdigit()
    ):
        here -= 1
    return seen.low(here) in lists["aimed"]


_LIMIT_WORDS = 6


PLAIN: tuple[Callable[[SentenceText, int], Found], ...] = (_reference, _title, _other, _rating)
"""What an ordinary word may be."""

RECOGNISERS: tuple[Callable[[SentenceText, int], Found], ...] = (
    _reference, _definition, _rating, _title, _other, month_at, same_month_at, relative_at, quarter_at,
    nth_time_at, so_often_at, run_at, noun_share_at, fraction_at, number_at, _phrase, whole_at,
)  # fmt: skip
"""What may begin at a word, in the order they are asked."""


@cache
def _openings() -> frozenset[str]:
    """The words that anything but a reference or a title begins with."""
    held = lexicon()
    months = (name.casefold() for name in MONTHS)
    numbers = (*held.spelt, *held.ordinals, *held.parts, *QUARTERS)
    return held.lists["openings"].union(held.phrases, held.after_side, held.when, numbers, months)
