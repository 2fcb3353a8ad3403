"""Contrast between colours, by the formula of WCAG 2.2."""

from __future__ import annotations

from boardpack.drawing import Colour


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
