"""Which indicator words name by its title, and whether they may be of it at all: by unit, by subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from boardpack.claims.case import own_units
from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.scan import Measure, Token
from boardpack.claims.statement import Kind, Reading, SentencePart, Statement
from boardpack.claims.vocabulary import MOSTLY, NEARLY_ALL, TitleFit, Vocabulary
from boardpack.model.indicator import Unit
from boardpack.model.pack import Pack


class Tie(Struct, frozen=True):
    """The indicators a statement is about; none when it could not be told."""

    refs: tuple[str, ...] = ()
    how: str = ""
    """`reference`, `title`, `title elsewhere`, `before`, `heading`, `figure`, `pin`; or why there is none."""
    firm: bool = False
    """Whether it is by reference, or by a title of its own section with little else in the words."""


FOREIGN = "it speaks of something that is no indicator of this pack"

SHARED = "several references share one figure"

UNSAID = "the sentence does not say of what"


class SentencePlace(Struct, frozen=True):
    """A sentence with its pack, its section and what the sentence before was about."""

    pack: Pack
    vocabulary: Vocabulary
    text: str
    reading: Reading
    scope: tuple[str, ...]
    """The indicators of its section, in the pack's order."""
    earlier: Tie
    """What the sentence before it was about."""


def words_of(place: SentencePlace, *parts: SentencePart) -> frozenset[str]:
    """The telling words of some parts; of one without any, those of `who were …` behind it."""
    terms = _own_words(place, *parts)
    if terms or len(parts) != 1:
        return terms
    at = place.reading.parts.index(parts[0]) + 1
    behind = place.reading.parts[at : at + 1]
    relative = [part for part in behind if part.joint in {"who", "which", "that", "where"}]
    return _own_words(place, *relative) if relative else terms


def _own_words(place: SentencePlace, *parts: SentencePart) -> frozenset[str]:
    text = " ; ".join(
        " ".join(place.text[node.start : node.end] if _is_word(node) else "." for node in part.nodes)
        for part in parts
    )
    return place.vocabulary.terms(text)


def front(place: SentencePlace, part: SentencePart) -> frozenset[str]:
    """What the sentence opens with to say of what: `In assessment, …`."""
    first = place.reading.parts[0]
    opens = first is not part and not {node.code for node in first.nodes} & set("#D!RE=@")
    return words_of(place, first) if opens and place.text[first.end : first.end + 1] == "," else frozenset()


_WHO = re.compile(r"\b(?:who|whom|which|that|where)\b|(?<=\s)\w+ed\b", re.IGNORECASE)

_SHARE = re.compile(r"(?:percentage|proportion|share|%)\s+of\s+(?:\w+ed\s+)?", re.IGNORECASE)

_RATE = re.compile(
    r"\b(?:percentage|proportion|share|rate|performance|compliance|timeliness|completion|outcomes?|results|%)",
    re.IGNORECASE,
)


def is_of_how_many(place: SentencePlace, statement: Statement, part: SentencePart, tie: Tie) -> bool:
    """Whether a rise or fall is of how many there are, and not of the share of them: `a rise in contacts`."""
    if statement.kind is not Kind.DIRECTION or statement.way not in {Way.UP, Way.DOWN} or len(tie.refs) != 1:
        return False
    indicator = place.pack.indicator(tie.refs[0])
    if indicator is None or indicator.unit is not Unit.PERCENT:
        return False
    if any(n.number is not None and n.number.unit in {Measure.PERCENT, Measure.POINTS} for n in part.nodes):
        return False
    title = indicator.definition(place.pack.period).title
    share = _SHARE.match(title)
    ends = _WHO.search(title, share.end()) if share else None
    if share is None or ends is None:
        return False
    if _RATE.search(place.text[part.start : part.end]) is not None:
        return False
    behind = [place.text[n.start : n.end] for n in part.nodes if _is_word(n) and n.start >= statement.end]
    spoken = place.vocabulary.terms(" ".join(behind)) or words_of(place, part)
    shared = spoken & frozenset[str]().union(*place.vocabulary.names[indicator.ref])
    return shared <= place.vocabulary.terms(title[share.end() : ends.start()])


_OBJECT = re.compile(r"\s+(?:\w+\s+)?(?:in|of|for)\s", re.IGNORECASE)


def by_object(place: SentencePlace, statement: Statement, part: SentencePart, allowed: frozenset[str]) -> Tie:
    """What `a rise in …` is of: the words behind it, wherever their indicator belongs."""
    if statement.kind is not Kind.DIRECTION or _OBJECT.match(place.text[statement.end :]) is None:
        return Tie()
    behind = " ".join(
        place.text[n.start : n.end] if _is_word(n) else "." for n in part.nodes if n.start >= statement.end
    )
    terms = place.vocabulary.terms(behind)
    tie = by_title(place, terms, allowed)
    if tie.refs or not terms:
        return tie
    far = place.vocabulary.fit(terms, (), allowed)
    alone = len(far.refs) == 1 and any(terms <= name for name in place.vocabulary.names[far.refs[0]])
    return Tie(far.refs, "title elsewhere") if alone else Tie()


_LIMITS = frozenset({Measure.DAYS, Measure.WEEKS, Measure.HOURS, Measure.MINUTES})


def _is_word(node: Token) -> bool:
    """Whether a phrase may be of a title: a word, or a limit of time such as `24 hours`."""
    return node.code == "x" or (node.number is not None and node.number.unit in _LIMITS)


def by_title(place: SentencePlace, terms: frozenset[str], allowed: frozenset[str]) -> Tie:
    """The indicators that some terms fit, among those of a unit that suits; none where they fit none."""
    fit = place.vocabulary.fit(terms, place.scope, allowed)
    if not fit.refs:
        return Tie()
    how = "title" if fit.near else "title elsewhere"
    return Tie(fit.refs, how, firm=_is_firm(place, fit, terms))


def _is_firm(place: SentencePlace, fit: TitleFit, terms: frozenset[str]) -> bool:
    """Whether a title is meant beyond doubt: most of its words, and no other of its section has them."""
    if len(fit.refs) != 1 or not fit.near or fit.share < (MOSTLY if place.scope else NEARLY_ALL):
        return False
    names = place.vocabulary.names
    shared = terms & frozenset[str]().union(*names[fit.refs[0]])
    others = [ref for ref in place.scope or place.vocabulary.ordered if ref != fit.refs[0]]
    return not any(shared <= name for ref in others for name in names[ref])


def names_itself(place: SentencePlace, part: SentencePart, refs: Sequence[str]) -> bool:
    """Whether a part has a reference, or a word of a title, of some indicators."""
    terms = {term for ref in refs for name in place.vocabulary.names[ref] for term in name}
    return bool(words_of(place, part) & terms) or any(set(node.refs) & set(refs) for node in part.nodes)


def is_foreign(place: SentencePlace, statement: Statement, part: SentencePart) -> bool:
    """Whether the subject of a statement is no indicator: `agency spend rose`."""
    before = [n for n in part.nodes if n.code == "x" and n.end <= statement.start]
    before = [] if part.joint in {"that", "which", "who"} else before
    if statement.kind is Kind.VALUE and statement.noun[1]:
        behind = place.vocabulary.terms(place.text[slice(*statement.noun)])
        if behind:
            return True
    object_of = (
        [n for n in part.nodes if n.code == "x" and n.start >= statement.end]
        if statement.kind is Kind.DIRECTION
        else []
    )
    text = " ".join(place.text[n.start : n.end] for n in (*before, *object_of[:2]))
    terms = place.vocabulary.terms(text)
    return bool(terms) and not terms & place.vocabulary.known


def allowed_units(place: SentencePlace, statement: Statement, part: SentencePart) -> frozenset[str]:
    """The indicators whose unit suits what is said: a number of things is no percentage."""
    words = lexicon()
    near = place.text[part.start : min(part.end, statement.end + _NEAR)]
    spoken = re.findall(r"[a-z]+", near.casefold())
    counts = any(word in words.count for word in spoken)
    start = statement.start if statement.passing else part.start
    lasts = _LASTS.search(place.text, start, part.end) is not None and statement.kind is Kind.DIRECTION
    number = (
        statement.number if statement.kind in {Kind.VALUE, Kind.START, Kind.TARGET, Kind.EXTREME} else None
    )
    telling, points, percent = _is_telling(statement), _is_points(statement), _is_percent(statement)
    bare = number is not None and number.unit is Measure.NONE
    times = number is not None and number.unit in _LIMITS and statement.kind is Kind.VALUE
    found = []
    for indicator in place.pack.indicators:
        unit, own = indicator.unit, own_units(indicator)
        if lasts and unit in {Unit.PERCENT, Unit.COUNT, Unit.POUNDS}:
            continue
        if counts and unit is Unit.PERCENT and not percent:
            continue
        if number is not None and number.unit not in own and not bare and not (times and own & _LIMITS):
            continue
        if bare and not _may_be_bare(place, statement, unit):
            continue
        if telling and statement.number is not None and statement.number.unit not in own:
            continue
        if points and unit is not Unit.PERCENT:
            continue
        found.append(indicator.ref)
    return frozenset(found)


_LASTS = re.compile(
    r"\b(?:(?:average|mean|total)\s+(?:number\s+of\s+)?|number\s+of\s+)(?:weeks|days|months|hours)\b"
    r"|\b(?:in|the)\s+(?:timescales|duration|length|time\s+taken)\b",
    re.IGNORECASE,
)
"""Words that say that it is of how long something takes."""

_NEAR = 25
"""How many characters behind a statement may say that a number of things is meant."""


def _is_percent(statement: Statement) -> bool:
    number = statement.number
    return number is not None and number.unit in {Measure.PERCENT, Measure.POINTS}


def _is_telling(statement: Statement) -> bool:
    """Whether a change or a gap is in a unit that only some indicators have."""
    plain = {Measure.NONE, Measure.PERCENT, Measure.POINTS}
    number = statement.number
    return statement.kind in {Kind.CHANGE, Kind.GAP} and number is not None and number.unit not in plain


def _is_points(statement: Statement) -> bool:
    kinds = {Kind.CHANGE, Kind.GAP}
    return (
        statement.kind in kinds and statement.number is not None and statement.number.unit is Measure.POINTS
    )


def _may_be_bare(place: SentencePlace, statement: Statement, unit: Unit) -> bool:
    """Whether a number without a unit may be such an indicator's."""
    if unit in {Unit.PERCENT, Unit.POUNDS}:
        return False
    counted = statement.noun[1] > 0 and bool(place.vocabulary.terms(place.text[slice(*statement.noun)]))
    averaged = unit.value == "average" and re.search(r"\baverage|\bmean\b", place.text) is not None
    return unit is Unit.COUNT or not counted or averaged
