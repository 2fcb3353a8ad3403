"""Which indicator each statement of a narrative is about, and how that was told.

In this order: a reference in the statement's own words or right behind it in brackets; the words of a
title in its own words; the reference or the statement before it in the sentence; the sentence before,
when this one goes on from it; the heading or table, when only one indicator fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct

from boardpack.claims.amount import Amount, AmountUnit, Role
from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.months import NAMES_OF_MONTHS
from boardpack.claims.pairs import paired
from boardpack.claims.sought import Sought
from boardpack.claims.statement import Kind, Reading, Statement
from boardpack.claims.tie import Mention, Vocabulary, in_scope, match_title
from boardpack.model.indicator import Unit
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES


class Tie(Struct, frozen=True):
    """The indicators a statement is about; none when it could not be told."""

    refs: tuple[str, ...] = ()
    how: str = ""
    """`reference`, `title`, `before` or `heading`; the reason when there is none."""
    open: bool = False
    """Whether one of several is meant and it is not told which."""


class _Around(Struct, frozen=True):
    """What a statement may take its subject from."""

    pack: Pack
    vocabulary: Vocabulary
    reading: Reading
    scope: tuple[str, ...]
    before: tuple[tuple[Statement, Tie], ...]
    """The statements before it in the sentence."""
    earlier: Tie
    """The last tie of the sentences before it in the paragraph."""


UNPAIRED = "it is not told which figure is of which indicator"


def ties(
    pack: Pack, vocabulary: Vocabulary, narrative: Narrative, readings: Sequence[Reading]
) -> tuple[tuple[tuple[Statement, Tie], ...], ...]:
    """Tie every statement of a narrative's sentences."""
    told: list[tuple[tuple[Statement, Tie], ...]] = []
    earlier, paragraph = Tie(), -1
    for reading, after in zip_longest(readings, readings[1:]):
        if reading.sentence.paragraph != paragraph:
            earlier, paragraph = Tie(), reading.sentence.paragraph
        scope = in_scope(pack, narrative, reading.sentence.heading)
        found: list[tuple[Statement, Tie]] = []
        pairs = paired(reading)
        for statement in reading.statements:
            if statement.start in pairs:
                refs = pairs[statement.start]
                found.append((statement, Tie(refs, "reference" if refs else UNPAIRED)))
                continue
            around = _Around(pack, vocabulary, reading, scope, tuple(found), earlier)
            found.append((statement, _tie(around, statement)))
        told.append(tuple(found))
        if after is None or after.sentence.paragraph != paragraph:
            continue  # no sentence goes on from it
        tied = [tie for _, tie in found if tie.refs]
        whole = tied[-1] if tied else around_sentence(pack, vocabulary, reading, scope)
        earlier = Tie(whole.refs, "before", open=whole.open) if whole.refs else earlier
    return tuple(told)


def around_sentence(pack: Pack, vocabulary: Vocabulary, reading: Reading, scope: tuple[str, ...]) -> Tie:
    """What the sentence as a whole speaks of, for one that goes on from it."""
    known = [mention for mention in reading.mentions if mention.refs]
    if known:
        return Tie(known[-1].refs, "before")
    refs = match_title(vocabulary, reading.sentence.text, [i.ref for i in pack.indicators], scope)
    return Tie(refs, "before", open=len(refs) > 1) if len(refs) == 1 else Tie()


# ---------------------------------------------------------------------------------------- one statement


def _tie(around: _Around, statement: Statement) -> Tie:
    if statement.kind in {Kind.REFERENCE, Kind.COUNT}:
        return Tie()
    own = (statement.start, statement.end)
    inside = [
        m for m in around.reading.mentions if m.refs and (_within(m, statement.phrase) or _within(m, own))
    ]
    if inside:
        return _by_reference(around, statement, inside)
    behind = _bracketed(around, statement)
    if behind is not None:
        return Tie(behind.refs, "reference")
    phrase = around.reading.sentence.text[slice(*statement.phrase)]
    if around.vocabulary.content(_without_times(phrase)):
        tie = _by_words(around, statement, phrase)
        return (
            tie
            if tie.refs or statement.move is None or statement.kind is Kind.DIRECTION
            else _moved(around, statement, tie)
        )
    if statement.move is not None and statement.kind is not Kind.DIRECTION:
        return _moved(around, statement, Tie((), "the sentence does not say of what"))
    return _by_context(around, statement)


def _within(mention: Mention, phrase: tuple[int, int]) -> bool:
    return phrase[0] <= mention.start and mention.end <= phrase[1]


def _by_reference(around: _Around, statement: Statement, inside: Sequence[Mention]) -> Tie:
    if len(inside) == 1:
        return Tie(inside[0].refs, "reference")
    text = around.reading.sentence.text
    joined = all(
        re.fullmatch(r"\s*(?:,|and|&|, and|both|/|or)?\s*", text[one.end : other.start])
        for one, other in pairwise(inside)
    )
    if statement.kind in {Kind.VALUE, Kind.START, Kind.CHANGE, Kind.GAP, Kind.TARGET} and joined:
        return Tie((), "several references share one figure")
    if joined:
        return Tie(tuple(ref for mention in inside for ref in mention.refs), "reference")
    return Tie(inside[-1].refs, "reference")


def _bracketed(around: _Around, statement: Statement) -> Mention | None:
    """A reference in brackets right behind the statement, before anything else is said."""
    after = next((m for m in around.reading.mentions if m.start >= statement.end), None)
    if after is None or not after.refs:
        return None
    between = around.reading.sentence.text[statement.end : after.start]
    if after.start >= statement.clause[1]:
        return None
    return after if re.fullmatch(r"[^();:.]{0,60}\(\s*", between) else None


def _moved(around: _Around, statement: Statement, otherwise: Tie) -> Tie:
    """The tie of the direction that a number or a run of months belongs to."""
    move = statement.move
    for other, tie in around.before:
        if move is not None and other.kind is Kind.DIRECTION and other.start == move.start:
            return tie
    for other in around.reading.statements:
        if move is not None and other.kind is Kind.DIRECTION and other.start == move.start:
            return _tie(around, other)
    return otherwise


# ------------------------------------------------------------------------------------------------- words

_TIMES = Sought(
    r"\b(?:over|in|for|during)\s+the\s+(?:last|past|previous|same|final)\s+(?:\w+\s+)?(?:months?|weeks?|years?|quarter)\b"
    r"|\b(?:month|year)[\s-](?:on|by)[\s-](?:month|year)\b|\bfrom\s+\w+\s+onwards\b",
    ("month", "week", "year", "quarter", "onwards"),
)
_MONTHS = Sought(
    rf"\b(?:{NAMES_OF_MONTHS})(?:[\s-]\d{{2,4}})?\b(?:['’]s)?",
    tuple(name[:3] for name in MONTH_NAMES),
    capitals=True,
)


def _without_times(phrase: str) -> str:
    return _MONTHS.blanked(_TIMES.blanked(phrase))


def _by_words(around: _Around, statement: Statement, phrase: str) -> Tie:
    """Tie by the words of a title; a reference before it in the sentence wins if it fits them at all."""
    plain = _without_times(phrase)
    allowed = _allowed(around, statement, plain)
    terms = around.vocabulary.content(plain)
    governing = _governing(around, statement, statement.clause[0])
    if governing is not None and _fits(around, governing.refs, terms, allowed):
        return Tie(governing.refs, "reference")
    refs = match_title(around.vocabulary, plain, allowed, around.scope)
    refs = tuple(ref for ref in refs if _speaks_of(around, statement, plain, ref))
    refs = tuple(ref for ref in refs if not _of_how_many(around, statement, terms, ref))
    if refs and governing is None:
        return Tie(refs, "title", open=len(refs) > 1)
    if (
        refs
        and governing is not None
        and len(refs) == 1
        and len(terms & around.vocabulary.titles[refs[0]]) == len(terms)
    ):
        return Tie(refs, "title")
    return Tie((), "it speaks of something that is no indicator of this pack")


_WHO = Sought(r"\b(?:who|whom|which|that|where|for\s+whom)\b|(?<=\s)\w+ed\b")
_SHARE = Sought(r"(?:percentage|proportion|share|%)\s+of\s+(?:\w+ed\s+)?")


def _of_how_many(around: _Around, statement: Statement, terms: frozenset[str], ref: str) -> bool:
    """Whether a rise or fall is of how many there are, and not of the share of them: `a rise in contacts`.

    So it is when only those words of a percentage's title are said that it is a percentage of.
    """
    move, indicator = statement.move, around.pack.indicator(ref)
    if statement.kind is not Kind.DIRECTION or move is None or move.way not in {Way.UP, Way.DOWN}:
        return False
    if indicator is None or indicator.unit is not Unit.PERCENT or _shares(around.reading, statement.clause):
        return False
    title = indicator.definition(around.pack.period).title
    share = _SHARE.match(title)
    ends = _WHO.search(title, share.end()) if share else None
    if share is None or ends is None:
        return False
    return terms <= around.vocabulary.terms(title[share.end() : ends.start()])


def _shares(reading: Reading, clause: tuple[int, int]) -> bool:
    """Whether a percentage or points are given in a clause."""
    units = {AmountUnit.PERCENT, AmountUnit.POINTS}
    given = [s.amount for s in reading.statements if clause[0] <= s.start < clause[1]]
    return any(amount is not None and amount.unit in units for amount in given)


def _fits(around: _Around, refs: Sequence[str], terms: frozenset[str], allowed: Sequence[str]) -> bool:
    return all(ref in allowed and terms & around.vocabulary.titles[ref] for ref in refs)


def _governing(around: _Around, statement: Statement, floor: int = 0) -> Mention | None:
    before = [m for m in around.reading.mentions if floor <= m.start and m.end <= statement.start and m.refs]
    return before[-1] if before else None


def _allowed(around: _Around, statement: Statement, phrase: str) -> list[str]:
    """The indicators whose unit suits what is said: a number of things is no percentage."""
    words = lexicon()
    spoken = re.findall(r"[a-z]+", phrase.casefold())
    counts = any(word in words.count for word in spoken)
    lasts = bool(_head(spoken)) and _head(spoken) in words.time
    units = _units(statement.amount if statement.kind is not Kind.EXTREME else None)
    if statement.amount is not None and statement.amount.unit is AmountUnit.NONE and _is_after(statement):
        units = frozenset({Unit.COUNT})
    found = []
    for indicator in around.pack.indicators:
        unit = indicator.unit
        if counts and unit is not Unit.COUNT:
            continue
        if lasts and unit not in {Unit.DAYS, Unit.WEEKS, Unit.AVERAGE}:
            continue
        if units and unit not in units:
            continue
        found.append(indicator.ref)
    return found


def _units(amount: Amount | None) -> frozenset[Unit]:
    if amount is None or amount.role is Role.CHANGE:
        return frozenset()
    match amount.unit:
        case AmountUnit.PERCENT | AmountUnit.POINTS:
            return frozenset({Unit.PERCENT})
        case AmountUnit.POUNDS:
            return frozenset({Unit.POUNDS})
        case AmountUnit.DAYS:
            return frozenset({Unit.DAYS})
        case AmountUnit.WEEKS:
            return frozenset({Unit.WEEKS})
        case AmountUnit.NONE:
            return frozenset(Unit) - {Unit.PERCENT}


def _is_after(statement: Statement) -> bool:
    """Whether the words that say of what stand behind: `249 missing episodes`."""
    return statement.phrase[0] >= statement.end


def _head(spoken: Sequence[str]) -> str:
    """The noun a phrase starts with."""
    empty = {
        "the",
        "a",
        "an",
        "our",
        "its",
        "in",
        "of",
        "their",
        "this",
        "these",
        "average",
        "overall",
        "total",
    }
    return next((word for word in spoken if word not in empty), "")


def _speaks_of(around: _Around, statement: Statement, phrase: str, ref: str) -> bool:
    """Whether a phrase's main noun belongs to the title, and not too much else is in it."""
    title = around.vocabulary.titles[ref]
    terms = around.vocabulary.content(phrase)
    shared, foreign = terms & title, terms - title
    weight = sum(around.vocabulary.weight[term] for term in shared)
    if _is_after(statement) and statement.kind is Kind.DIRECTION:
        head = around.vocabulary.terms(" ".join(re.findall(r"[\w'&.-]+", phrase)[:3])) or shared
        return bool(head & title) and weight >= 0.4 * len(foreign)
    if _is_after(statement) and statement.amount is not None:
        counted = statement.amount.unit is AmountUnit.NONE
        return not foreign if counted else weight >= 0.3 * len(foreign)
    if any(word in lexicon().count for word in re.findall(r"[a-z]+", phrase.casefold())):
        return not foreign
    return weight >= 0.4 * len(foreign)


# ----------------------------------------------------------------------------------------------- context

_GOES_ON = Sought(
    r"^(?:\W*)(?:this|it|its|these|they|that|which|the|performance|compliance|overall|however|but|and|figures?|in|at|a|an|since|october|no|there|over|compared"
    r"|january|february|march|april|may|june|july|august|september|november|december|despite|although|while|nevertheless|still|here|rated|up|down|after|again|now)\b"
)


def _by_context(around: _Around, statement: Statement) -> Tie:
    """Tie a statement whose own words do not say of what."""
    low, high = statement.clause
    own = _nearest(around, statement, low) or _by_neighbours(around, statement, (low, high))
    if own is not None:
        return own
    other = _nearest(around, statement, 0) or _by_neighbours(around, statement, (0, high))
    if other is not None:
        return other
    if around.earlier.refs and _GOES_ON.match(around.reading.sentence.text):
        return around.earlier
    return _by_heading(around, statement)


def _by_neighbours(around: _Around, statement: Statement, stretch: tuple[int, int]) -> Tie | None:
    """The indicator that the words before, or else behind, the statement are about."""
    text, (low, high) = around.reading.sentence.text, stretch
    allowed = _allowed(around, statement, text[slice(*statement.phrase)])
    for words in (text[low : statement.start], text[statement.end : high]):
        refs = match_title(around.vocabulary, _without_times(words), allowed, around.scope)
        if len(refs) == 1 and _mostly(around, words, refs[0]):
            return Tie(refs, "title")
    ahead = next((m for m in around.reading.mentions if statement.end <= m.start < high and m.refs), None)
    if ahead is None or any(
        statement.end <= s.start < ahead.start
        for s in around.reading.statements
        if s.clause != statement.clause
    ):
        return None
    return Tie(ahead.refs, "reference")


def _by_heading(around: _Around, statement: Statement) -> Tie:
    """The one indicator of the table or the heading that the statement stands under."""
    phrase = around.reading.sentence.text[slice(*statement.phrase)]
    allowed = _allowed(around, statement, phrase)
    if len(around.scope) == 1 and around.scope[0] in allowed:
        return Tie(around.scope, "heading")
    refs = match_title(around.vocabulary, around.reading.sentence.heading, allowed, around.scope)
    return Tie(refs, "heading") if len(refs) == 1 else Tie((), "the sentence does not say of what")


def _mostly(around: _Around, words: str, ref: str) -> bool:
    """Whether some words are more of an indicator's title than of anything else."""
    terms = around.vocabulary.content(_without_times(words))
    return len(terms & around.vocabulary.titles[ref]) * 2 > len(terms - around.vocabulary.titles[ref]) - 1


def _nearest(around: _Around, statement: Statement, low: int) -> Tie | None:
    """The reference or the statement right before it from `low` on, whichever is nearer."""
    governing = _governing(around, statement, low)
    said = [
        (one, tie)
        for one, tie in around.before
        if low <= one.start and one.end <= statement.start and one.kind is not Kind.COUNT
    ]
    tied = bool(said) and bool(said[-1][1].refs)
    if said and (
        governing is None
        or (said[-1][0].start > governing.start and (tied or statement.kind is not Kind.GAP))
    ):
        tie = said[-1][1]
        return Tie(tie.refs, "before" if tie.refs else tie.how, open=tie.open)
    return Tie(governing.refs, "reference") if governing is not None else None
