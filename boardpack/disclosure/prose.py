"""What people wrote that gives a suppressed figure away, in figures or in words.

A number, a share, a multiple or a range is refused where a suppressed figure is or follows from it, and the
text speaks of its indicator: by its reference, by words of its title, by standing in its table's commentary
or under its heading of the summary, or by counting people right behind the number. It is refused rather than
let through where that is not clear; what a sentence says of another indicator, and the public edition prints
of that, is let through. A finding never repeats the number.

What is read is what a reader sees: the parsed blocks of the commentary with their emphasis, links, lists,
tables, captions and footnotes, live figures as the public edition prints them, and each text of the data that
is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from msgspec import Struct

from boardpack.claims.lexicon import lexicon
from boardpack.claims.sentences import SourceStretch, SourceWords, line_starts, sentence_spans
from boardpack.content import (
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    Paragraph,
    Prose,
    Table,
    Text,
    inline_text,
)
from boardpack.disclosure.relations import Cell
from boardpack.disclosure.said import PERSON, NumberForm, Said, numbers_said
from boardpack.disclosure.secrets import Secret, parts_of_groups, public_figures, secret_of
from boardpack.document import walk
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.indicator import canonical_ref
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import MONTH_NAMES, Period

RULE = "disclosure-prose"


class WrittenParagraph(Struct, frozen=True):
    """A paragraph, heading, cell, caption or note that somebody wrote."""

    text: str
    place: Callable[[int], Place]
    """Where a character of the text is."""
    refs: frozenset[str] = frozenset()
    """Indicators that it is about by its place."""
    context: str = ""
    """The words round it: of a table's cell, the heads of its row and its column."""
    live: tuple[SourceStretch, ...] = ()
    """What live figures wrote, which the public edition prints."""
    name: bool = False
    """Whether it is a title, in which a number is one of the definition unless people are counted."""


class _Reader(Struct, frozen=True, dict=True):
    """A pack with its figures, as printed, and what may not be said of it."""

    pack: Pack
    public: Pack
    secrets: tuple[Secret, ...]

    @cached_property
    def names(self) -> Mapping[str, _Names]:
        """How each indicator can be spoken of."""
        return {one.ref: _names(self.pack, one.ref) for one in self.pack.indicators}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The indicators of which something may not be said."""
        return frozenset(secret.ref for secret in self.secrets)

    @cached_property
    def periods(self) -> frozenset[Period]:
        """The periods of which something may not be said."""
        return frozenset(secret.period for secret in self.secrets)

    @cached_property
    def references(self) -> re.Pattern[str]:
        """A pattern for references, whose numbers are none."""
        return _references(self.pack)

    @cached_property
    def figures(self) -> Mapping[str, Mapping[Period, frozenset[Decimal]]]:
        """What the public edition prints of each indicator."""
        return public_figures(self.public)


def prose_findings(pack: Pack, public: Pack, hidden: Iterable[Cell]) -> tuple[Finding, ...]:
    """Find what the public edition of a pack may not say in words.

    `pack` holds the figures and the words that are printed, `public` is the pack of the public edition.
    """
    parts = parts_of_groups(pack)
    secrets = tuple(s for cell in sorted(hidden) if (s := secret_of(pack, public, parts, cell)) is not None)
    if not secrets:
        return ()
    reader = _Reader(pack, public, secrets)
    found = [finding for paragraph in written(public, pack) for finding in _in_paragraph(paragraph, reader)]
    return tuple(dict.fromkeys((*found, *_pictures(pack, reader.hidden))))


def _pictures(pack: Pack, refs: Collection[str]) -> Iterator[Finding]:
    """A picture cannot be read: beside figures that are kept back, a person must look at it."""
    for narrative in pack.narratives:
        near = not narrative.table or any(each.ref in refs for each in pack.in_table(narrative.table))
        if near and any(isinstance(block, Image) for block in walk(narrative.blocks)):
            yield Finding(
                "disclosure-picture", Severity.WARNING, narrative.place, narrative.table,
                "a picture beside figures that the public edition keeps back",
                "a picture without them", "Look at it: what it shows cannot be checked",
            )  # fmt: skip


# ------------------------------------------------------------------------------------------- names


class _Names(Struct, frozen=True):
    """How an indicator can be spoken of."""

    references: frozenset[str]
    words: frozenset[str]
    """Words of its title that say something."""
    others: tuple[str, ...]


def _names(pack: Pack, ref: str) -> _Names:
    indicator = pack.indicator(ref)
    versions = indicator.definitions if indicator is not None else ()
    references = {canonical_ref(one) for d in versions for one in (d.reference, d.summary_reference)}
    titles = " ".join(one for d in versions for one in (d.title, d.summary_title))
    words = {_stem(word) for word in re.findall(r"[A-Za-z]{4,}", titles)}
    others = tuple(name.casefold() for d in versions for name in d.also_known_as)
    return _Names(frozenset(references | {ref}), frozenset(words) - lexicon().lists["common"], others)


def _stem(word: str) -> str:
    return word.casefold().removesuffix("s")


# ---------------------------------------------------------------------------------------------- text


def written(public: Pack, pack: Pack) -> Iterator[WrittenParagraph]:
    """Every text that a person wrote and a reader sees; live figures are those of `public`."""
    for narrative in pack.narratives:
        yield from _commentary(public, narrative)
    for action in pack.actions:
        yield _one(action.place, f"{action.text} {action.due_text} {action.status_text}", action.indicators)
    yield from _of_data(pack)
    for part in pack.exempt:
        yield _one(part.place, f"{part.exemption.reason} {part.exemption.public_interest}", ())
    for entry in pack.glossary:
        yield _one(entry.place, entry.expansion, ())
    for owner in pack.owners:
        yield _one(owner.place, owner.role, ())
    facts = pack.facts
    yield _one(facts.place, f"{facts.note} {facts.title}", ())
    yield _one(facts.place, f"{facts.classification} {facts.version} {facts.contact}", ())
    yield from _titles(pack)


def _of_data(pack: Pack) -> Iterator[WrittenParagraph]:
    """What is written in the files of data beside an indicator: notes, reasons, changes of definition."""
    for note in pack.notes:
        yield _one(note.place, note.text, (note.ref,))
    reasons = [(one.place, one.reason, one.ref) for one in pack.restatements]
    reasons += [(one.place, one.reason, one.ref) for one in pack.targets]
    reasons += [(one.place, f"{one.reason} {one.role}", one.ref) for one in pack.overrides]
    reasons += [(one.place, f"{one.reason} {one.role}", one.ref) for one in pack.releases]
    reasons += [(one.place, one.role, one.ref) for one in pack.forecasts]
    for place, reason, ref in reasons:
        yield _one(place, reason, (ref,))
    for indicator in pack.indicators:
        for definition in indicator.definitions:
            yield _one(definition.place, definition.change, (indicator.ref,))
    for reported in pack.reported:
        if reported.where == "narrative" or reported.reason:
            yield _one(reported.place, f"{reported.text} {reported.used} {reported.reason}", (reported.ref,))
    for waiver in pack.waivers:
        yield _one(waiver.place, waiver.reader, (canonical_ref(waiver.subject),))
    for figure in pack.comparators:
        yield _one(figure.place, f"{figure.count} {figure.source} {figure.published}", (figure.ref,))


def _titles(pack: Pack) -> Iterator[WrittenParagraph]:
    """Titles of indicators, tables and sections."""
    named: list[tuple[Place, str, tuple[str, ...]]] = [
        (d.place, title, (one.ref,))
        for one in pack.indicators
        for d in one.definitions
        for title in dict.fromkeys((d.title, d.summary_title))
    ]
    named += [(t.place, t.title, tuple(one.ref for one in pack.in_table(t.key))) for t in pack.tables]
    named += [(section.place, section.title, ()) for section in pack.sections]
    for place, title, refs in named:
        yield WrittenParagraph(title, _at(place), frozenset(refs), name=True)


def _one(place: Place, text: str, refs: Iterable[str]) -> WrittenParagraph:
    return WrittenParagraph(text, _at(place), frozenset(refs))


def _at(place: Place) -> Callable[[int], Place]:
    return lambda start: Place(place.file, place.line, start + 1)


def _commentary(public: Pack, narrative: Narrative) -> Iterator[WrittenParagraph]:
    """The pieces of a commentary; under a heading of the summary they are about its tables."""
    table, source = narrative.table, narrative.source
    about = frozenset(each.ref for each in public.in_table(table)) if table else frozenset[str]()
    lines, cursor = line_starts(source), 0
    for piece in _pieces(narrative.blocks):
        start = _note_at(source, piece.content, cursor) if piece.note else cursor
        words = SourceWords(public, source, lines, start, every_language=True)
        words.add(piece.content)
        cursor = cursor if piece.note else words.cursor
        text = words.text
        if piece.heading and narrative.kind is NarrativeKind.SUMMARY:
            about = _under(public, text.strip())
        if text.strip():
            yield WrittenParagraph(text, _within(narrative, words), about, piece.context, tuple(words.live))


def _within(narrative: Narrative, words: SourceWords) -> Callable[[int], Place]:
    return lambda start: narrative.place_of(*words.place(start))


def _note_at(source: str, content: Sequence[Inline], cursor: int) -> int:
    """Where the words of a footnote begin in a source; `cursor` where they are outside it."""
    first = inline_text(tuple(content)).split()[:1]
    starts = (match.end() for match in re.finditer(r"^\[\^[^\]]+\]:\s*", source, re.MULTILINE))
    return next((at for at in starts if first and first[0] in source[at : at + len(first[0]) + 4]), cursor)


class _Piece(Struct, frozen=True):
    """Some words of a commentary, with the words of a table round them."""

    content: tuple[Inline, ...]
    context: str = ""
    heading: bool = False
    note: bool = False


def _pieces(blocks: Sequence[Prose]) -> Iterator[_Piece]:
    """Every heading, paragraph, item of a list, cell, caption, alternative text and footnote, in order."""
    for block in blocks:
        match block:
            case Heading(content=content):
                yield from _with_notes(_Piece(content, heading=True))
            case Paragraph(content=content):
                yield from _with_notes(_Piece(content))
            case ListBlock(items=items):
                for item in items:
                    yield from _pieces(item)
            case Table():
                yield from _cells(block)
            case Image(alt=alt, caption=caption):
                yield from _with_notes(_Piece((Text(alt),)))
                yield from _with_notes(_Piece(caption))


def _cells(table: Table) -> Iterator[_Piece]:
    """The caption and the cells of a table, each with the heads of its column and its row."""
    yield from _with_notes(_Piece(table.caption))
    heads = [inline_text(cell.content) for row in table.head[:1] for cell in row.cells]
    caption = inline_text(table.caption)
    for row in (*table.head, *table.body):
        first = inline_text(row.cells[0].content) if row.cells else ""
        for place, cell in enumerate(row.cells):
            head = heads[place] if place < len(heads) else ""
            yield from _with_notes(_Piece(cell.content, f"{caption} {first if place else ''} {head}"))


def _with_notes(piece: _Piece) -> Iterator[_Piece]:
    """A piece, and after it the footnotes that it refers to."""
    yield piece
    for one in piece.content:
        if isinstance(one, Footnote):
            yield _Piece(one.content, note=True)
        elif isinstance(one, Link):
            yield _Piece((Text(one.description),), note=True)


def _under(pack: Pack, heading: str) -> frozenset[str]:
    tables = [t.key for t in pack.tables if t.summary_heading.casefold() == heading.casefold()]
    return frozenset(each.ref for key in tables for each in pack.in_table(key))


# ------------------------------------------------------------------------------------------- reading


def _in_paragraph(paragraph: WrittenParagraph, reader: _Reader) -> Iterator[Finding]:
    spoken = f"{paragraph.context} {paragraph.text}"
    near = {r for r in reader.hidden if r in paragraph.refs or _score(spoken, reader.names[r])}
    months = _months(spoken)
    now = {period for period in reader.periods if _is_now(reader.pack, period, months)}
    asked = [secret for secret in reader.secrets if secret.period in now]
    people = _COUNTED.search(paragraph.context) is not None
    for said in numbers_said(paragraph.text, reader.references, people=people):
        if said.form is NumberForm.NUMBER and any(
            one.start <= said.start < one.end for one in paragraph.live
        ):
            continue
        given = next((s for s in asked if _gives_away(said, s, near, paragraph, reader)), None)
        if given is not None:
            yield _finding(reader.pack, given, paragraph.place(said.start))


_COUNTED = re.compile(rf"\b{PERSON}|\b(?:number|how many|total)\b", re.IGNORECASE)


def _gives_away(
    said: Said, secret: Secret, near: Collection[str], paragraph: WrittenParagraph, reader: _Reader
) -> bool:
    """Whether what is said is about a secret's indicator and lets its figure follow."""
    if not secret.follows(said):
        return False
    if paragraph.name or secret.ref not in near:
        return said.form is NumberForm.NUMBER and said.people and not said.percent
    if said.form is NumberForm.RATING:
        return bool(_score(_sentence(said, paragraph)[1], reader.names[secret.ref]))
    if said.form is NumberForm.NUMBER and said.word and said.low == 1 and not said.people:
        return False
    if said.thing and _stem(said.thing) not in reader.names[secret.ref].words:
        return False
    return not _is_public(said, secret, paragraph, reader)


def _is_public(said: Said, secret: Secret, paragraph: WrittenParagraph, reader: _Reader) -> bool:
    """Whether the sentence says it of another indicator or period of which the public edition prints it."""
    start, sentence = _sentence(said, paragraph)
    if _PART_OF.search(paragraph.text, start, said.start):
        return False
    own = _score(sentence, reader.names[secret.ref])
    months = _months(sentence)
    if said.percent and not secret.percent:
        return any(said.low in _printed(reader, ref, set()) for ref in paragraph.refs)
    if months and not months & {secret.period.first.month, secret.period.last.month}:
        return said.low in _printed(reader, secret.ref, months)
    named = (
        ref for ref, names in reader.names.items() if ref != secret.ref and _score(sentence, names) > own
    )
    return any(said.low in _printed(reader, ref, months) for ref in named)


def _sentence(said: Said, paragraph: WrittenParagraph) -> tuple[int, str]:
    """Where the sentence of what is said begins, and its words behind those round its paragraph."""
    spans = sentence_spans(paragraph.text)
    start, end = next(((a, b) for a, b in spans if a <= said.start < b), (0, len(paragraph.text)))
    return start, f"{paragraph.context} {paragraph.text[start:end]}"


_PART_OF = re.compile(r"\b(?:of (?:which|whom|these|them|those)|including|among)\b", re.IGNORECASE)
"""Words after which a number is of a part."""


def _printed(reader: _Reader, ref: str, months: set[int]) -> frozenset[Decimal]:
    """What the public edition prints of an indicator, in the months that are named, or lately."""
    held = reader.figures.get(ref, {})
    return frozenset().union(*(one for period, one in held.items() if _is_now(reader.pack, period, months)))


def _is_now(pack: Pack, period: Period, months: set[int]) -> bool:
    """Whether a text without a month may mean a period: the pack's own, or one beside it; or it is named."""
    lately = {pack.period, pack.period.previous, pack.period.same_last_year}
    return period in lately or bool(months & {period.first.month, period.last.month})


def _months(text: str) -> set[int]:
    low = text.casefold()
    names = enumerate((name.casefold() for name in MONTH_NAMES), 1)
    return {number for number, name in names if re.search(rf"\b({name}|{name[:3]})\b", low)}


def _score(text: str, names: _Names) -> int:
    """How clearly a text speaks of an indicator: by words of its title, or by a name; 0 for not at all."""
    if _spaced(names.references).search(text) or any(name in text.casefold() for name in names.others):
        return 100
    said = {_stem(word) for word in re.findall(r"[A-Za-z]{4,}", text)} & names.words
    return len(said) if len(said) >= min(2, len(names.words)) > 0 else 0


def _references(pack: Pack) -> re.Pattern[str]:
    """The references of indicators and actions, however their letters and digits are spaced."""
    versions = [definition for indicator in pack.indicators for definition in indicator.definitions]
    written = {one for each in versions for one in (each.reference, each.summary_reference)}
    return _spaced(frozenset(canonical_ref(one) for one in (*written, *(a.ref for a in pack.actions))))


@lru_cache(maxsize=256)
def _spaced(references: frozenset[str]) -> re.Pattern[str]:
    """A pattern for references, in any case and with blanks between any two characters."""
    patterns = (r"\s*".join(map(re.escape, one)) for one in sorted(references, key=len, reverse=True) if one)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns) or '(?!)'})(?!\w)", re.IGNORECASE)


def _finding(pack: Pack, secret: Secret, place: Place) -> Finding:
    shown = pack.shown(secret.ref)
    return Finding(
        rule=RULE,
        severity=Severity.ERROR,
        place=place,
        subject=secret.ref,
        found=f"a number that is, or gives away, what the public edition keeps back of {shown}",
        expected="no such number, in figures or in words",
        remedy=(
            "Say it without the number, or with a live figure such as "
            f"{{{{{shown}}}}}, which the public edition prints as [c]"
        ),
        period=secret.period.iso,
    )
