"""Inlines of the Document as measured words, each with the structure element whose content it is.

How each role of text is set is here too: its weight, its colour and the room around it. Sizes and leadings
are the theme's; a role that has no size of its own there borrows one. To add a role, add a row to LOOKS.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from msgspec import Struct, field
from msgspec.structs import replace

from boardpack.content import (
    Badge,
    BadgeKind,
    Footnote,
    Inline,
    LineBreak,
    Link,
    PageNumber,
    Placeholder,
    Text,
    Trend,
    inline_text,
)
from boardpack.errors import ProgrammingError
from boardpack.model.rating import Direction, Sense
from boardpack.render.pdf.fonts import StyledFace, Typefaces, composed
from boardpack.render.pdf.line_breaking import (
    LinkTo,
    Piece,
    WordRun,
    passage,
    plain_run,
    text_pieces,
    words_of_pieces,
)
from boardpack.render.pdf.shapes import InlineShape
from boardpack.render.pdf.structure import Node
from boardpack.theme import Theme


class TextStyle(Struct, frozen=True):
    """How the plain words of a block are set, before their own emphasis."""

    weight: str = "regular"
    colour: str = "ink"
    scale: float = 1.0


def set_inlines(
    content: Sequence[Inline], node: Node | None, type_: Typefaces, manner: TextStyle | None = None
) -> WordRun:
    """Measure inlines, which become content of `node`.

    Links, badges with an expansion and passages in another language get elements of their own under it.
    """
    manner = manner or TextStyle()
    if len(content) == 1 and isinstance(content[0], Text):
        voice, element = _voice(content[0], node, type_, manner)
        return plain_run(composed(content[0].text), voice, element)
    return passage(words_of_pieces(_pieces(content, node, type_, manner)))


def _pieces(
    content: Sequence[Inline], node: Node | None, type_: Typefaces, manner: TextStyle
) -> Iterator[Piece | None]:
    for inline in content:
        match inline:
            case Text():
                yield from _text(inline, node, type_, manner)
            case Link():
                yield from _link(inline, node, type_, manner)
            case LineBreak():
                yield None
            case Badge():
                yield _badge(inline, node, type_, manner)
            case Trend():
                yield from _trend(inline, node, type_, manner)
            case PageNumber(anchor=anchor):
                voice = type_.voice(manner.weight, manner.colour, manner.scale)
                yield Piece("", voice.face.width("00") * manner.scale, voice, node, anchor=anchor)
            case Footnote():
                yield from _footnote(inline, node, type_, manner)
            case Placeholder():
                raise ProgrammingError("a live figure reached the renderer")


def _text(
    text: Text, node: Node | None, type_: Typefaces, manner: TextStyle, link: LinkTo | None = None
) -> Iterator[Piece]:
    voice, element = _voice(text, node, type_, manner, is_link=link is not None)
    return text_pieces(composed(text.text), voice, element, link)


def _voice(
    text: Text, node: Node | None, type_: Typefaces, manner: TextStyle, *, is_link: bool = False
) -> tuple[StyledFace, Node | None]:
    """How a run is set, and the element that it is content of."""
    colour = "link" if is_link else "quiet" if text.quiet else manner.colour
    if node is not None and (text.language or text.expansion):
        node = node.add("Span", language=text.language, expansion=text.expansion)
    return type_.voice(_weight(text, manner), colour, manner.scale), node


def _weight(text: Text, manner: TextStyle) -> str:
    """The family has three weights: strong words in emphasis are strong."""
    if text.strong:
        return "bold"
    if text.quiet:
        return "regular"
    return "italic" if text.emphasis and manner.weight == "regular" else manner.weight


def _link(link: Link, node: Node | None, type_: Typefaces, manner: TextStyle) -> Iterator[Piece]:
    words = inline_text((link,))
    if not words.strip():
        return
    to = LinkTo(link.target, link.description or words)
    part = None if node is None else node.add("Link")
    for text in link.content:
        yield from _text(text, part, type_, manner, to)


def _footnote(note: Footnote, node: Node | None, type_: Typefaces, manner: TextStyle) -> Iterator[Piece]:
    """A raised number that leads to the note; in square brackets where the font has no raised figures."""
    raised = str(note.number).translate(RAISED)
    missing = type_.voice(_weight(Text(""), manner), "link", manner.scale).face.font.missing(raised)
    sign = Text(f"[{note.number}]" if missing else raised)
    reference = None if node is None else node.add("Reference")
    yield from _link(Link(f"#note-{note.number}", (sign,), note.description), reference, type_, manner)


def _badge(badge: Badge, node: Node | None, type_: Typefaces, manner: TextStyle) -> Piece:
    """A badge is one piece: its word is never broken off its shape."""
    if node is not None and badge.target:
        node = node.add("Reference").add("Link")
    if node is not None and badge.expansion:
        node = node.add("Span", expansion=badge.expansion)
    if not badge.shape:
        weight = "bold" if badge.kind in INSISTENT else "regular"
        voice = type_.voice(weight, "ink", manner.scale * LETTER_SCALE)
        width = voice.face.width(badge.word) * voice.scale
        room = max(LETTER_WIDTH * manner.scale, width + 2 * LETTER_PAD * manner.scale)
        return Piece(badge.word, room, voice, node, shape=TINTS[badge.kind], lead=(room - width) / 2)
    if not badge.ground and badge.kind in MARKS:
        return _marked(badge, node, type_, manner)
    shape, colour = BADGES[badge.kind]
    voice = type_.voice("bold", colour, manner.scale * BADGE_SCALE)
    word = composed(badge.word)
    lead = BADGE_LEAD * manner.scale
    width = lead + voice.face.width(word) * voice.scale + BADGE_PAD * manner.scale
    return Piece(word, width, voice, node, shape=shape, lead=lead)


def _marked(badge: Badge, node: Node | None, type_: Typefaces, manner: TextStyle) -> Piece:
    """A word with the shape of its rating before it; only Red is set bold."""
    voice = type_.voice("bold" if badge.kind in INSISTENT else manner.weight, manner.colour, manner.scale)
    word, lead = composed(badge.word), MARK_LEAD * manner.scale
    width = lead + voice.face.width(word) * voice.scale + MARK_GAP * manner.scale
    leads = LinkTo(badge.target, badge.expansion or word, underlined=False) if badge.target else None
    return Piece(word, width, voice, node, leads, shape=MARKS[badge.kind], lead=lead)


def _trend(trend: Trend, node: Node | None, type_: Typefaces, manner: TextStyle) -> Iterator[Piece]:
    """The arrow is before the first of the words."""
    voice = type_.voice(manner.weight, manner.colour, manner.scale)
    shape = ARROWS[trend.sense, trend.direction]
    lead = ARROW_LEAD * manner.scale
    pieces = text_pieces(composed(trend.words), voice, node)
    first = next(pieces, None)
    if first is None or not first.text:
        return
    yield replace(first, shape=shape, lead=lead, width=first.width + lead)
    yield from pieces


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def set_message(words: str, kind: BadgeKind | None, node: Node, type_: Typefaces) -> WordRun:
    """Measure what a chart says, with the shape of its rating before the first of the words."""
    voice = type_.voice("bold", "ink")
    pieces = text_pieces(composed(words), voice, node)
    if kind is None:
        return passage(words_of_pieces(pieces))
    first = next(pieces)
    shaped = replace(first, shape=MARKS[kind], lead=MARK_LEAD, width=first.width + MARK_LEAD)
    return passage(words_of_pieces(chain((shaped,), pieces)))


INSISTENT = (BadgeKind.RED, BadgeKind.OVERDUE)
"""Letters set bold, so that a lasting red is seen at once, in grey too."""

BADGE_SCALE = 0.94
BADGE_LEAD = 1.35
"""Room in a badge before its word, in ems: its shape is there."""
BADGE_PAD = 0.5
LETTER_SCALE = 0.9
LETTER_WIDTH = 1.25
LETTER_PAD = 0.2
ARROW_LEAD = 1.1
MARK_LEAD = 1.1
MARK_GAP = 0.45
"""Ems after a word with a shape, so that the next shape is not taken for its own."""

BADGES = {
    BadgeKind.RED: (InlineShape.RED, "on_red"),
    BadgeKind.AMBER: (InlineShape.AMBER, "on_amber"),
    BadgeKind.GREEN: (InlineShape.GREEN, "on_green"),
    BadgeKind.BEST: (InlineShape.BEST, "on_best"),
    BadgeKind.FAIR: (InlineShape.FAIR, "on_fair"),
    BadgeKind.LOW: (InlineShape.LOW, "on_low"),
    BadgeKind.NONE: (InlineShape.NONE, "on_none"),
    BadgeKind.OVERDUE: (InlineShape.OVERDUE, "on_red"),
    BadgeKind.OPEN: (InlineShape.OPEN, "ink"),
    BadgeKind.DONE: (InlineShape.DONE, "ink"),
}
TINTS = {
    BadgeKind.RED: InlineShape.RED_TINT,
    BadgeKind.AMBER: InlineShape.AMBER_TINT,
    BadgeKind.GREEN: InlineShape.GREEN_TINT,
    BadgeKind.BEST: InlineShape.BEST_TINT,
    BadgeKind.FAIR: InlineShape.FAIR_TINT,
    BadgeKind.LOW: InlineShape.LOW_TINT,
    BadgeKind.NONE: InlineShape.NONE_TINT,
    BadgeKind.OVERDUE: InlineShape.RED_TINT,
    BadgeKind.OPEN: InlineShape.NONE_TINT,
    BadgeKind.DONE: InlineShape.GREEN_TINT,
}
MARKS = {
    BadgeKind.RED: InlineShape.RED_MARK,
    BadgeKind.AMBER: InlineShape.AMBER_MARK,
    BadgeKind.GREEN: InlineShape.GREEN_MARK,
    BadgeKind.NONE: InlineShape.NONE_MARK,
    BadgeKind.BEST: InlineShape.BEST_MARK,
    BadgeKind.FAIR: InlineShape.FAIR_MARK,
    BadgeKind.LOW: InlineShape.LOW_MARK,
}
ARROWS = {
    (sense, direction): InlineShape(f"{sense.value}_{direction.value}")
    for sense in Sense
    for direction in Direction
}


class RoleStyle(Struct, frozen=True):
    """How a role of text is set; lengths in points."""

    size_role: str
    manner: TextStyle = field(default_factory=TextStyle)
    before: float = 0.0
    after: float = 8.0


def role_style(role: str) -> RoleStyle:
    """The look of a role; that of `body` for a role that has none."""
    return LOOKS.get(role, LOOKS["body"])


def size_of(theme: Theme, role: str) -> tuple[float, float]:
    """Size and leading of a role in points."""
    return theme.sizes.get(role) or theme.sizes[BORROWED.get(role, "body")]


LOOKS = {
    "body": RoleStyle("body"),
    "lead": RoleStyle("lead", after=12),
    "note": RoleStyle("note", TextStyle(colour="quiet"), before=2, after=6),
    "fact": RoleStyle("fact", after=2),
    "facts": RoleStyle("note", TextStyle(colour="quiet"), after=0),
    "plain": RoleStyle("table_text", before=2, after=6),
    "legend": RoleStyle("note", before=4, after=6),
    "small": RoleStyle("note", after=4),
    "title": RoleStyle("title", TextStyle("bold", "on_brand"), after=8),
    "subtitle": RoleStyle("subtitle", TextStyle(colour="on_brand"), after=4),
    "month": RoleStyle("month", TextStyle(colour="on_brand"), after=0),
    "eyebrow": RoleStyle("eyebrow", TextStyle(colour="on_brand"), after=8),
    "headline": RoleStyle("lead", after=14),
    "caption": RoleStyle("caption", TextStyle("bold"), before=4, after=4),
    "figures": RoleStyle("note", TextStyle(colour="quiet"), before=8, after=4),
    "chart_name": RoleStyle("chart_name", TextStyle(colour="quiet"), after=0),
    "statement": RoleStyle("body", before=6, after=6),
    "heading1": RoleStyle("heading1", TextStyle("bold", "brand"), after=8),
    "heading2": RoleStyle("heading2", TextStyle("bold", "brand"), before=12, after=4),
    "heading3": RoleStyle("heading3", TextStyle("bold"), before=6, after=2),
    "contents": RoleStyle("contents", after=0),
    "stamp": RoleStyle("headline", TextStyle("bold", "red"), after=12),
}

BORROWED = {
    "table_text": "table",
    "heading4": "heading3",
    "lead": "body",
    "chart_name": "note",
    "aside": "body",
    "contents": "body",
    "contents_part": "body",
    "contents_references": "note",
    "stamp": "header",
    "footer": "header",
    "header": "note",
}
