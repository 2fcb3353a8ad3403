"""Whether what does not fit is wrong beyond doubt, fits another reading, or cannot be known.

A contradiction is an error only when it is proved: the clause was read whole and has no word that is not of
the word list or of the indicator's own titles, the indicator is named by reference or by a title that no
other in the section has, and no other reading of it fits the figures. What is doubtful is a warning that says
why. A new doubt is a function and its row in `DOUBTS`; a new reading a function and its row in `READINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from boardpack.claims.case import Case, Outcome, Verdict, known_months, matches, own_units
from boardpack.claims.lexicon import lexicon
from boardpack.claims.syntax import Kind, Measure, Number, SentencePart, Statement, Token
from boardpack.claims.titles import SentencePlace, Tie, names_itself
from boardpack.claims.verify import verify
from boardpack.model.indicator import Unit
from boardpack.model.period import Period


class Doubted(Struct, frozen=True):
    """A statement that does not fit, with its place and what it was tied to."""

    place: SentencePlace
    statement: Statement
    tie: Tie
    why: str
    """What the figures show."""

    @property
    def named(self) -> tuple[Period, ...]:
        """The months that the sentence names, and the pack's own."""
        return tuple(dict.fromkeys([*self.months_of("MYK"), self.place.pack.period]))

    def months_of(self, codes: str) -> list[Period]:
        """The months of the sentence's tokens of some types, in their order."""
        return [month for token in self.place.reading.tokens if token.code in codes for month in token.months]

    @property
    def is_plain(self) -> bool:
        """Whether it is said in so many words of which indicator and of which month a number is."""
        return self.statement.plain and self.tie.how in {"reference", "pin"}


def reconciled(doubted: Doubted, outcome: Outcome) -> Outcome:
    """What becomes of an outcome that contradicts: it is doubtful, left open, or an error."""
    said, why = outcome.said, outcome.why
    if outcome.verdict is not Verdict.CONTRADICTS or outcome.aspect not in {"", "doubtful"}:
        return outcome
    if open_why := _left_open(doubted):
        return Outcome(Verdict.UNCHECKED, said, open_why)
    if not doubted.is_plain and (fitting := fitting_reading(doubted)):
        if _has_its_month(doubted):
            return Outcome(Verdict.CONTRADICTS, said, f"{why}; but {fitting}", "doubtful")
        return Outcome(Verdict.AGREES, said, f"{why}; {fitting}", "otherwise")
    statement, other = doubted.statement, another_reading(doubted)
    doubts = (asked(doubted) for asked in (DOUBTS if doubted.tie.how != "pin" else ()))
    doubt = other or next((words for words in doubts if words), "")
    loose = bool(doubted.place.reading.unread) or statement.loose or doubted.tie.how in {"before", "heading"}
    if f"also {REST}" in other or (other and loose):
        return Outcome(Verdict.UNCHECKED, said, f"{why}; it may be read otherwise: {other}")
    return Outcome(Verdict.CONTRADICTS, said, f"{why}; but {doubt}", "doubtful") if doubt else outcome


def _has_its_month(doubted: Doubted) -> bool:
    """Whether a month is right beside a number: `93 in October`."""
    text, statement = doubted.place.text, doubted.statement
    if statement.kind is not Kind.VALUE or len(statement.months) > 1:
        return statement.kind is Kind.VALUE
    return any(
        one.code == "M"
        and one.months == statement.months
        and statement.end <= one.start
        and text[statement.end : one.start].strip(" (").casefold() in {"in", "for", ""}
        for one in doubted.place.reading.tokens
    )


def _left_open(doubted: Doubted) -> str:
    """Why a statement cannot be held against the figures at all, though it was tied to an indicator."""
    statement = doubted.statement
    if statement.part_of_whole:
        return "it is said of some of the cases only"
    told_when = (statement.months or statement.often) and statement.kind is not Kind.DIRECTION
    earlier = statement.loose and statement.kind in _TIMED and not told_when
    return "it speaks of an earlier time, and not of which" if earlier else ""


_TIMED = frozenset({Kind.DIRECTION, Kind.STREAK, Kind.TARGET_MET, Kind.RATING})


# ------------------------------------------------------------------------------------------------- doubts


def _read_in_part(doubted: Doubted) -> str:
    """Words of the sentence or its clause that were not read."""
    reading = doubted.place.reading
    found = [*reading.unread, *unread(doubted.place, doubted.statement, doubted.tie.refs)]
    return f"“{doubted.place.text[found[0].start : found[0].end]}” was not read" if found else ""


def unread(place: SentencePlace, statement: Statement, refs: Sequence[str]) -> Iterator[Token]:
    """The words of a statement's clause that may change what it says and were not read.

    They are words neither of the word list nor of the indicator's names, and denials, comparisons and sides
    that went into no statement.
    """
    mine = frozenset[str]().union(*(place.vocabulary.terms_of.get(ref, ()) for ref in refs))
    if statement.kind is Kind.COUNT:
        mine = frozenset[str]().union(*(place.vocabulary.terms(s.title) for s in place.pack.sections))
    for part in clause(place, statement, refs):
        text = " ".join(place.text[node.start : node.end] for node in part.nodes if node.code == "x")
        others = place.vocabulary.terms(text) - mine
        around = zip((None, *part.nodes), part.nodes, (*part.nodes[1:], None), strict=False)
        for before, node, after in around:
            words = place.text[node.start : node.end]
            if node.code == "x":
                strange = bool(place.vocabulary.terms(words) & others)
                strange = strange or (node.what != "title" and words.casefold() in lexicon().carrying)
            else:
                near = {"O": {before, after}, "Z": {before, after}} | {key: {after} for key in _LEADING}
                used = {node, *near.get(node.code, ())}
                strange = node.code not in _IDLE and not used & place.reading.used
                strange = strange and not (node.code == "V" and after is not None and after.what == "title")
            if strange and words.casefold() not in lexicon().signs:
                yield node


_IDLE = frozenset("_=&ipotb@")
"""Types of phrases that change nothing by themselves."""
_LEADING = frozenset("fngsuwah")
"""Types of phrases that only lead to what comes behind them."""


def _quoted(doubted: Doubted) -> str:
    """Quotation marks: it is what somebody says."""
    return "it is in quotation marks" if any(mark in doubted.place.text for mark in '“”"‘') else ""


def _loosely_tied(doubted: Doubted) -> str:
    """An indicator that is neither named by reference nor by a title that is its own."""
    certain = doubted.tie.firm or doubted.statement.kind is Kind.COUNT
    return "" if certain else "which indicator it is about is not certain"


def _of_others(doubted: Doubted) -> str:
    """A number behind England, neighbours or the like, which may be theirs."""
    before = [node for node in doubted.place.reading.nodes if node.start < doubted.statement.start]
    others = doubted.statement.number is not None and any(node.code in "*L" for node in before)
    return "it may be a figure of others" if others and doubted.statement.kind is not Kind.ELSEWHERE else ""


def _of_all(doubted: Doubted) -> str:
    """`Every child` where no figure is written."""
    return "no figure is written" if doubted.statement.of_all else ""


def _by_the_way(doubted: Doubted) -> str:
    """What is said of another time, by the way, or beside a number of more than one thing."""
    statement, reading = doubted.statement, doubted.place.reading
    shifted = any(node.code in "auF" for node in reading.nodes) and not statement.plain
    bare = statement.number is not None and statement.kind is Kind.VALUE and len(reading.statements) > 1
    bare = bare and "bare" in doubted.why
    return "it may be said of another time" if shifted or bare or statement.passing or statement.loose else ""


DOUBTS: tuple[Callable[[Doubted], str], ...] = (
    _read_in_part, _quoted, _loosely_tied, _of_others, _of_all, _by_the_way,
)  # fmt: skip
"""What may keep a contradiction from being an error; each says why, or nothing."""


def clause(place: SentencePlace, statement: Statement, refs: Sequence[str]) -> tuple[SentencePart, ...]:
    """The parts of a sentence that a statement may be changed by: all but other clauses beside it."""
    parts, own = place.reading.parts, statement.part
    alone = names_itself(place, parts[own], refs)
    first = own
    while first and not (alone and _is_apart(place.text, parts[first])):
        first -= 1
    last = own
    while last + 1 < len(parts) and not _is_apart(place.text, parts[last + 1]):
        last += 1
    return parts[first : last + 1]


def _is_apart(text: str, part: SentencePart) -> bool:
    """Whether a part is a clause of its own."""
    joints = lexicon().joints
    behind_comma = text[: part.start].rstrip().removesuffix(part.joint).rstrip().endswith((",", "-", "–"))
    return (
        part.lead in {";", "&"}
        or (behind_comma and part.nodes[0].code == "&")
        or part.joint in joints["apart"]
        or (behind_comma and part.joint in joints["aside"])
    )


# ------------------------------------------------------------------------------------------------ readings


def fitting_reading(doubted: Doubted) -> str:
    """In which of the months that the sentence itself names a number fits; empty when in none.

    A month may belong to another word than the grammar gave it to: no other month is tried.
    """
    for words, statement in _in_named_months(doubted):
        for ref in doubted.tie.refs:
            found = verify(doubted.place.pack, statement, ref, "")
            if found and all(one.verdict is Verdict.AGREES for one in found[:1]):
                return f"it is {words}"
    return ""


Otherwise = Iterator[tuple[str, Statement]]


def _in_named_months(doubted: Doubted) -> Otherwise:
    """A number as a value, a change or a gap of the months named."""
    statement, place, months = doubted.statement, doubted.place, sorted(doubted.named)
    written = {*doubted.months_of("MYK")}
    numbered = _numbered(doubted)
    if numbered is None or statement.often is not None:
        return
    if statement.kind is not Kind.DIRECTION:
        if any(node.code in "*L" for node in place.reading.nodes):
            read = replace(numbered, kind=Kind.ELSEWHERE, named=place.text, side="")
            yield "the figure of another", read
        if statement.kind is Kind.START and not statement.months:
            written |= set(place.pack.months[:1])
        for month in sorted(written) if len(statement.months) < 2 else ():
            read = replace(numbered, kind=Kind.VALUE, months=(month,), period="")
            yield f"the value of {month.short}", read
        if (stretch := _stretch(doubted)) is not None:
            read = replace(numbered, kind=Kind.VALUE, months=stretch, period="total", side="")
            yield f"the total from {stretch[0].short} to {stretch[-1].short}", read
        if any(node.code in "@!V" for node in place.reading.nodes) and not statement.way:
            yield "the gap to the target", replace(numbered, kind=Kind.GAP, months=(), side="")
    moved = any(one.kind in {Kind.DIRECTION, Kind.CHANGE} for one in place.reading.statements)
    for base, month in combinations(months, 2) if moved else ():
        read = replace(numbered, kind=Kind.CHANGE, bases=(base,), months=(month,), since_start=False)
        yield f"the change from {base.short} to {month.short}", read


def _stretch(doubted: Doubted) -> tuple[Period, ...] | None:
    """The months from one that is named to another, or the last so many: `Apr–Jan`, `the seven months`."""
    named = sorted({*doubted.months_of("MK")})
    if len(named) > 1:
        return tuple(named[0].to(named[-1]))
    tokens = doubted.place.reading.tokens
    runs = [token.months for token in tokens if token.code in "NW" and len(token.months) > 1]
    return runs[0] if runs and runs[0][0] >= doubted.place.pack.months[0] else None


_NUMBERED = frozenset({Kind.VALUE, Kind.START, Kind.CHANGE})


def _numbered(doubted: Doubted) -> Statement | None:
    """The statement itself where it gives a figure; of `5 more` the figure that a direction comes with."""
    statement = doubted.statement
    if statement.kind in _NUMBERED:
        return statement
    same = (statement.start, statement.end)
    changes = (one for one in doubted.place.reading.statements if one.kind is Kind.CHANGE)
    twin = next((one for one in changes if (one.start, one.end) == same), None)
    return twin if statement.kind is Kind.DIRECTION else None


def another_reading(doubted: Doubted) -> str:
    """How else a statement may be read so that it fits; empty when it cannot."""
    statement = doubted.statement
    if statement.often is None and statement.number is not None and statement.kind is not Kind.STREAK:
        return _another_figure(doubted)
    return _another_time(doubted)


def _another_figure(doubted: Doubted) -> str:
    """Which other figure of its section, in the months of the sentence, a number is."""
    place, number = doubted.place, doubted.statement.number
    assert number is not None  # noqa: S101 - asked beforehand
    if doubted.is_plain:
        return ""
    roughly = number.spelt and number.unit is Measure.PERCENT
    plain = replace(number, hedge="about" if roughly else "")
    for ref in dict.fromkeys([*doubted.tie.refs, *place.scope]):
        indicator = place.pack.indicator(ref)
        if indicator is None:
            continue
        case = Case(place.pack, indicator, doubted.statement, place.pack.period, "")
        for figure in _figures_of(case, doubted.named, wide=ref in doubted.tie.refs):
            excluded = _NOT_FOR.get(doubted.statement.kind, frozenset())
            if figure.what not in excluded and _is_figure(case, plain, figure):
                return f"{plain.words} is also {figure.what} of {case.shown}"
    return ""


def explanation(doubted: Doubted) -> str:
    """Which figure of its indicator, in the months named, a number is that was held against none."""
    place, number = doubted.place, doubted.statement.number
    few = number is not None and number.unit is Measure.NONE and number.value < _FEW and not number.decimals
    if number is None or few:
        return ""
    for indicator in filter(None, map(place.pack.indicator, doubted.tie.refs)):
        case = Case(place.pack, indicator, doubted.statement, place.pack.period, "")
        for figure in _figures_of(case, doubted.named, wide=False):
            if figure.what != REST and _is_figure(case, number, figure):
                return f"{number.words} is {figure.what} of {case.shown}"
    return ""


_FEW = 13
"""Below it a whole number may be a few of anything."""


class CandidateFigure(Struct, frozen=True):
    """A figure that a number may be."""

    what: str
    value: Decimal
    is_difference: bool = False


def _is_figure(case: Case, number: Number, figure: CandidateFigure) -> bool:
    """Whether a number may be a figure, in a unit that suits it."""
    percent = case.indicator.unit is Unit.PERCENT
    suits = number.unit in own_units(case.indicator)
    suits = suits or (figure.is_difference and percent and number.unit is Measure.POINTS)
    suits = suits or (figure.what == RELATIVE and number.unit is Measure.PERCENT)
    against = number.sign != 0 and figure.is_difference and (figure.value > 0) is not (number.sign > 0)
    return suits and not against and matches(number, abs(figure.value), case.indicator)


VALUE, TARGET, REST = "a value", "the target", "the rest"
GAP, CHANGE, RELATIVE = "the distance from the target", "a change", "a change in per cent"
_NOT_FOR: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.GAP: frozenset({GAP}),
        Kind.CHANGE: frozenset({GAP}),
        Kind.EXTREME: frozenset({VALUE, GAP, CHANGE, RELATIVE, REST}),
    }
)
"""The figures that a kind of statement is no other reading of."""


def _figures_of(case: Case, named: Sequence[Period], *, wide: bool) -> Iterator[CandidateFigure]:
    """The figures of an indicator: those of every month when `wide`, else of the months named."""
    months = [m for m in known_months(case) if wide or m in named or m == case.pack.period]
    values = [value for month in months if (value := case.value(month)) is not None]
    now = case.value(case.pack.period)
    if case.indicator.unit is Unit.PERCENT and now is not None:
        yield CandidateFigure(REST, 100 - now)
    yield from (CandidateFigure(VALUE, value) for value in values)
    target = case.pack.target(case.ref, case.pack.period)
    if target is not None and target.value is not None:
        yield CandidateFigure(TARGET, target.value)
        yield from (CandidateFigure(GAP, value - target.value, True) for value in values)
    spoken = {*named, case.pack.period, case.pack.period.plus(-1)}
    near = [value for month in months if month in spoken and (value := case.value(month)) is not None]
    for earlier, later in combinations(near, 2):
        yield CandidateFigure(CHANGE, later - earlier, True)
        if earlier:
            yield CandidateFigure(RELATIVE, (later - earlier) * 100 / abs(earlier))


def _another_time(doubted: Doubted) -> str:
    """In which other months, or by which other way to count them, what is said is so."""
    often = doubted.statement.often is not None
    readings = _often_otherwise if often else READINGS.get(doubted.statement.kind)
    for words, statement in readings(doubted) if readings is not None else ():
        for ref in doubted.tie.refs:
            found = [one for one in verify(doubted.place.pack, statement, ref, "") if one.aspect == ""]
            if found and all(one.verdict is Verdict.AGREES for one in found):
                return f"it is so {words}"
    return ""


def _from_otherwise(doubted: Doubted) -> Otherwise:
    """A direction between any two of the months named; since the year began where none is."""
    statement, months = doubted.statement, sorted(doubted.named)
    for base, month in combinations(months, 2):
        yield f"from {base.short} to {month.short}", replace(statement, bases=(base,), months=(month,))
    for month in months[:-1] if len(months) > 1 else ():
        yield f"in {month.short}", replace(statement, bases=(), months=(month,))
    if len(months) == 1 and not statement.bases and statement.lasting:
        yield "since the year began", replace(statement, since_start=True)
        yield "since last year", replace(statement, bases=(months[0].same_last_year,))


def _in_otherwise(doubted: Doubted) -> Otherwise:
    """What is said of a month, of each other month named."""
    for month in doubted.named:
        if len(doubted.statement.months) < 2 and (month,) != doubted.statement.months:
            yield f"in {month.short}", replace(doubted.statement, months=(month,))


def _run_otherwise(doubted: Doubted) -> Otherwise:
    """A run with the month it starts from counted as well; a run up to another month."""
    statement, number = doubted.statement, doubted.statement.number
    if number is not None and not statement.exact and statement.of is not None:
        shorter = replace(number, value=number.value - 1)
        if statement.of.kind is Kind.DIRECTION:
            yield "with the first month counted", replace(statement, number=shorter)
    yield from _in_otherwise(doubted)


def _often_otherwise(doubted: Doubted) -> Otherwise:
    """A quantifier with its first month counted, or not."""
    often = doubted.statement.often
    if often is not None and often.since is not None:
        for months in (-1, 1):
            moved = replace(often, since=often.since.plus(months))
            yield f"with {often.since.short} counted otherwise", replace(doubted.statement, often=moved)


READINGS: Mapping[Kind, Callable[[Doubted], Otherwise]] = MappingProxyType(
    {
        Kind.DIRECTION: _from_otherwise, Kind.TARGET_MET: _in_otherwise, Kind.RATING: _in_otherwise,
        Kind.EXTREME: _in_otherwise, Kind.STREAK: _run_otherwise,
    }
)  # fmt: skip
"""How else each kind of statement may be read, with the words that say so."""
