"""The claim register: what each sentence says, what it was tied to, the figures compared, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from msgspec import DecodeError, Struct, msgpack
from msgspec.structs import replace

from boardpack.analysis.rating import rate
from boardpack.cache import Cache, digest, digest_of_files, key_of
from boardpack.claims.case import Outcome, Verdict
from boardpack.claims.linking import around, links
from boardpack.claims.reading import read
from boardpack.claims.reconcile import Doubted, explanation, reconciled, unread
from boardpack.claims.sentences import Sentence, SourceStretch, sentences
from boardpack.claims.syntax import NUMBERED, Kind, Measure, Reading, SentenceTime, Statement, Token
from boardpack.claims.titles import SentencePlace, Tie
from boardpack.claims.verify import settled_ties, verify
from boardpack.claims.vocabulary import Vocabulary, in_scope, vocabulary
from boardpack.model.finding import Place
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import Narrative
from boardpack.model.pack import Pack
from boardpack.model.period import Period, parse_iso
from boardpack.model.rating import RatingBasis
from boardpack.words import base_language


class Claim(Struct, frozen=True):
    """One thing a sentence says, what it was tied to, and what came of it."""

    place: Place
    sentence: str
    kind: str
    words: str
    """The words that say it."""
    refs: tuple[str, ...]
    """Canonical references of the indicators it was tied to."""
    tied_by: str
    """`reference`, `title`, `title elsewhere`, `before`, `heading`, `figure`, `pin`; or empty."""
    verdict: Verdict
    said: str
    why: str
    rule: str
    """The rule of the finding it gives; empty when it gives none."""
    live: bool = False
    unread: str = ""
    """Words of its clause that may change what is said, and were not read."""
    piece: Place = Place("")
    """Where the piece of commentary begins that it is in."""


def register(pack: Pack, cache: Cache | None = None) -> tuple[Claim, ...]:
    """Every claim of the pack's commentary, in the order of the files; none in a language but English.

    It is worked out once and kept with the pack, since several rules ask for it. With a cache, a piece of
    commentary that was read before with the same figures is not read again.
    """
    if base_language(pack.words.language) != "en":
        return ()
    if "claims" not in pack.__dict__:
        found = _each(pack) if cache is None else _remembered(pack, cache)
        pack.__dict__["claims"] = tuple(claim for piece in found for claim in piece)
    claims: tuple[Claim, ...] = pack.__dict__["claims"]
    return claims


def _each(pack: Pack) -> Iterator[tuple[Claim, ...]]:
    """The claims of each piece of commentary."""
    return (tuple(_claims(pack, vocabulary(pack), narrative)) for narrative in pack.narratives)


def _remembered(pack: Pack, cache: Cache) -> Iterator[tuple[Claim, ...]]:
    """The same, from the cache where they are in it: they depend on the piece, the data and the code."""
    rest = digest(msgpack.encode(replace(pack, narratives=()), enc_hook=dict))
    for narrative in pack.narratives:
        key = key_of("claims", claims_code_version(), rest, digest(msgpack.encode(narrative)))
        found = cache.get(key)
        if found is not None:
            with suppress(DecodeError):
                yield msgpack.decode(found, type=tuple[Claim, ...])
                continue
        claims = tuple(_claims(pack, vocabulary(pack), narrative))
        cache.put(key, msgpack.encode(claims))
        yield claims


@lru_cache(maxsize=1)
def claims_code_version() -> str:
    """Digest of the source that a claim depends on: of the packages in `SOURCES`."""
    package = Path(__file__).parents[1]
    folders = (package / folder for folder in SOURCES)
    files = [file for folder in folders for file in folder.iterdir() if file.suffix in {".py", ".toml"}]
    return digest_of_files([package / "content.py", *files])


SOURCES = ("claims", "analysis", "model", "words")
"""The packages that this one imports, and itself; what they import beside these is `content`."""


def _claims(pack: Pack, known: Vocabulary, narrative: Narrative) -> Iterator[Claim]:
    calendar = SentenceTime(pack.period, pack.year.start.month)
    earlier, paragraph = Tie(), -1
    found = sentences(pack, narrative)
    for sentence, after in zip_longest(found, found[1:]):
        if sentence.paragraph != paragraph:
            earlier, paragraph = Tie(), sentence.paragraph
        reading = read(sentence.text, known, calendar)
        scope = in_scope(pack, narrative, sentence.heading)
        place = SentencePlace(pack, known, sentence.text, reading, scope, earlier)
        place, tied = _pinned(place, sentence.pins, links(place))
        ties = settled_ties(place, tied)
        if after is not None and after.paragraph == paragraph and reading.parts:
            earlier = around(place, ties)
        yield from _of_sentence(_TiedSentence(narrative, sentence, place, ties))


class _TiedSentence(Struct, frozen=True):
    """A sentence with its statements and what they were tied to."""

    narrative: Narrative
    sentence: Sentence
    place: SentencePlace
    ties: tuple[Tie, ...]

    @property
    def reading(self) -> Reading:
        """What was read."""
        return self.place.reading

    def words(self, one: Statement | Token) -> str:
        """The words of a statement or a phrase."""
        return self.sentence.text[one.start : one.end]


def _pinned(
    place: SentencePlace, pins: Sequence[SourceStretch], ties: Sequence[Tie]
) -> tuple[SentencePlace, tuple[Tie, ...]]:
    """What the author has pinned to an indicator, and to a month, is about those and nothing else."""
    statements, tied = list(place.reading.statements), list(ties)
    for pin in pins:
        ref, month = _of_pin(pin.ref)
        for at, one in enumerate(statements):
            if pin.start < one.end and one.start < pin.end:
                known = place.pack.indicator(ref) is not None
                tied[at] = Tie((ref,) if known else (), "pin", firm=True)
                if month is not None:
                    months = {"bases" if one.kind is Kind.START else "months": (month,)}
                    statements[at] = replace(one, **months, plain=True)
    return replace(place, reading=replace(place.reading, statements=tuple(statements))), tuple(tied)


def _of_pin(text: str) -> tuple[str, Period | None]:
    """The reference and the month of a pin."""
    head, _, last = text.rpartition(" ")
    month = parse_iso(last)
    return canonical_ref(head if month is not None else text), month


# ------------------------------------------------------------------------------------------------ verdicts


def _of_sentence(told: _TiedSentence) -> Iterator[Claim]:
    for statement, tie in zip(told.reading.statements, told.ties, strict=True):
        live = any(one.start <= statement.start and statement.end <= one.end for one in told.sentence.live)
        if live:
            outcome = Outcome(Verdict.AGREES, "a live figure", "it is written from the data")
            yield _claim(told, statement, tie, outcome, live=True)
            continue
        outcomes = _outcomes(told, statement, tie)
        if all(outcome.verdict is Verdict.UNCHECKED for outcome in outcomes):
            tie, outcomes = _by_figure(told, statement, tie, outcomes)  # noqa: PLW2901 - tied by its figure
        for outcome in outcomes:
            judged = reconciled(Doubted(told.place, statement, tie, outcome.why), outcome)
            yield _claim(told, statement, tie, judged)
    yield from _unsaid(told)
    if told.reading.statements:
        yield from _unread(told)


def _by_figure(
    told: _TiedSentence, statement: Statement, tie: Tie, outcomes: tuple[Outcome, ...]
) -> tuple[Tie, tuple[Outcome, ...]]:
    """A figure that nothing was found for, as one of what the sentence is about, where it is one."""
    subjects = {tie.refs} if len(tie.refs) == 1 else {one.refs for one in told.ties if len(one.refs) == 1}
    if statement.kind not in NUMBERED or statement.aim or statement.part_of_whole or len(subjects) != 1:
        return tie, outcomes
    refs = subjects.pop()
    said = explanation(Doubted(told.place, statement, Tie(refs), ""))
    if not said:
        return tie, outcomes
    return Tie(refs, tie.how if tie.refs else "figure"), (Outcome(Verdict.AGREES, "", said, "otherwise"),)


def _unsaid(told: _TiedSentence) -> Iterator[Claim]:
    """The numbers that no statement was made of, where they are figures of what the sentence is about."""
    spans = [(one.start, one.end) for one in told.reading.statements]
    for number, part in enumerate(told.reading.parts):
        for node in part.nodes:
            if node.code != "#" or any(start < node.end and node.start < end for start, end in spans):
                continue
            statement = Statement(Kind.VALUE, node.start, node.end, number, number=node.number)
            tie, outcomes = _by_figure(told, statement, Tie(), ())
            yield from (_claim(told, statement, tie, outcome) for outcome in outcomes)


def _outcomes(told: _TiedSentence, statement: Statement, tie: Tie) -> tuple[Outcome, ...]:
    if statement.kind is Kind.COUNT:
        return _count(told, statement)
    if tie.how == "pin" and not tie.refs:
        return (Outcome(Verdict.CONTRADICTS, "a pin", "the pack has no such indicator", "pin"),)
    alone = _without_figures(told, statement)
    if alone is not None:
        return (alone,)
    if not tie.refs:
        return () if _is_of_no_figure(statement) else (Outcome(Verdict.UNCHECKED, "", tie.how),)
    if len(tie.refs) > 1 and tie.how != "reference":
        return _of_several(told.place.pack, statement, tie)
    return tuple(one for ref in tie.refs for one in verify(told.place.pack, statement, ref, tie.how))


def _is_of_no_figure(statement: Statement) -> bool:
    """Whether a number is a length of time, or a few of something in words: `two rounds had no driver`."""
    number = statement.number
    if number is None:
        return False
    return number.unit not in _NO_TIMES or (statement.kind is Kind.VALUE and number.spelt)


_NO_TIMES = frozenset({Measure.NONE, Measure.PERCENT, Measure.POINTS, Measure.POUNDS})


def _of_several(pack: Pack, statement: Statement, tie: Tie) -> tuple[Outcome, ...]:
    """The outcome when it is open which of several is meant: one that is the same for all."""
    found = [verify(pack, statement, ref, tie.how)[:1] for ref in tie.refs]
    verdicts = {one[0].verdict if one else Verdict.UNCHECKED for one in found}
    if len(verdicts) == 1 and found[0] and tie.how != "figure":
        return (replace(found[0][0], aspect=found[0][0].aspect or "doubtful"),)
    return (Outcome(Verdict.UNCHECKED, "", "it fits several indicators, and not all of them bear it out"),)


def _without_figures(told: _TiedSentence, statement: Statement) -> Outcome | None:
    """The outcome of what needs no figure to be judged: unknown references, aims, figures from elsewhere."""
    words = told.words(statement)
    if statement.kind is Kind.REFERENCE:
        return Outcome(Verdict.CONTRADICTS, f"the reference {words}", "the pack has no such indicator")
    if statement.kind is Kind.ELSEWHERE and not told.place.pack.comparators:
        return Outcome(Verdict.UNCHECKED, f"{words} from elsewhere", "it is not in the pack's data")
    if statement.aim and statement.kind is not Kind.TARGET:
        said, why = "what is wanted or expected", "it is not said to have happened"
        return Outcome(Verdict.UNCHECKED, said, why, "aim")
    return None


def _rule(statement: Statement, outcome: Outcome) -> str:
    """The rule a verdict falls under.

    An aim without a figure gives no finding, nor does an unknown reference: the rule
    `commentary-reference` of the coverage finds it.
    """
    if statement.kind is Kind.REFERENCE:
        return ""
    match outcome.verdict:
        case Verdict.AGREES:
            return "claim-otherwise" if outcome.aspect == "otherwise" else ""
        case Verdict.WRONG_UNIT:
            return "claim-unit"
        case Verdict.CONTRADICTS:
            return f"claim-{outcome.aspect or 'contradicted'}"
        case Verdict.UNREAD:
            return "claim-unread"
        case Verdict.UNCHECKED:
            silent = outcome.aspect in {"aim", "streak"} and statement.number is None
            return "" if silent else "claim-unchecked"


def _partly(told: _TiedSentence, statement: Statement, tie: Tie) -> str:
    """The first words of a statement's clause that were not read."""
    found = None if statement.kind is Kind.UNREAD else next(unread(told.place, statement, tie.refs), None)
    return told.words(found) if found is not None else ""


def _unread(told: _TiedSentence) -> Iterator[Claim]:
    """What was not read, as claims: what says something, or else the first word within a claim."""
    for token in told.reading.unread or _within(told):
        statement = Statement(Kind.UNREAD, token.start, token.end, 0)
        outcome = Outcome(Verdict.UNREAD, "", "it was not understood, and what was read is not the whole")
        yield _claim(told, statement, Tie(), outcome)


def _within(told: _TiedSentence) -> tuple[Token, ...]:
    """The first unknown word that has what was read on both sides of it."""
    used = [token for token in told.reading.used if token.code not in "=x"]
    last = max((token.end for token in used), default=0)
    for statement, tie in zip(told.reading.statements, told.ties, strict=True):
        if tie.refs and tie.how != "pin":
            found = (node for node in unread(told.place, statement, tie.refs) if node.end < last)
            if (first := next(found, None)) is not None:
                return (first,)
    return ()


def _claim(
    told: _TiedSentence, statement: Statement, tie: Tie, outcome: Outcome, *, live: bool = False
) -> Claim:
    return Claim(
        place=told.narrative.place_of(*told.sentence.place(statement.start)),
        sentence=told.sentence.text,
        kind=statement.kind.value,
        words=told.words(statement),
        refs=tie.refs,
        tied_by=tie.how if tie.refs else "",
        verdict=outcome.verdict,
        said=outcome.said,
        why=outcome.why,
        rule=_rule(statement, outcome),
        live=live,
        unread="" if live else _partly(told, statement, tie),
        piece=told.narrative.place,
    )


# ------------------------------------------------------------------------------------------------ counts


def _count(told: _TiedSentence, statement: Statement) -> tuple[Outcome, ...]:
    """A count of ratings: over the pack, or over the section it names or is in."""
    pack, number, rag = told.place.pack, statement.number, statement.rag
    if number is None or rag is None or statement.months not in {(), (pack.period,)}:
        return ()
    groups = _groups(told)
    counts = [_rated(pack, refs, statement) for refs in groups]
    good = any(int(number.value) in pair for pair in counts)
    good = good and (not statement.count or statement.count in {len(refs) for refs in groups})
    why = f"{counts[0][0]} of {len(groups[0])} are {rag.value}"
    said = f"{number.value} {rag.value}"
    return (Outcome(Verdict.AGREES if good else Verdict.CONTRADICTS, said, why),)


def _groups(told: _TiedSentence) -> list[list[str]]:
    pack = told.place.pack
    summary = [i for i in pack.indicators if i.in_summary]
    named = [s.key for s in pack.sections if s.title in told.sentence.text]
    if named:
        return [[i.ref for i in summary if i.section in named]]
    scoped = [i.ref for i in summary if i.ref in told.place.scope]
    return [*([scoped] if scoped else []), [i.ref for i in summary]]


def _rated(pack: Pack, refs: Sequence[str], statement: Statement) -> tuple[int, int]:
    """How many have that rating, without and with those rated as reported."""
    ratings = [rate(pack, ref, pack.period) for ref in refs]
    same = [rating for rating in ratings if rating.rag is statement.rag]
    return sum(rating.basis is not RatingBasis.REPORTED for rating in same), len(same)
