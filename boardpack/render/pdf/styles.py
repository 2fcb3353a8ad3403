"""How each role of text is set: its weight, its colour and the room around it.

Sizes and leadings are the theme's; a role that has no size of its own there borrows one. To add a role,
add a row to LOOKS.
"""

from __future__ import annotations

from msgspec import Struct, field

from boardpack.render.pdf.inlines import TextStyle
from boardpack.theme import Theme


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
