"""A chart's picture as inline SVG: the marks of the drawing, their colours by role, so that dark mode holds.

The picture has a title and a description for screen readers (`role="img"`); what is written in it is hidden
from them, since the description and the table beside it say the same.
"""

from __future__ import annotations

from html import escape

from boardpack.drawing import PathMark, Picture, TextMark

NAMES = {"m": "M", "l": "L", "c": "C", "h": "Z"}
"""PDF path operators and their commands in SVG."""
CAPS = ("butt", "round", "square")
JOINS = ("miter", "round", "bevel")


def svg_of(picture: Picture, name: str, title: str, description: str) -> str:
    """Write a picture as an `svg` element; `name` begins its ids, which must be unique on a page."""
    marks = "".join(_mark(mark, picture) for mark in picture.marks)
    return (
        f'<svg role="img" aria-labelledby="{name}-t {name}-d" viewBox="0 0 {_n(picture.width)} '
        f'{_n(picture.height)}" width="{_n(picture.width)}" height="{_n(picture.height)}">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f'<g aria-hidden="true">{marks}</g></svg>'
    )


def _mark(mark: PathMark | TextMark, picture: Picture) -> str:
    return _text(mark, picture) if isinstance(mark, TextMark) else _path(mark, picture)


def _path(mark: PathMark, picture: Picture) -> str:
    stroke = ""
    if mark.stroke:
        dash = f' stroke-dasharray="{" ".join(map(_n, mark.dash))}"' if mark.dash else ""
        cap = f' stroke-linecap="{CAPS[mark.cap]}"' if mark.cap else ""
        join = f' stroke-linejoin="{JOINS[mark.join]}"' if mark.join else ""
        stroke = f' stroke="{_colour(mark.stroke)}" stroke-width="{_n(mark.width)}"{dash}{cap}{join}'
    fill = _colour(mark.fill) if mark.fill else "none"
    return f'<path d="{path_data(mark.operators, picture.height)}" fill="{fill}"{stroke}/>'


def path_data(operators: str, height: float) -> str:
    """Turn PDF path operators, whose y grows upwards, into an SVG path's data, whose y grows downwards."""
    found: list[str] = []
    numbers: list[float] = []
    for part in operators.split():
        if part == "re":
            x, y, wide, high = numbers
            found.append(f"M{_n(x)} {_n(height - y)}h{_n(wide)}v{_n(-high)}h{_n(-wide)}Z")
        elif part in NAMES:
            points = zip(numbers[::2], numbers[1::2], strict=True)
            found.append(NAMES[part] + " ".join(f"{_n(x)} {_n(height - y)}" for x, y in points))
        else:
            numbers.append(float(part))
            continue
        numbers.clear()
    return "".join(found)


def _text(mark: TextMark, picture: Picture) -> str:
    x, y = _n(mark.x), _n(picture.height - mark.y)
    turn = f' transform="rotate({_n(-mark.angle)} {x} {y})"' if mark.angle else ""
    weight = ' font-weight="700"' if mark.weight == "bold" else ""
    return (
        f'<text x="{x}" y="{y}" font-size="{_n(mark.size)}" fill="{_colour(mark.role)}"{weight}{turn}>'
        f"{escape(mark.text)}</text>"
    )


def _colour(role: str) -> str:
    return f"var(--{role.replace('_', '-')})"


def _n(number: float) -> str:
    """A number with two decimals at most, which is a hundredth of a point."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
