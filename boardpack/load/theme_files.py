"""Which files a brand is made of: its theme.toml, those of the brands it starts from, what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from boardpack.load.facts import is_brand
from boardpack.load.findings import FindingLog, listing, nearest
from boardpack.load.project import BASE, Project, entries, file_names, folder_names, shown_name
from boardpack.load.toml_file import TomlFile, read_settings
from boardpack.model.finding import Place

GENERATIONS = 5

TABLES = ("colours", "fonts", "sizes", "page", "logo")


def read_generations(styles: Path, brand: str, faults: FindingLog) -> list[TomlFile] | None:
    """Read the theme of a brand, of the brand that it starts from, and so on; None with a finding."""
    line: list[TomlFile] = []
    name: Any = brand
    while name is not None:
        if (
            not isinstance(name, str)
            or not is_brand(name)
            or name not in folder_names(styles)
            or len(line) == GENERATIONS
        ):
            _no_brand(styles, str(name)[:64], line, faults)
            return None
        settings = read_settings(styles.parent, f"{styles.name}/{name}/theme.toml", faults)
        if settings is None:
            return None
        line.append(settings)
        name = None if name == BASE else settings.values.get("base", BASE)
    return line


def _no_brand(styles: Path, name: str, line: list[TomlFile], faults: FindingLog) -> None:
    place = line[-1].place("base") if line else Place(f"{styles.name}/{name}")
    known = [known for known in folder_names(styles) if known != BASE]
    faults.error(
        "brand-unknown", place,
        f"no brand `{name}`{nearest(name, known)}"
        if len(line) < GENERATIONS
        else "brands that start from one another",
        f"a folder under styles/: {listing(known)}" if known else "a folder under styles/",
        "Correct the name, or add the folder with its theme.toml.",
    )  # fmt: skip


def tables_of(settings: TomlFile, faults: FindingLog) -> dict[str, dict[str, Any]]:
    """The tables of a theme, with findings for whatever else is in it."""
    found: dict[str, dict[str, Any]] = {}
    for key, value in settings.values.items():
        if key in TABLES and isinstance(value, dict):
            found[key] = value
        elif key != "base":
            faults.error(
                "theme-unknown", settings.place(key), f"`{key[:40]}`{nearest(key, TABLES)}",
                f"the key `base` and the tables {listing(f'[{table}]' for table in TABLES)}",
                "Correct the name, or take it out.",
            )  # fmt: skip
    return found


def is_below(value: str, suffix: str) -> bool:
    """Whether a path is one below the brand's folder."""
    parts = PurePosixPath(value).parts
    leaves = ".." in parts or value.startswith("/") or "\\" in value
    return bool(parts) and value.endswith(suffix) and not leaves


def theme_files(project: Project, brand: str) -> tuple[str, ...]:
    """Name the files that a brand is made of, below the project: its own, those of its bases, licences."""
    merged_from = read_generations(project.styles, brand, FindingLog())
    return tuple(file for settings in reversed(merged_from or ()) for file in _own_files(project, settings))


def _own_files(project: Project, settings: TomlFile) -> Iterator[str]:
    """The theme.toml of a brand, what it names, and the licences beside them."""
    home = settings.file.rpartition("/")[0]
    named = [
        value
        for table, suffix in SUFFIXES.items()
        for value in tables_of(settings, FindingLog()).get(table, {}).values()
        if isinstance(value, str) and is_below(value, suffix)
    ]
    yield settings.file
    yield from (f"{home}/{name}" for name in dict.fromkeys(named))
    for folder in dict.fromkeys((home, *(f"{home}/{name}".rpartition("/")[0] for name in named))):
        yield from (
            f"{folder}/{name}" for name in file_names(project.root / folder) if LICENCE.fullmatch(name)
        )


def tell_unknown_styles(project: Project, brand: str, faults: FindingLog) -> None:
    """Note what is in the folders of a brand and its bases and is no part of them."""
    known = theme_files(project, brand)
    folders = {str(parent) for file in known for parent in PurePosixPath(file).parents[:-2]}
    for folder in sorted(folders):
        for name, is_folder in entries(project.root / folder):
            file = f"{folder}/{name}"
            if not name.startswith((".", "~")) and file not in known and not (is_folder and file in folders):
                kind = "a folder" if is_folder else "a file"
                faults.warning(
                    "file-unknown", Place(shown_name(file)),
                    f"{kind} that nothing reads: it is not published either",
                    "theme.toml, the fonts and logo that it names, licences",
                    "Move it elsewhere.",
                )  # fmt: skip


LICENCE = re.compile(r"(?:OFL|LICEN[CS]E|COPYING|NOTICE|README)(?:[.\-_][\w.\-]{0,40})?", re.IGNORECASE)
"""Names of the texts that a font's licence wants beside it."""

SUFFIXES = {"fonts": ".ttf", "logo": ".png"}
"""What the files end in that these tables name."""
