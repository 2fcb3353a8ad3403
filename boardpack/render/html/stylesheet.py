"""The style sheet of an HTML page, from a theme's colours, with a dark scheme beside the light one.

Colours are written out, since many mail programs know no variables; without any style the page still
reads in order. Contrast is at least 4.5 to 1 for every word, light and dark (WCAG 2.2, 1.4.3).
"""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.drawing import Colour
from boardpack.theme import Theme

DARK: Mapping[str, str] = {
    "paper": "#14191e",
    "ink": "#e9edf0",
    "quiet": "#aab4bd",
    "link": "#8cc8f2",
    "rule": "#3a444d",
    "rule_strong": "#aab4bd",
    "band": "#222a31",
    "red": "#f3a39b",
    "on_red": "#2b0503",
    "amber": "#f4b740",
    "on_amber": "#2e2000",
    "green": "#9fd3b3",
    "on_green": "#06301c",
    "best": "#9cc3eb",
    "on_best": "#0a2440",
    "fair": "#efe08a",
    "on_fair": "#2f2900",
    "low": "#eda76c",
    "on_low": "#2b1200",
    "none": "#3a444d",
    "on_none": "#e9edf0",
}
"""Colours of dark mode, by the roles of boardpack.theme."""

LIGHT = tuple(DARK)
"""The theme's roles that a page uses."""

BADGES = {"red": "red", "amber": "amber", "green": "green", "none": "none",
          "best": "best", "fair": "fair", "low": "low",
          "overdue": "red", "open": "amber", "done": "green"}  # fmt: skip
"""The roles of colour that a kind of badge takes."""


def hex_colour(colour: Colour) -> str:
    """Write a colour as `#rrggbb`."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def colours(theme: Theme) -> dict[str, str]:
    """Return the colours of a theme that a page uses, by role."""
    return {role: hex_colour(theme.colour(role)) for role in LIGHT}


def style_sheet(theme: Theme) -> str:
    """Write the style sheet: shapes once, colours for light and for dark."""
    return f"{SHAPES}{_paint(colours(theme))}@media (prefers-color-scheme:dark){{{_paint(DARK)}}}"


def _paint(held: Mapping[str, str]) -> str:
    badges = "".join(
        f".badge-{kind}{{background:{held[role]};color:{held['on_' + role]}}}"
        for kind, role in BADGES.items()
    )
    return (
        f"body{{background:{held['paper']};color:{held['ink']}}}"
        f"a{{color:{held['link']}}}"
        f".quiet,.note,.fact{{color:{held['quiet']}}}"
        f"th,td{{border-bottom:1px solid {held['rule']}}}"
        f"thead th{{border-bottom:2px solid {held['rule_strong']}}}"
        f".band th{{background:{held['band']}}}"
        f".stamp{{background:{held['red']};color:{held['on_red']}}}"
        f".headline{{border-left:4px solid {held['red']}}}"
        f"{badges}"
    )


SHAPES = (
    "body{margin:0;padding:12px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Arial,sans-serif;"
    "overflow-wrap:break-word}"
    "main{max-width:42rem;margin:0 auto}"
    "h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0;text-wrap:balance}"
    "h2{font-size:1.2rem;line-height:1.3;margin:1.75rem 0 .5rem}"
    "h3,h4,h5,h6{font-size:1rem;margin:1.25rem 0 .5rem}"
    "p{margin:.5rem 0}"
    "ul,ol{padding-left:1.25rem;margin:.5rem 0}li{margin:.35rem 0}"
    ".stamp{font-weight:700;padding:.25rem .75rem}"
    ".headline{font-size:1.1rem;padding:.25rem 0 .25rem .75rem;margin:1.25rem 0}"
    ".note,.fact{font-size:.875rem}"
    "table{border-collapse:collapse;width:100%;font-size:.9375rem;font-variant-numeric:tabular-nums}"
    "caption{text-align:left;font-size:.875rem;padding:.25rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.375rem .5rem .375rem 0;font-weight:400}"
    "th:first-child{padding-left:.25rem}"
    "thead th,.band th,.total th,.total td{font-weight:700}"
    "thead th{vertical-align:bottom}"
    ".number{text-align:right;white-space:nowrap}.centre{text-align:center}.current{font-weight:700}"
    ".number+td,.number+th{padding-left:.25rem}"
    ".spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    ".badge{padding:0 .4em;border-radius:.25em;white-space:nowrap;font-weight:700}"
    "abbr{text-decoration:none}"
    "figure{margin:1rem 0}img{max-width:100%;height:auto}sup{line-height:0}"
    ".code{font-family:ui-monospace,Consolas,monospace;font-size:.875rem;white-space:pre-wrap;"
    "padding:.5rem .75rem;border:1px solid}"
    "details{margin:.5rem 0}summary{padding:.25rem 0;cursor:pointer}"
    ".labelled{list-style:none;padding-left:0}.label{font-weight:700}"
    "@media (max-width:480px){body{padding:8px;font-size:15px}table{font-size:.8125rem;line-height:1.35}"
    "th,td{padding-right:.35rem}}"
)
"""Everything but the colours. At 320 px nothing is wider than the page."""
