"""The October project with November opened, for what is imported into it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.commands import boardpack
from tests.support.projects import REPOSITORY, copy_project


@pytest.fixture(scope="session")
def opened_november(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with November opened, once. Read only."""
    project = copy_project(REPOSITORY, tmp_path_factory.mktemp("opened") / "october", styles=False)
    assert boardpack("new", "2017-11", project=project).code == 0
    return project


@pytest.fixture
def november(opened_november: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(opened_november, tmp_path / "october"))
