"""The canvas that blocks paint themselves on: set lines, shapes behind words, and charts' drawings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from boardpack.drawing import PathMark, Picture, TextMark
from boardpack.render.pdf.canvas import PlainRun, Run, TaggedCanvas, colour_operands, operands
from boardpack.render.pdf.fonts import Typefaces, composed
from boardpack.render.pdf.line_breaking import Fragment, Line
from boardpack.render.pdf.shapes import Room, draw_shape
from boardpack.render.pdf.structure import Node


def replay(picture: Picture, painter: Painter, x: float, y: float) -> None:
    """Paint a picture with its lower left corner at x, y, all but the words of its scale."""
    painter.saveState()
    painter.translate(x, y)
    marks = [mark for mark in picture.marks if not _is_scale(mark)]
    for is_words, run in groupby(marks, key=lambda mark: isinstance(mark, TextMark)):
        if is_words:
            painter.show(None, [_run(mark, painter) for mark in run if isinstance(mark, TextMark)])
        else:
            painter.paint("\n".join(_operators(mark, painter) for mark in run if isinstance(mark, PathMark)))
    painter.restoreState()


def replay_scale(picture: Picture, painter: Painter, x: float, y: float) -> None:
    """Paint the words of a picture's scale, which are for the eye alone: within an artifact."""
    marks = [mark for mark in picture.marks if isinstance(mark, TextMark) and mark.scale]
    painter.show(None, [_run(mark, painter, x, y) for mark in marks])


def _is_scale(mark: PathMark | TextMark) -> bool:
    return isinstance(mark, TextMark) and mark.scale


def _run(words: TextMark, painter: Painter, x: float = 0.0, y: float = 0.0) -> Run:
    """A label as a run; the space after it keeps it apart from the next one in a search or a copy."""
    font, colour = painter.type.face(words.weight).font, painter.theme.colour(words.role)
    return Run(font, words.size, colour, x + words.x, y + words.y, composed(words.text) + " ", words.angle)


def _operators(path: PathMark, painter: Painter) -> str:
    parts = ["q"]
    if path.fill:
        parts.append(f"{colour_operands(painter.theme.colour(path.fill))} rg")
    if path.stroke:
        stroke = colour_operands(painter.theme.colour(path.stroke))
        parts.append(f"{stroke} RG {operands(path.width)} w {path.cap} J {path.join} j")
        if path.dash:
            parts.append(f"[{operands(*path.dash)}] 0 d")
    parts += [path.operators, PAINT[bool(path.fill), bool(path.stroke)], "Q"]
    return " ".join(parts)


PAINT = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}


class Setting(Struct, frozen=True):
    """Lines at their place on a page: `x` is their left edge, `top` the upper edge of the first line."""

    lines: tuple[Line, ...]
    x: float
    top: float
    size: float
    leading: float
    indents: tuple[float, ...] = ()
    """How far each line is indented from `x`, in points; none when empty."""


class Painter(TaggedCanvas):
    """A tagged canvas that knows the theme's type and the pages of anchors."""

    def __init__(self, type_: Typefaces, numbers: Mapping[str, str]) -> None:
        page = type_.theme.page
        super().__init__((page.width, page.height))
        self.type = type_
        self.theme = type_.theme
        self.numbers = numbers

    def turn(self, page: str) -> None:
        """Make the page at hand `portrait` or `landscape`; as the style has it when empty."""
        self.theme = self.type.theme.turned(page)
        self.setPageSize((self.theme.page.width, self.theme.page.height))

    def set(self, setting: Setting) -> None:
        """Paint lines, shapes first."""
        self.set_shapes((setting,))
        self.set_words(setting)

    def set_shapes(self, settings: Sequence[Setting]) -> None:
        """Paint what is behind or beside the words of several settings, as one artifact."""
        drawn = [operators for setting in settings for operators in _shapes(setting, self.type)]
        drawn += _underlines(settings)
        if drawn:
            with self.artifact("Layout"):
                self.paint("\n".join(drawn))

    def set_words(self, setting: Setting) -> None:
        """Paint the words, each run for the element it belongs to, and the areas of links."""
        node: Node | None = None
        runs: list[PlainRun] = []
        for line, x, baseline in _baselines(setting):
            for fragment in line.fragments:
                if fragment.node is not node:
                    self.show(node, runs)
                    node, runs = fragment.node, []
                runs.append(self._run(fragment, x, baseline, setting.size))
                if fragment.link is not None and fragment.node is not None:
                    self.show(node, runs)
                    runs = []
                    self._area(fragment, x, baseline, setting)
        self.show(node, runs)

    def _run(self, fragment: Fragment, x: float, baseline: float, size: float) -> PlainRun:
        face, colour, scale = fragment.voice
        text = self.numbers.get(fragment.anchor, "–") if fragment.anchor else fragment.text
        return (face.font, size * scale, colour, x + fragment.x * size, baseline, text)

    def _area(self, fragment: Fragment, x: float, baseline: float, setting: Setting) -> None:
        if fragment.link is None or fragment.node is None:
            return
        left = x + fragment.x * setting.size
        below = (setting.leading - setting.size) / 2 + (1 - fragment.voice.face.rise) * setting.size
        right, bottom = left + fragment.width * setting.size, baseline - below
        rect = (left, bottom, right, bottom + setting.leading)
        self.link(fragment.node, rect, fragment.link.target, fragment.link.description)


def first_baseline(size: float, leading: float, rise: float) -> float:
    """How far below a block's upper edge its first baseline lies."""
    return (leading - size) / 2 + rise * size


def _baselines(setting: Setting) -> Iterable[tuple[Line, float, float]]:
    """Each line with its left end and its baseline."""
    if not setting.lines:
        return
    rise = _rise(setting.lines)
    y = setting.top - first_baseline(setting.size, setting.leading, rise)
    for index, line in enumerate(setting.lines):
        indent = setting.indents[index] if setting.indents else 0.0
        yield line, setting.x + indent, y
        y -= setting.leading


def _rise(lines: tuple[Line, ...]) -> float:
    for line in lines:
        for fragment in line.fragments:
            rise: float = fragment.voice.face.rise
            return rise
    return 0.8


def _shapes(setting: Setting, type_: Typefaces) -> Iterable[str]:
    size = setting.size
    for line, x, baseline in _baselines(setting):
        for drawn in line.shapes:
            room = Room(x + drawn.x * size, baseline, drawn.width * size, size, type_.theme)
            yield draw_shape(drawn.shape, room)


def _underlines(settings: Sequence[Setting]) -> Iterable[str]:
    """Hairlines under links, those of one colour as one path.

    Colour alone does not tell a link from the words around it (WCAG 1.4.1).
    """
    lines: dict[str, list[str]] = {}
    for setting in settings:
        for line, x, baseline in _baselines(setting):
            y = baseline - 0.12 * setting.size
            for fragment in line.fragments:
                if fragment.link is not None and fragment.link.underlined:
                    left = x + fragment.x * setting.size
                    right = left + fragment.width * setting.size
                    path = f"{operands(left, y)} m {operands(right, y)} l"
                    lines.setdefault(colour_operands(fragment.voice.colour), []).append(path)
    for colour, paths in lines.items():
        yield f"{colour} RG 0.4 w {' '.join(paths)} S"
