"""How each role of text is set: its weight, its colour and the room around it.

Sizes and leadings are the theme's; a role that has no size of its own there borrows one. To add a role,
add a row to LOOKS.
"""

from __future__ import annotations

from msgspec import Struct, field

from boardpack.render.pdf.inlines import Manner
from boardpack.theme import Theme


class Look(Struct, frozen=True):
    """How a role of text is set; lengths in points."""

    size_role: str
    manner: Manner = field(default_factory=Manner)
    before: float = 0.0
    after: float = 8.0


def look(role: str) -> Look:
    """The look of a role; that of `body` for a role that has none."""
    return LOOKS.get(role, LOOKS["body"])


def size_of(theme: Theme, role: str) -> tuple[float, float]:
    """Size and leading of a role in points."""
    return theme.sizes.get(role) or theme.sizes[BORROWED.get(role, "body")]


LOOKS = {
    "body": Look("body"),
    "lead": Look("lead", after=12),
    "note": Look("note", Manner(colour="quiet"), before=2, after=6),
    "fact": Look("fact", after=2),
    "title": Look("title", Manner("bold", "on_brand"), after=8),
    "subtitle": Look("subtitle", Manner(colour="on_brand"), after=4),
    "month": Look("month", Manner(colour="on_brand"), after=0),
    "eyebrow": Look("eyebrow", Manner(colour="on_brand"), after=8),
    "headline": Look("headline", after=14),
    "caption": Look("caption", Manner("bold"), before=4, after=4),
    "heading1": Look("heading1", Manner("bold", "brand"), after=8),
    "heading2": Look("heading2", Manner("bold", "brand"), before=12, after=4),
    "heading3": Look("heading3", Manner("bold"), before=6, after=2),
    "contents": Look("contents", after=0),
}

BORROWED = {
    "table_text": "table",
    "heading4": "heading3",
    "lead": "body",
    "aside": "body",
    "contents": "body",
    "stamp": "header",
    "footer": "header",
    "header": "note",
}
