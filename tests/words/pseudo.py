"""A language made up from English: each letter of a sentence is another one, and its fields are kept."""

from __future__ import annotations

import string
import tomllib
from pathlib import Path

from boardpack.words import FOLDER

PLAIN = string.ascii_letters
ACCENTED = "áƀćđéƒģĥíĵķĺɱńóƥɋŕśťúṽŵẋýźÁƁĆĐÉƑĢĤÍĴĶĹṀŃÓƤɊŔŚŤÚṼŴẊÝŹ"
LETTERS = str.maketrans(PLAIN, ACCENTED)
LANGUAGE = "qps"


def write_pseudo(folder: Path) -> Path:
    """Write the catalogue of the made-up language; return its folder."""
    source = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))
    lines = [f'"{key}" = "{accented(text)}"' for key, text in flat(source)]
    folder.mkdir(exist_ok=True)
    (folder / f"{LANGUAGE}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def flat(table: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """Every sentence of a catalogue by its dotted key."""
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += flat(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found += [(f"{prefix}{key}.{number}", str(each)) for number, each in enumerate(value, 1)]
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found


def accented(sentence: str) -> str:
    """The sentence with other letters; what stands in braces is kept."""
    parts = string.Formatter().parse(sentence)
    return "".join(
        text.translate(LETTERS) + ("" if name is None else f"{{{name}}}") for text, name, _, _ in parts
    )
