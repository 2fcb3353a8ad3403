"""The style sheets of a message and of the web edition, from the colours of a theme, light and dark.

A message has its colours written out, since many mail programs know no variables; without any style the page
still reads in order. Contrast is at least 4.5 to 1 for every word, light and dark (WCAG 2.2, 1.4.3).

The web edition has them as variables and is for print too. It reflows at 320 CSS pixels (1.4.10): wide
tables scroll in regions of their own, their first column fixed. Targets are at least 24 pixels (2.5.8),
focus is seen (2.4.7), motion is none.
"""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.drawing import Colour
from boardpack.theme import COLOUR_ROLES, Theme

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
    return f"{MESSAGE_SHAPES}{_paint(colours(theme))}@media (prefers-color-scheme:dark){{{_paint(DARK)}}}"


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


MESSAGE_SHAPES = (
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


DARK_CHARTS: Mapping[str, str] = {
    "brand": "#8cc8f2",
    "on_brand": "#14191e",
    "brand_soft": "#222a31",
    "current": "#222a31",
    "red_soft": "#5a2320",
    "amber_soft": "#4d3a12",
    "green_soft": "#1d4230",
    "none_soft": "#2b343c",
    "column": "#7d93a3",
    "column_current": "#8cc8f2",
    "target": "#f6b26b",
    "grid": "#3a444d",
}
"""The rest of the theme's roles in the dark; `stylesheet.DARK` has those that messages use as well."""


def page_style(theme: Theme) -> str:
    """Write the style sheet."""
    light = {role: hex_colour(theme.colour(role)) for role in COLOUR_ROLES}
    dark = {**light, **DARK_CHARTS, **DARK}
    return (
        f":root{{{_variables(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(dark)}}}}}"
        f"{PAGE_SHAPES}{_badges()}"
        f"@media print{{:root{{{_variables(light)}}}{PRINT}}}"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{role.replace('_', '-')}:{colour};" for role, colour in colours.items())


def _badges() -> str:
    return "".join(
        f".badge-{kind}{{background:var(--{role});color:var(--on-{role})}}" for kind, role in BADGES.items()
    )


STACKED = ".region:not(.fold[open]+.region) .stacks"
"""A table whose rows are set in lines on a narrow screen: not one of which every column is asked for."""

PAGE_SHAPES = (
    "*{box-sizing:border-box}"
    "html{scroll-padding-top:1rem}"
    "body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word;"
    "font:1rem/1.5 pack,system-ui,-apple-system,'Segoe UI',Arial,sans-serif}"
    "main{max-width:76rem;margin:0 auto;padding:0 1rem}"
    "section{margin:0 0 2.5rem}"
    "p,ul,ol{max-width:42rem}"
    "h1{font-size:2rem;line-height:1.2;margin:1rem 0;text-wrap:balance}"
    "h2{font-size:1.5rem;line-height:1.25;margin:2rem 0 .75rem;border-top:3px solid var(--brand);"
    "padding-top:.75rem}"
    "h3{font-size:1.05rem;margin:1.25rem 0 .5rem}h4,h5,h6{font-size:1rem;margin:1rem 0 .5rem}"
    "a{color:var(--link);text-underline-offset:.15em}"
    "a:focus-visible,summary:focus-visible,.region:focus-visible{outline:3px solid var(--link);"
    "outline-offset:2px}"
    ".skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:.5rem;background:var(--paper);"
    "padding:.5rem 1rem;z-index:2}"
    ":target{background:var(--current)}"
    "nav ul{list-style:none;padding:0;max-width:none}nav>ul{columns:24rem 2;column-gap:2rem}"
    "nav li{padding:.2rem 0;min-height:1.75rem;break-inside:avoid}"
    "nav li li{padding:.1rem 0 .1rem 1.25rem;border-left:2px solid var(--rule);font-size:.95rem}"
    "nav a{display:inline-block;min-height:1.5rem;min-width:1.5rem;text-decoration:none}"
    "nav a:hover,nav a:focus-visible{text-decoration:underline}"
    "nav .badge{display:inline-block;margin:.1rem 0 0 .15rem;font-size:.875rem}"
    ".quiet,.note,.fact,.eyebrow,h2 .quiet{color:var(--quiet)}.note,.fact{font-size:.9rem}"
    ".headline,.lead{font-size:1.15rem}.message{font-weight:700;margin:0 0 .25rem}"
    ".stamp{display:inline-block;border:2px solid var(--red);padding:.25rem .75rem;font-weight:700}"
    ".region{overflow-x:auto;margin:1rem 0;position:relative}"
    "table{border-collapse:collapse;font-size:.9rem;line-height:1.35;font-variant-numeric:tabular-nums;"
    "min-width:100%}"
    "caption{text-align:left;font-size:.9rem;color:var(--quiet);padding:.25rem 0}"
    "th,td{text-align:left;vertical-align:top;padding:.375rem .35rem;font-weight:400;"
    "border-bottom:1px solid var(--rule)}"
    "thead th{font-weight:700;vertical-align:bottom;border-bottom:2px solid var(--rule-strong)}"
    "tr:not(.band)>th:first-child{position:sticky;left:0;background:var(--paper)}"
    "tbody th:first-child a,tr[id^=action]>th{white-space:nowrap}.fold,.narrow{display:none}"
    ".band th{background:var(--band);font-weight:700}.total th,.total td{font-weight:700}"
    ".wide{min-width:9.5rem}"
    ".number{text-align:right;white-space:nowrap}.centre{text-align:center}"
    ".current{font-weight:700;background:var(--current)}"
    ".badge{padding:0 .4em;border-radius:.25em;white-space:nowrap;font-weight:700}"
    ".spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}"
    "abbr{text-decoration:none}sup a{padding:.25rem}"
    "figure{margin:1.5rem 0;break-inside:avoid}figure img{max-width:100%;height:auto}"
    "svg{width:100%;max-width:34rem;height:auto}"
    "svg text{font-family:pack,Arial,sans-serif}"
    "summary{min-height:1.5rem;cursor:pointer;color:var(--link);padding:.25rem 0}"
    ".data{min-width:0}.data td,.data th{min-width:0}"
    ".labelled{list-style:none;padding-left:0}"
    "@media (min-width:60rem){.beside{display:grid;grid-template-columns:1fr 1fr;gap:2rem}"
    ".figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(24rem,1fr));gap:0 2rem}}"
    "@media screen and (max-width:40em){.fold{display:block}.fold+.region .folds{display:none}"
    ".fold[open]+.region .folds{display:table-cell}.fold[open]+.region tr.folds,"
    ".fold:not([open])+.region .narrow{display:table-row}.wide{min-width:7rem}"
    "thead th,thead .number,.narrow .number{white-space:normal}}"
    "@media screen and (max-width:26em){main{padding:0 .5rem}.wide{min-width:5.5rem}"
    "thead th{font-size:.75rem;hyphens:auto}"
    "td .badge{white-space:normal;padding:0 .2em}"
    f"{STACKED} tr:not(.folds,.narrow),.fold:not([open])+.region .stacks .narrow"
    "{display:flex;flex-wrap:wrap}"
    f"{STACKED} tr>*{{flex:1 1 0;min-width:0;border:0;position:static}}"
    f"{STACKED} tr{{border-bottom:1px solid var(--rule)}}"
    f"{STACKED} tr>:first-child{{flex:0 0 25%}}{STACKED} tr>.wide:nth-child(2){{flex:0 0 75%}}"
    f"{STACKED} tr>.wide:last-child,"
    f"{STACKED} tr>.wide:first-child,{STACKED} .band>th{{flex:0 0 100%}}"
    f"{STACKED} .number{{text-align:left;white-space:normal}}"
    f"{STACKED} thead th{{font-size:.6875rem;padding-inline:.1rem}}"
    f"{STACKED} th:first-child a,{STACKED} tr[id^=action]>th{{white-space:normal}}"
    "}"
    "@media (max-width:40rem){h1{font-size:1.5rem}h2{font-size:1.25rem}table{font-size:.8125rem}"
    "th,td{padding:.375rem .2rem}}"
)
"""Everything but the colours."""

PRINT = (
    "@page{size:A4 landscape;margin:12mm}body{font-size:10pt}.skip,summary{display:none}"
    "h2,h3{break-after:avoid}tr,figure{break-inside:avoid}thead{display:table-header-group}"
    ".region{overflow:visible}tr:not(.band)>th:first-child{position:static}a{color:inherit}"
)
"""On paper: A4 landscape, without what only a screen has."""
