"""Small pieces that several pages share: badges, missing values, abbreviations, live figures, anchors.

The anchor of an indicator is a destination in the PDF and an id on the web page, under one name. It is made
from the reference, so that a link to it goes on working from month to month: `cp-5`. `rewrite_blocks` gives
the same blocks with other words in them.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from boardpack.analysis.live_figure_fields import LiveFault
from boardpack.analysis.live_figures import evaluate
from boardpack.analysis.rating import level_letter, rating_word
from boardpack.content import (
    Badge,
    BadgeKind,
    Cell,
    Footnote,
    Heading,
    Image,
    Inline,
    ListBlock,
    Paragraph,
    Placeholder,
    Row,
    Table,
    Text,
)
from boardpack.document import (
    Beside,
    Block,
    Contents,
    Details,
    DocumentSection,
    Figure,
    FigureGroup,
    Footnotes,
    Part,
)
from boardpack.load.sections import PLACES
from boardpack.model.indicator import Indicator
from boardpack.model.narrative import Narrative
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import Abbreviation, Pack
from boardpack.model.rating import Level, Rag, Rating, RatingBasis, Tone
from boardpack.words import Words


def text(words: str) -> Content:
    """Plain words as inlines; nothing for no words."""
    return (Text(words),) if words else ()


def title_text(words: str, language: str, *, strong: bool = False) -> Content:
    """A title of the data in its own language; the document's own where `language` is empty."""
    return (Text(words, strong=strong, language=language),) if words else ()


def quiet(words: str) -> Content:
    """Words of secondary rank as inlines."""
    return (Text(words, quiet=True),) if words else ()


def ended(words: str) -> str:
    """End with a full stop, unless the words have an end of their own."""
    words = words.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


def sentence(words: str) -> str:
    """Begin with a capital and end with a full stop."""
    words = ended(words)
    return words[:1].upper() + words[1:]


def owner_content(pack: Pack, code: str) -> Content:
    """An owner's code, expanded to its role where the pack knows it; `not stated` for none."""
    owner = pack.owner(code)
    return (
        (Text(code, expansion=owner.role if owner else ""),)
        if code
        else quiet(pack.words("general.not_stated"))
    )


# ------------------------------------------------------------------------------------------- ratings


def rating_content(rating: Rating, words: Words) -> Content:
    """A rating as its badge, with a word about it when it was not computed or is of an earlier period."""
    badge = Badge(badge_of(rating), rating_word(rating, words))
    said = said_of(rating, words)
    return (badge, Text(f" {said}", quiet=True)) if said else (badge,)


def rating_letter(rating: Rating, words: Words, levels: tuple[Level, ...] = ()) -> Badge:
    """A rating as one letter of a strip: G, A, R, the first of the pack's own word, or – for none."""
    word = words.listed(filter(None, (rating_word(rating, words), said_of(rating, words))))
    if rating.level is not None:
        letter = level_letter(rating.level, levels)
    else:
        letter = words.of("rating_letter", rating.rag) if rating.rag else words("rating_letter.none")
    return Badge(badge_of(rating), letter, expansion=word, shape=False)


def rating_names(pack: Pack) -> Mapping[str, str]:
    """Return what the pack calls Red, Amber and Green: the catalogue's words, or those of its own levels."""
    words = pack.words
    own = {
        rag.name.lower(): words.listed(level.name for level in pack.levels if level.tone.rag is rag)
        for rag in Rag
    }
    return {**words.ratings, **{key: name for key, name in own.items() if name}}


def said_of(rating: Rating, words: Words) -> str:
    """What is said beside a rating: `as reported`, the period of an earlier value; empty for most."""
    said = ""
    if rating.basis in {RatingBasis.OVERRIDE, RatingBasis.REPORTED}:
        said = words.of("rating_said", rating.basis)
    return " ".join(filter(None, (said, words.short_period(rating.of) if rating.of else "")))


def badge_of(rating: Rating) -> BadgeKind:
    """The shape and colour of a rating: those of its level, or of its colour."""
    return TONE_BADGES[rating.level.tone] if rating.level is not None else BADGES[rating.rag]


TONE_BADGES: Mapping[Tone, BadgeKind] = MappingProxyType(
    {
        Tone.BEST: BadgeKind.BEST, Tone.GOOD: BadgeKind.GREEN, Tone.FAIR: BadgeKind.FAIR,
        Tone.MIDDLE: BadgeKind.AMBER, Tone.LOW: BadgeKind.LOW, Tone.WORST: BadgeKind.RED,
    }
)  # fmt: skip

BADGES: Mapping[Rag | None, BadgeKind] = MappingProxyType(
    {Rag.RED: BadgeKind.RED, Rag.AMBER: BadgeKind.AMBER, Rag.GREEN: BadgeKind.GREEN, None: BadgeKind.NONE}
)

# ------------------------------------------------------------------------------------- missing values


def shorthand_note(statuses: Iterable[ValueStatus], words: Words) -> str:
    """`[n] no cases; [w] not collected`: what the bracketed letters of a table mean."""
    used = sorted({status for status in statuses if status.shorthand}, key=lambda status: status.shorthand)
    return "; ".join(
        words("sheet.shorthand", mark=status.shorthand, meaning=words.of("shorthand", status))
        for status in used
    )


def markers(status: ValueStatus, words: Words, *, broken: bool = False) -> Content:
    """The bracketed letters of a cell, each with what it means for whoever hears it."""
    marks = [(status.shorthand, words.of("shorthand", status))] if status.shorthand else []
    marks += [(BREAK, words("notes.symbols.break"))] if broken else []
    found: list[Inline] = []
    for mark, meaning in marks:
        found += [Text(" ", quiet=True)] if found else []
        found.append(Text(mark, quiet=True, expansion=meaning))
    return tuple(found)


BREAK = "[b]"
"""Shorthand for a break in the series, set behind the first value under a new definition."""

# ------------------------------------------------------------------------------------------ narratives


def narrative_blocks(pack: Pack, narrative: Narrative, below: int) -> tuple[Block, ...]:
    """A piece of commentary ready to print: live figures worked out, headings under level `below`."""
    return rewrite_blocks(settle_headings(narrative.blocks, below), lambda content: _filled(pack, content))


def _filled(pack: Pack, content: Content) -> Content:
    return tuple(_filled_inline(pack, inline) for inline in content)


def _filled_inline(pack: Pack, inline: Inline) -> Inline:
    """A live figure's words; one that has none stays visible as it was written, for a draft."""
    if isinstance(inline, Footnote):
        return replace(inline, content=_filled(pack, inline.content))
    if not isinstance(inline, Placeholder):
        return inline
    found = evaluate(pack, inline.expression)
    text = "{{" + inline.expression + "}}" if isinstance(found, LiveFault) else found.text
    return Text(text, strong=inline.strong, emphasis=inline.emphasis)


# --------------------------------------------------------------------------------------- abbreviations


def expand_section(section: DocumentSection, glossary: tuple[Abbreviation, ...]) -> DocumentSection:
    """Give each abbreviation its expansion where a section uses it first (PDF technique 8, WCAG H28)."""
    if not glossary:
        return section
    blocks = rewrite_blocks(section.blocks, _Expander(glossary).rewrite)
    return replace(section, blocks=blocks)


class _Expander:
    """Knows the glossary, and which of its abbreviations have been met; a reference such as CP 5 is none."""

    def __init__(self, glossary: tuple[Abbreviation, ...]) -> None:
        self._known = {entry.short: entry for entry in glossary}
        self._seen: set[str] = set()
        longest_first = sorted(self._known, key=lambda short: (-len(short), short))
        shorts = "|".join(re.escape(short) for short in longest_first)
        self._pattern = re.compile(rf"(?<!\w)({shorts})(s?)(?!\w|\s?\d)")

    def rewrite(self, content: Content) -> Content:
        """Give the same inlines, those with an abbreviation's first use cut in pieces."""
        new = [piece for inline in content for piece in self._pieces(inline)]
        return content if len(new) == len(content) and all(map(operator.is_, new, content)) else tuple(new)

    def _pieces(self, inline: Inline) -> tuple[Inline, ...]:
        if not isinstance(inline, Text):
            return (inline,)
        if inline.expansion:
            self._seen.add(inline.text)
            return (inline,)
        cut: list[Text] = []
        end = 0
        for match in self._pattern.finditer(inline.text):
            entry = self._known[match[1]]
            if entry.short not in self._seen:
                self._seen.add(entry.short)
                cut.append(_part(inline, inline.text[end : match.start()]))
                cut.append(_part(inline, match[0], entry.expansion + match[2], entry.language))
                end = match.end()
        if not cut:
            return (inline,)
        return tuple(part for part in (*cut, _part(inline, inline.text[end:])) if part.text)


def _part(run: Text, words: str, expansion: str = "", language: str = "") -> Text:
    return Text(words, run.strong, run.emphasis, run.quiet, language or run.language, expansion)


def row_anchor(pack: Pack, indicator: Indicator) -> str:
    """Where links to an indicator lead: `cp-5` for CP 5, unless another place of the pack has that name."""
    name = _slug(indicator.ref)
    return f"indicator-{indicator.ref.casefold()}" if _is_taken(pack, indicator, name) else name


def _slug(ref: str) -> str:
    """`CP5` → `cp-5`, `W1E` → `w-1-e`."""
    return BOUNDARY.sub("-", ref.casefold())


def _is_taken(pack: Pack, indicator: Indicator, name: str) -> bool:
    """Whether a section, a place of every pack or a reference that differs by a hyphen has the name."""
    if name in PLACES or name.startswith(PREFIXES):
        return True
    if name in pack.table_names:
        return True
    return "-" in indicator.ref and any(
        other.ref != indicator.ref and _slug(other.ref) == name for other in pack.indicators
    )


BOUNDARY = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
"""Between a letter and a digit."""

PREFIXES = ("action-", "chart-", "indicator-", "note-")
"""How the places of actions, charts and footnotes begin, and those of indicators whose name is taken."""


Content = tuple[Inline, ...]
Rewrite = Callable[[Content], Content]
"""Takes the inlines of one block or cell and gives those that take their place."""


def rewrite_blocks(blocks: tuple[Block, ...], rewrite: Rewrite) -> tuple[Block, ...]:
    """Apply a rewriting to every run of inlines, in reading order; the tree stays as it is."""
    return tuple(_block(block, rewrite) for block in blocks)


def _block(block: Block, rewrite: Rewrite) -> Block:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Heading():
            return replace(block, content=rewrite(block.content), aside=rewrite(block.aside))
        case Paragraph():
            return replace(block, content=rewrite(block.content))
        case ListBlock():
            return replace(block, items=tuple(rewrite_blocks(item, rewrite) for item in block.items))
        case Table():
            return _table(block, rewrite)
        case Figure():
            return _figure(block, rewrite)
        case FigureGroup():
            caption = rewrite(block.caption)
            return replace(
                block, caption=caption, figures=tuple(_figure(figure, rewrite) for figure in block.figures)
            )
        case Beside():
            parts = tuple(Part(rewrite_blocks(part.blocks, rewrite)) for part in block.parts)
            return replace(block, parts=parts)
        case Details(summary=summary, blocks=inner):
            return Details(rewrite(summary), rewrite_blocks(inner, rewrite))
        case Contents():
            entries = tuple(replace(entry, content=rewrite(entry.content)) for entry in block.entries)
            return replace(block, entries=entries)
        case Image():
            return replace(block, caption=rewrite(block.caption))
        case Footnotes():
            notes = tuple(replace(note, content=rewrite(note.content)) for note in block.notes)
            return replace(block, notes=notes)


def _table(table: Table, rewrite: Rewrite) -> Table:
    caption = rewrite(table.caption)
    head = tuple(_row(row, rewrite) for row in table.head)
    return replace(table, caption=caption, head=head, body=tuple(_row(row, rewrite) for row in table.body))


def _row(row: Row, rewrite: Rewrite) -> Row:
    return replace(row, cells=tuple(_cell(cell, rewrite) for cell in row.cells))


def _cell(cell: Cell, rewrite: Rewrite) -> Cell:
    content = rewrite(cell.content)
    return cell if content is cell.content else replace(cell, content=content)


def _figure(figure: Figure, rewrite: Rewrite) -> Figure:
    return replace(figure, caption=rewrite(figure.caption), note=rewrite(figure.note))


def settle_headings(blocks: tuple[Block, ...], below: int) -> tuple[Block, ...]:
    """Set the levels of written headings so that the first is one below `below` and none is skipped.

    An author may begin with `##` or with `###`; what counts is which heading is under which.
    """
    written: list[int] = []
    settled: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while written and written[-1] >= block.level:
                written.pop()
            written.append(block.level)
            settled.append(replace(block, level=below + len(written)))
        else:
            settled.append(block)
    return tuple(settled)
