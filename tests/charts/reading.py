"""A picture read back: its words, its columns and its lines."""

from __future__ import annotations

import re
from itertools import combinations

from boardpack.charts.frame import Letters
from boardpack.drawing import PathMark, Picture, TextMark

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


def words_of(picture: Picture) -> list[TextMark]:
    """Its words."""
    return [mark for mark in picture.marks if isinstance(mark, TextMark)]


def texts_of(picture: Picture) -> list[str]:
    """Its words as plain text."""
    return [mark.text for mark in words_of(picture)]


def paths_of(picture: Picture, *, fill: str = "", stroke: str = "") -> list[PathMark]:
    """Its lines and areas of a role."""
    paths = [mark for mark in picture.marks if isinstance(mark, PathMark)]
    return [path for path in paths if fill in {"", path.fill} and stroke in {"", path.stroke}]


def box_of_words(mark: TextMark, letters: Letters) -> Box:
    """The room that words take."""
    face = letters.bold if mark.weight == "bold" else letters.regular
    fall = face.fall(mark.size) if set(mark.text) & set("gjpqyQ,;()[]$/") else 0.0
    return mark.x, mark.y - fall, mark.x + face.width(mark.text, mark.size), mark.y + face.rise(mark.size)


def rectangles(picture: Picture, *fills: str) -> list[Box]:
    """The rectangles of some roles, from left to right."""
    found = [
        tuple(map(float, numbers))
        for fill in fills
        for path in paths_of(picture, fill=fill)
        for numbers in re.findall(r"(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re", path.operators)
    ]
    return sorted((x, y, x + wide, y + high) for x, y, wide, high in found)


def columns_of(picture: Picture) -> list[Box]:
    """Its columns, from left to right."""
    return rectangles(picture, "column", "column_current")


def segments(path: PathMark) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight pieces of a line."""
    found = []
    here = (0.0, 0.0)
    for x, y, operator in re.findall(r"(-?[\d.]+) (-?[\d.]+) ([ml])", path.operators):
        there = (float(x), float(y))
        if operator == "l":
            found.append((here, there))
        here = there
    return found


def overlap(one: Box, other: Box, slack: float = 0.15) -> bool:
    """Whether two boxes lie on one another."""
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


def faults_of(picture: Picture, letters: Letters) -> list[str]:
    """Words that leave the picture, lie on one another, are struck by a line or are too small."""
    boxes = [(mark.text, box_of_words(mark, letters)) for mark in words_of(picture)]
    faults = [
        f"{text} leaves the picture"
        for text, box in boxes
        if not (
            box[0] >= -0.1
            and box[2] <= picture.width + 0.1
            and box[1] >= -0.1
            and box[3] <= picture.height + 0.1
        )
    ]
    faults += [
        f"{one} lies on {other}"
        for (one, box), (other, another) in combinations(boxes, 2)
        if overlap(box, another)
    ]
    for path in paths_of(picture, stroke="target"):
        for (x, y), (to_x, to_y) in segments(path):
            line = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
            faults += [f"the target strikes {text}" for text, box in boxes if overlap(box, line, -0.01)]
    return faults + [f"{mark.text} is too small" for mark in words_of(picture) if mark.size < 7.5]
