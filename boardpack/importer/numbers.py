"""Numbers as people and programs write them in sheets → numbers as the values files have them.

`17 980`, `1'234'567`, `(85,000)`, `−5`, `.72`, `56.799999999999997`, `43 per cent`: each is
written out plainly, so that `boardpack.load.value_parser` reads it; whatever is none of these stays as
it is, to be read or refused there.
"""

from __future__ import annotations

import re
from decimal import Decimal

BLANKS = " \u00a0\u2007\u2009\u202f"
"""Blanks that divide thousands: plain, no-break, figure, thin, narrow no-break."""

_GROUPED = re.compile(rf"(?<![\d.,])(\d{{1,3}}(?:([{BLANKS}'’])\d{{3}}(?:\2\d{{3}})*))(?![\d{BLANKS}'’]*\d)")
_BRACKETS = re.compile(
    r"(?P<out>£?)\(\s?(?P<in>£?)\s?(?P<number>[\d,.]+)\s?(?P<percent>%?)\s?\)(?P<after>\s?%?)"
)
_PLAIN = re.compile(r"-?£?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d+)?%?")

NOISE = 15
"""Figures that a floating-point number holds for sure; what comes after them is noise."""

DECIMALS = 12
"""Decimals that a values file may have."""


def plain_number(text: str) -> str:
    """A cell's text with its number written plainly: `17 980 [p]` is `17980 [p]`."""
    text = " ".join(text.replace("\u2212", "-").split()).strip()
    text = re.sub(r"^['’](?=[\d.£(-])", "", text)
    text = _GROUPED.sub(lambda found: re.sub(rf"[{BLANKS}'’]", "", found[1]), text)
    text = re.sub(r"(?<=\d) ?(?:per cent|percent|pct|p\.c\.)(?=$|[\s\[(])", "%", text, flags=re.IGNORECASE)
    text = _signed(text)
    text = re.sub(r"^(-?£?)\.(?=\d)", r"\g<1>0.", text)
    text = re.sub(r"^(-?)£ (?=\d)", r"\1£", text)
    if re.fullmatch(r"-?\d(?:\.\d+)?[eE][+-]?\d{1,2}", text):
        return f"{Decimal(text):f}"
    return re.sub(r"\d+\.\d{12,}", _without_noise, text)


def _signed(text: str) -> str:
    """A minus, however it is written, before the number: `(5)`, `5-`, `£-5`, `- 5`, `+5`."""
    if found := _BRACKETS.fullmatch(text):
        pound = "£" if found["out"] or found["in"] else ""
        return f"-{pound}{found['number']}{'%' if '%' in found['percent'] + found['after'] else ''}"
    if found := re.fullmatch(r"(£?[\d,.]+%?)\s?[-–]", text):
        return f"-{found[1]}"
    text = re.sub(r"^£\s?[-–]\s?(?=[\d.])", "-£", text)
    return re.sub(r"^(?:([-–])|\+)\s?(?=[£\d.])", lambda found: "-" if found[1] else "", text)


def _without_noise(found: re.Match[str]) -> str:
    number = Decimal(found[0])
    if not number:
        return "0"
    places = min(max(0, NOISE - 1 - number.adjusted()), DECIMALS)
    return f"{round(number, places).normalize():f}"


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else, in any way of writing it."""
    return _PLAIN.fullmatch(plain_number(text)) is not None
