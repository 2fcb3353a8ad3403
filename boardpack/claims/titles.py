"""Which indicator words name by its title, and whether they may be of it at all: by unit, by subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from boardpack.claims.case import own_units
from boardpack.claims.lexicon import Way, lexicon
from boardpack.claims.syntax import Kind, Measure, Reading, SentencePart, Statement, Token
from boardpack.claims.vocabulary import MOSTLY, NEARLY_ALL, TitleFit, Vocabulary
from boardpack.model.indicator import Unit
from boardpack.model.pack import Pack


class Tie(Struct, frozen=True):
    """The indicators a statement is about; none when it is not known."""

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


def telling_words(place: SentencePlace, *parts: SentencePart) -> frozenset[str]:
    """The telling words of some parts; of one without any, those of `who were …` behind it."""
    terms = _own_words(place, *parts)
    if terms or len(parts) != 1:
        return terms
    at = place.reading.parts.index(parts[0]) + 1
    behind = place.reading.parts[at : at + 1]
    relative = [part for part in behind if part.joint in {"who", "which", "that", "where"}]
    return _own_words(place, *relative) if relative else terms


def _own_words(place: SentencePlace, *parts: SentencePart) -> frozenset[str]:
    return place.vocabulary.terms(" ; ".join(_title_words(place, part.nodes) for part in parts))


def _title_words(place: SentencePlace, nodes: Iterable[Token]) -> str:
    """The words of some phrases that may be of a title, with a full stop for each of the others."""
    return " ".join(place.text[node.start : node.end] if _is_word(node) else "." for node in nodes)


def counted_terms(place: SentencePlace, statement: Statement) -> frozenset[str]:
    """The telling words of what a number counts: of `131 children` the children; none without a noun."""
    start, end = statement.noun
    return place.vocabulary.terms(place.text[start:end]) if end else frozenset()


def front(place: SentencePlace, part: SentencePart) -> frozenset[str]:
    """What the sentence opens with to say of what: `In assessment, …`."""
    first = place.reading.parts[0]
    opens = first is not part and not {node.code for node in first.nodes} & set("#D!RE=@")
    return (
        telling_words(place, first) if opens and place.text[first.end : first.end + 1] == "," else frozenset()
    )


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
    spoken = place.vocabulary.terms(" ".join(behind)) or telling_words(place, part)
    shared = spoken & place.vocabulary.terms_of[indicator.ref]
    return shared <= place.vocabulary.terms(title[share.end() : ends.start()])


_OBJECT = re.compile(r"\s+(?:\w+\s+)?(?:in|of|for)\s", re.IGNORECASE)


def by_object(place: SentencePlace, statement: Statement, part: SentencePart, allowed: frozenset[str]) -> Tie:
    """What `a rise in …` is of: the words behind it, wherever their indicator belongs."""
    if statement.kind is not Kind.DIRECTION or _OBJECT.match(place.text[statement.end :]) is None:
        return Tie()
    terms = place.vocabulary.terms(_title_words(place, (n for n in part.nodes if n.start >= statement.end)))
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


def by_title(place: SentencePlace, terms: frozenset[str], allowed: frozenset[str] | None = None) -> Tie:
    """The indicators that some terms fit, of all or of those whose unit suits; none where they fit none."""
    fit = place.vocabulary.fit(terms, place.scope, allowed)
    if not fit.refs:
        return Tie()
    how = "title" if fit.near else "title elsewhere"
    return Tie(fit.refs, how, firm=_is_firm(place, fit, terms))


def _is_firm(place: SentencePlace, fit: TitleFit, terms: frozenset[str]) -> bool:
    """Whether a title is meant beyond doubt: most of its words, and no other of its section has them."""
    if len(fit.refs) != 1 or not fit.near or fit.share < (MOSTLY if place.scope else NEARLY_ALL):
        return False
    shared = terms & place.vocabulary.terms_of[fit.refs[0]]
    others = [ref for ref in place.scope or place.vocabulary.ordered if ref != fit.refs[0]]
    return not any(shared <= name for ref in others for name in place.vocabulary.names[ref])


def names_itself(place: SentencePlace, part: SentencePart, refs: Sequence[str]) -> bool:
    """Whether a part has a reference, or a word of a title, of some indicators."""
    terms = telling_words(place, part)
    named = any(terms & place.vocabulary.terms_of[ref] for ref in refs)
    return named or any(set(node.refs) & set(refs) for node in part.nodes)


def is_foreign(place: SentencePlace, statement: Statement, part: SentencePart) -> bool:
    """Whether the subject of a statement is no indicator: `agency spend rose`."""
    before = [n for n in part.nodes if n.code == "x" and n.end <= statement.start]
    before = [] if part.joint in {"that", "which", "who"} else before
    if statement.kind is Kind.VALUE and counted_terms(place, statement):
        return True
    behind = [n for n in part.nodes if n.code == "x" and n.start >= statement.end]
    behind = behind[:2] if statement.kind is Kind.DIRECTION else []
    text = " ".join(place.text[n.start : n.end] for n in (*before, *behind))
    terms = place.vocabulary.terms(text)
    return bool(terms) and not terms & place.vocabulary.known


def allowed_units(place: SentencePlace, statement: Statement, part: SentencePart) -> frozenset[str]:
    """The indicators whose unit suits what is said: a number of things is no percentage."""
    near = place.text[part.start : min(part.end, statement.end + _NEAR)]
    counts = not lexicon().count.isdisjoint(re.findall(r"[a-z]+", near.casefold()))
    start = statement.start if statement.passing else part.start
    lasts = _LASTS.search(place.text, start, part.end) is not None and statement.kind is Kind.DIRECTION
    measure = statement.number.unit if statement.number is not None else None
    percent = measure in {Measure.PERCENT, Measure.POINTS}
    valued, sized = statement.kind in _VALUED, statement.kind in {Kind.CHANGE, Kind.GAP}
    times = measure in _LIMITS and statement.kind is Kind.VALUE
    found = []
    for (unit, own), refs in _by_units(place.pack).items():
        if lasts and unit in {Unit.PERCENT, Unit.COUNT, Unit.POUNDS}:
            continue
        if counts and unit is Unit.PERCENT and not percent:
            continue
        if valued and measure is Measure.NONE and not _may_be_bare(place, statement, unit):
            continue
        if sized and measure is Measure.POINTS and unit is not Unit.PERCENT:
            continue
        plain = valued and (measure is Measure.NONE or (times and own & _LIMITS))
        plain = plain or (sized and (measure is Measure.NONE or percent))
        if (valued or sized) and measure not in {None, *own} and not plain:
            continue
        found.append(refs)
    return frozenset[str]().union(*found)


def _by_units(pack: Pack) -> Mapping[tuple[Unit, frozenset[Measure]], frozenset[str]]:
    """The indicators of each unit, and of what may be written with their values; kept with the pack."""
    if "by units" not in pack.__dict__:
        found: dict[tuple[Unit, frozenset[Measure]], set[str]] = {}
        for indicator in pack.indicators:
            found.setdefault((indicator.unit, own_units(indicator)), set()).add(indicator.ref)
        pack.__dict__["by units"] = {units: frozenset(refs) for units, refs in found.items()}
    known: dict[tuple[Unit, frozenset[Measure]], frozenset[str]] = pack.__dict__["by units"]
    return known


_VALUED = frozenset({Kind.VALUE, Kind.START, Kind.TARGET, Kind.EXTREME})
"""Kinds whose number is a value of an indicator, as it is written."""


_LASTS = re.compile(
    r"\b(?:(?:average|mean|total)\s+(?:number\s+of\s+)?|number\s+of\s+)(?:weeks|days|months|hours)\b"
    r"|\b(?:in|the)\s+(?:timescales|duration|length|time\s+taken)\b",
    re.IGNORECASE,
)
"""Words that say that it is of how long something takes."""

_NEAR = 25
"""How many characters behind a statement may say that a number of things is meant."""


def _may_be_bare(place: SentencePlace, statement: Statement, unit: Unit) -> bool:
    """Whether a number without a unit may be such an indicator's."""
    if unit in {Unit.PERCENT, Unit.POUNDS}:
        return False
    averaged = unit is Unit.AVERAGE and re.search(r"\baverage|\bmean\b", place.text) is not None
    return unit is Unit.COUNT or averaged or not counted_terms(place, statement)
