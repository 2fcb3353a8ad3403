"""A chart's picture put on the page: its paths as they are, its words in the page's own fonts."""

from __future__ import annotations

from itertools import groupby

from boardpack.picture import Path, Picture, Words
from boardpack.render.pdf.canvas import Run, colour_operands, operands
from boardpack.render.pdf.press import Press
from boardpack.render.pdf.type import composed


def replay(picture: Picture, press: Press, x: float, y: float) -> None:
    """Paint a picture with its lower left corner at x, y; within a figure or an artifact."""
    press.saveState()
    press.translate(x, y)
    for is_words, marks in groupby(picture.marks, key=lambda mark: isinstance(mark, Words)):
        if is_words:
            press.show(None, [_run(mark, press) for mark in marks if isinstance(mark, Words)])
        else:
            press.paint("\n".join(_operators(mark) for mark in marks if isinstance(mark, Path)))
    press.restoreState()


def _run(words: Words, press: Press) -> Run:
    """A label as a run; the space after it keeps it apart from the next one in a search or a copy."""
    font = press.type.face(words.weight).font
    return Run(font, words.size, words.colour, words.x, words.y, composed(words.text) + " ", words.angle)


def _operators(path: Path) -> str:
    parts = ["q"]
    if path.clip is not None:
        parts.append(f"{operands(*path.clip)} re W n")
    if path.fill is not None:
        parts.append(f"{colour_operands(path.fill)} rg")
    if path.stroke is not None:
        parts.append(f"{colour_operands(path.stroke)} RG {operands(path.width)} w {path.cap} J {path.join} j")
        if path.dash:
            parts.append(f"[{operands(*path.dash)}] 0 d")
    parts += [path.operators, PAINT[path.fill is not None, path.stroke is not None], "Q"]
    return " ".join(parts)


PAINT = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
