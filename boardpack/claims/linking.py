"""Which indicator each statement is about, and how that was found.

In this order: a reference in its own part of the sentence, or in brackets right behind; the
words of a title in that part; what the part before was about, when this one names nothing; the sentence
before, when this one goes on from it; the heading, when only one indicator under it can be meant. The text's
own section comes first; another section's is meant only when its title is named nearly in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from boardpack.claims.lexicon import lexicon
from boardpack.claims.syntax import Kind, Measure, Reading, SentencePart, Statement, Token
from boardpack.claims.titles import (
    FOREIGN,
    SHARED,
    UNSAID,
    SentencePlace,
    Tie,
    allowed_units,
    by_object,
    by_title,
    counted_terms,
    front,
    is_foreign,
    is_of_how_many,
    telling_words,
)


def links(place: SentencePlace) -> tuple[Tie, ...]:
    """Tie every statement of a sentence."""
    found: list[Tie] = []
    pairs = _paired(place.reading)
    for statement in place.reading.statements:
        if statement.start in pairs:
            found.append(pairs[statement.start])
        else:
            found.append(_link(place, statement, found))
    return tuple(found)


class _Ask(Struct, frozen=True, dict=True):
    """A statement whose indicator is sought."""

    place: SentencePlace
    statement: Statement
    before: Sequence[Tie]
    """The ties of the statements before it in the sentence."""

    @property
    def part(self) -> SentencePart:
        """The part of the sentence that it belongs to."""
        return self.place.reading.parts[self.statement.part]

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The indicators whose unit suits it."""
        return allowed_units(self.place, self.statement, self.part)

    @cached_property
    def own(self) -> Tie:
        """What the words of its own part name."""
        tie = by_object(self.place, self.statement, self.part, self.allowed)
        words = telling_words(self.place, self.part) | front(self.place, self.part)
        return tie if tie.refs else by_title(self.place, words, self.allowed)

    @cached_property
    def inherited(self) -> Tie:
        """What the parts before are about."""
        return _inherited(self)

    @property
    def behind(self) -> SentencePart | None:
        """The part behind its own."""
        return next(iter(self.place.reading.parts[self.statement.part + 1 :]), None)

    def suited(self, tie: Tie) -> Tie | None:
        """A tie, if it names something of a unit that suits."""
        suits = tie.how == "reference" or self.allowed.issuperset(tie.refs)
        return tie if tie.refs and suits else None


def _link(place: SentencePlace, statement: Statement, before: Sequence[Tie]) -> Tie:
    if statement.kind in {Kind.REFERENCE, Kind.COUNT}:
        return Tie()
    ask = _Ask(place, statement, before)
    return next((tie for step in STEPS if (tie := step(ask)) is not None), Tie((), UNSAID))


def _of_no_indicator(ask: _Ask) -> Tie | None:
    counted = is_of_how_many(ask.place, ask.statement, ask.part, ask.own)
    return Tie((), FOREIGN) if not ask.allowed or counted or _counts_others(ask) else None


def _counts_others(ask: _Ask) -> bool:
    """Whether what a number counts is none of what its part is about: `two hospitals account for …`."""
    if ask.statement.kind is not Kind.VALUE or not ask.own.refs:
        return False
    terms = counted_terms(ask.place, ask.statement)
    return bool(terms) and not any(terms & ask.place.vocabulary.terms_of[ref] for ref in ask.own.refs)


def _led(ask: _Ask) -> Tie | None:
    """What the sentence opens with before a dash, unless the part plainly names another."""
    led, own = _leading(ask.place), ask.own
    if led is None or ask.statement.part == 0 or (own.firm and not set(led.refs) & set(own.refs)):
        return None
    unsuited = ask.statement.kind is Kind.DIRECTION and not set(led.refs) <= ask.allowed
    foreign = not own.refs and is_foreign(ask.place, ask.statement, ask.part)
    return Tie((), FOREIGN) if unsuited or foreign else led


def _ahead_of(ask: _Ask) -> Tie | None:
    """What the next part is about, where this one only gives a figure for it: `at 85%, HW 1 is …`."""
    behind = ask.behind
    codes = {node.code for node in ask.part.nodes}
    leads = codes <= set("i#h>c") and ask.part.nodes[0].code == "i"
    stands = not ask.own.refs and leads and behind is not None and behind.lead == ","
    return ask.suited(_ahead(ask)) if stands else None


def _by_own(ask: _Ask) -> Tie | None:
    """What its own words name; of several, the one that the parts before are about."""
    if not ask.own.refs:
        return None
    narrower = ask.inherited.refs and set(ask.inherited.refs) < set(ask.own.refs)
    return (ask.suited(ask.inherited) if narrower else None) or ask.own


def _foreign(ask: _Ask) -> Tie | None:
    return Tie((), FOREIGN) if is_foreign(ask.place, ask.statement, ask.part) else None


def _from_before(ask: _Ask) -> Tie | None:
    return ask.suited(ask.inherited) or ask.suited(_ahead(ask))


def _by_sentence(ask: _Ask) -> Tie | None:
    parts = ask.place.reading.parts
    whole = by_title(ask.place, telling_words(ask.place, *parts), ask.allowed)
    return Tie(whole.refs, whole.how, whole.firm and len(parts) > 1) if whole.refs else None


def _by_sentence_before(ask: _Ask) -> Tie | None:
    earlier = ask.suited(ask.place.earlier)
    return Tie(earlier.refs, "before") if earlier is not None and _goes_on(ask.place) else None


def _by_heading(ask: _Ask) -> Tie:
    """What the heading is about, where a sentence has hardly a word of what it speaks of."""
    fitting = tuple(ref for ref in ask.place.scope if ref in ask.allowed)
    terms = telling_words(ask.place, *ask.place.reading.parts)
    if ask.statement.kind is Kind.STATUS or not fitting or len(terms) > 1:
        return Tie((), UNSAID)
    return Tie(fitting, "heading" if len(fitting) == 1 and not terms else "figure")


def _by_unit(ask: _Ask) -> Tie | None:
    """The one indicator of the section that is in minutes, when minutes are given."""
    fitting = tuple(ref for ref in ask.place.scope if ref in ask.allowed)
    telling = ask.statement.number is not None and ask.statement.number.unit not in _PLAIN
    return Tie(fitting, "heading") if telling and len(fitting) == 1 else None


_PLAIN = frozenset(
    {Measure.NONE, Measure.PERCENT, Measure.POINTS, Measure.DAYS, Measure.WEEKS, Measure.HOURS}
)
"""Units that do not tell one indicator from another."""


def _referenced(ask: _Ask) -> Tie | None:
    """The references of its own part, or in brackets beside it."""
    inside = _references(ask.part) or _bracketed(ask)
    if len(inside) < 2:
        return _reference(inside[0]) if inside else None
    joined = all(
        re.fullmatch(r"\s*(?:,|and|&|, and|both|/|or|nor)?\s*", ask.place.text[one.end : other.start])
        for one, other in pairwise(inside)
    )
    if joined and ask.statement.kind in {Kind.VALUE, Kind.START, Kind.CHANGE, Kind.GAP, Kind.TARGET}:
        return Tie((), SHARED)
    if joined:
        return _reference(*inside)
    before = [node for node in inside if node.end <= ask.statement.start]
    return _reference(before[-1] if before else inside[0])


STEPS: tuple[Callable[[_Ask], Tie | None], ...] = (
    _referenced, _of_no_indicator, _led, _ahead_of, _by_own, _by_unit, _foreign, _from_before, _by_sentence,
    _by_sentence_before, _by_heading,
)  # fmt: skip
"""How an indicator is looked for, in this order; the first that finds one, or none, decides."""


def _references(part: SentencePart) -> list[Token]:
    """The references of a part that the pack knows."""
    return [node for node in part.nodes if node.code == "=" and node.refs]


def _reference(*nodes: Token) -> Tie:
    """The tie to what some references name."""
    return Tie(tuple(ref for node in nodes for ref in node.refs), "reference", firm=True)


def _leading(place: SentencePlace) -> Tie | None:
    """The reference that a sentence opens with before a dash or a colon: `F 3 – a rise in reviews`."""
    parts = place.reading.parts
    opens = len(parts) > 1 and parts[1].lead in "-:" and bool(parts[1].lead) and _is_reference_alone(parts[0])
    refs = [node for node in parts[0].nodes if node.refs] if opens else []
    return _reference(refs[0]) if len(refs) == 1 else None


def _bracketed(ask: _Ask) -> list[Token]:
    """References in brackets right behind the part, or before it."""
    if ask.behind is not None and ask.behind.lead == "(" and _is_reference_alone(ask.behind):
        return [*ask.behind.nodes]
    before = ask.place.reading.parts[ask.statement.part - 1] if ask.statement.part else None
    bracketed = before is not None and before.lead == "(" and _is_reference_alone(before)
    return _references(before) if before is not None and bracketed else []


def _is_reference_alone(part: SentencePart) -> bool:
    return all(node.code == "=" for node in part.nodes)


def _inherited(ask: _Ask) -> Tie:
    """What the parts before were about."""
    place, own = ask.place, ask.statement.part
    for number in range(own, -1, -1):
        part = place.reading.parts[number]
        if number < own and (refs := _references(part)):
            return _reference(refs[-1])
        said = zip(place.reading.statements, ask.before, strict=False)
        tied = [tie for one, tie in said if tie.refs and one.part == number]
        if tied:
            return tied[-1]
        if number < own and (tie := by_title(place, telling_words(place, part))).refs:
            return tie
    return Tie()


def _ahead(ask: _Ask) -> Tie:
    """What the next part is about."""
    if ask.behind is None:
        return Tie()
    refs = _references(ask.behind)
    return _reference(refs[0]) if refs else by_title(ask.place, telling_words(ask.place, ask.behind))


_GOES_ON = re.compile(
    r"\W*(?:this|it|its|these|they|that|which|the|performance|compliance|overall|however|but|and|figures?|in|at|a|an|since"
    r"|no|there|over|compared|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|despite|although|while|nevertheless|still|here|rated|up|down|after|again|now)\b",
    re.IGNORECASE,
)


def _goes_on(place: SentencePlace) -> bool:
    terms = telling_words(place, *place.reading.parts)
    return _GOES_ON.match(place.text) is not None and not terms - lexicon().empty


def around(place: SentencePlace, ties: Iterable[Tie]) -> Tie:
    """What a sentence as a whole is about, for one that goes on from it."""
    tied = [tie for tie in ties if len(tie.refs) == 1]
    return tied[-1] if tied else by_title(place, telling_words(place, *place.reading.parts))


_PAIRED = frozenset({Kind.VALUE, Kind.CHANGE, Kind.GAP, Kind.TARGET, Kind.RATING})


def _paired(reading: Reading) -> dict[int, Tie]:
    """The indicator of each of several figures in a row: `LAC 10 and LAC 11 were 90% and 63%`."""
    found: dict[int, Tie] = {}
    nodes = reading.tokens
    rows: list[list[Statement]] = []
    for one in reading.statements:
        if one.kind not in _PAIRED:
            continue
        if rows and rows[-1][-1].kind is one.kind and _is_joined(reading, rows[-1][-1], one):
            rows[-1].append(one)
        else:
            rows.append([one])
    for row in rows:
        if len(row) < 2:
            continue
        before = [n for n in nodes if n.code == "=" and n.refs and n.end <= row[0].start]
        said = [s.end for s in reading.statements if s.start < row[0].start and s.kind is row[0].kind]
        if any(end > n.start for end in said for n in before):
            continue
        refs = list(dict.fromkeys(ref for node in before for ref in node.refs))
        if len(refs) == len(row):
            ties = (Tie((ref,), "reference", firm=True) for ref in refs)
            found.update(zip((one.start for one in row), ties, strict=True))
    return found


def _is_joined(reading: Reading, one: Statement, other: Statement) -> bool:
    """Whether only commas, `and` and their like lie between two statements."""
    between = {n.code for n in reading.tokens if one.end <= n.start < other.start}
    return bool(between) and between <= set("_,&cbti")
