"""Importing and opening need no fonts: the copies here are without styles, and quick to make."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def october_copy(tmp_path: Path, repository: Path) -> Path:
    """A copy of the October 2017 project's data and narratives, that a test may change."""
    for name in ("data", "narratives"):
        shutil.copytree(repository / name, tmp_path / "october" / name)
    return tmp_path / "october"
