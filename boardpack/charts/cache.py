"""Drawn charts, kept from one build to the next so that an unchanged chart needs no matplotlib.

An entry's name is the SHA-256 of everything that its picture depends on: the chart's whole value,
its size, the theme's colours, the bytes of its fonts, the source of the code that draws, and
matplotlib's version. So an entry cannot be out of date: what has changed has another name. An entry
also carries a digest of itself; one that is damaged, cut short or renamed is drawn again. The folder
may be deleted at any time, and a folder that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import fields
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from boardpack import charts, document, picture
from boardpack.document import Chart
from boardpack.picture import Path as Outline
from boardpack.picture import Picture, Words
from boardpack.theme import Theme


class ChartCache:
    """A folder of drawn charts. Make one for each build: a font file is read once in its life."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fonts: dict[Path, str] = {}

    def draw(self, chart: Chart, width: float, height: float, theme: Theme) -> Picture:
        """Return the chart's picture: from the folder if it is there and whole, else from `charts.draw`."""
        key = self.key(chart, width, height, theme)
        file = self.folder / f"{key}.json"
        kept = _read(file, key)
        if kept is not None:
            return kept
        drawn = charts.draw(chart, width, height, theme)
        with contextlib.suppress(OSError):
            _write(file, key, drawn)
        return drawn

    def key(self, chart: Chart, width: float, height: float, theme: Theme) -> str:
        """Name everything that a picture depends on; `repr` of a frozen value tells all its fields."""
        parts = (
            self._code,
            repr(chart),
            repr((float(width), float(height))),
            repr(sorted(theme.colours.items())),
            self._font(theme.fonts.regular),
            self._font(theme.fonts.bold),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    def _font(self, file: Path) -> str:
        if file not in self._fonts:
            self._fonts[file] = hashlib.sha256(file.read_bytes()).hexdigest()
        return self._fonts[file]

    @cached_property
    def _code(self) -> str:
        return code_version()


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code that draws and of the file in which matplotlib states its version."""
    sources = [*Path(__file__).parent.glob("*.py"), Path(document.__file__), Path(picture.__file__)]
    library = find_spec("matplotlib")
    if library is not None and library.origin is not None:
        sources.append(Path(library.origin).with_name("_version.py"))
    return " ".join(hashlib.sha256(source.read_bytes()).hexdigest() for source in sorted(sources))


def _read(file: Path, key: str) -> Picture | None:
    """Return an entry's picture, or None when there is none or it is not what was written."""
    try:
        content = file.read_bytes()
    except OSError:
        return None
    digest, _, body = content.partition(b"\n")
    if digest != _digest(key, body):
        return None
    return _picture(json.loads(body))


def _write(file: Path, key: str, drawn: Picture) -> None:
    """Put an entry in its place whole: it is written beside it and then renamed."""
    body = json.dumps(
        {"width": drawn.width, "height": drawn.height, "marks": [_plain(mark) for mark in drawn.marks]},
        separators=(",", ":"),
    ).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(_digest(key, body) + b"\n" + body)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _digest(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + body).hexdigest().encode()


def _plain(mark: Outline | Words) -> dict[str, object]:
    return {"kind": type(mark).__name__} | {field.name: getattr(mark, field.name) for field in fields(mark)}


def _picture(plain: dict[str, Any]) -> Picture:
    return Picture(plain["width"], plain["height"], tuple(_mark(mark) for mark in plain["marks"]))


def _mark(plain: dict[str, Any]) -> Outline | Words:
    """A mark from its plain form: JSON's lists are the values' tuples."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    return MARKS[values.pop("kind")](**values)


MARKS: dict[str, Callable[..., Outline | Words]] = {kind.__name__: kind for kind in (Outline, Words)}
