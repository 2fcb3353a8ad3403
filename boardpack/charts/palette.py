"""Colours of a chart: each role of the theme in a colour of its own, and the contrast between two colours.

A picture holds roles and no colours, but matplotlib knows only colours; so each role has one that is
for it, and the recorder reads the role back from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.drawing import Colour
from boardpack.errors import ProgrammingError
from boardpack.theme import COLOUR_ROLES


def paint(role: str) -> tuple[float, float, float, float]:
    """Return the colour that stands for a role; ProgrammingError for a role that does not exist."""
    try:
        return (COLOUR_ROLES.index(role) + 1) / 255, 0.0, 0.0, 1.0
    except ValueError:
        raise ProgrammingError(f"{role} is no colour role of a theme") from None


def role_of(colour: Sequence[float]) -> str:
    """Return the role that a colour stands for; ProgrammingError for any other colour."""
    index = round(float(colour[0]) * 255) - 1
    if not (0 <= index < len(COLOUR_ROLES) and abs(float(colour[0]) - (index + 1) / 255) < 1e-6):
        raise ProgrammingError("A chart is painted in the roles of the theme, and in no other colour.")
    if float(colour[1]) or float(colour[2]):
        raise ProgrammingError("A chart is painted in the roles of the theme, and in no other colour.")
    return COLOUR_ROLES[index]


def luminance(colour: Colour) -> float:
    """Relative luminance of an sRGB colour, 0 for black to 1 for white (WCAG 2.2, Definitions)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
