"""The projects that tests build, and copies of them to change."""

from __future__ import annotations

import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SMALL = REPOSITORY / "tests" / "packs" / "small"


def copy_project(source: Path, target: Path, *, styles: bool = True) -> Path:
    """Copy a project's data and narratives, and the repository's styles."""
    for name in ("data", "narratives"):
        shutil.copytree(source / name, target / name)
    if styles and (REPOSITORY / "styles").is_dir():
        shutil.copytree(REPOSITORY / "styles", target / "styles")
    return target
