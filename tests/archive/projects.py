"""What the archive's tests share: one small project, issued in two versions."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.command import archive
from tests.support.projects import SMALL, change, copy_project


@pytest.fixture(scope="session")
def issued_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small pack, issued, then changed and issued again. Read only."""
    root = copy_project(SMALL, tmp_path_factory.mktemp("issued") / "project")
    assert archive("add", "2024-03", project=root).code == 0
    change(root, "data/targets.csv", '90%,set,>=,90,,90,80,"90% or', '91%,set,>=,91,,91,80,"91% or')
    change(root, "data/targets.csv", "80% to under 90%", "80% to under 91%")
    change(root, "data/values-2023-24.csv", "LL 2,value,4120", "LL 2,value,4121")
    change(root, "data/actions-2024-03.csv", "Apr-24,in progress", "Jun-24,in progress")
    change(root, "narratives/2024-03/month.toml", 'version = "1"', 'version = "2"')
    assert archive("add", "2024-03", "--reason", "The target was raised", project=root).code == 0
    return root


@pytest.fixture
def project(issued_project: Path, tmp_path: Path) -> Path:
    """A copy of it, that a test may change."""
    shutil.copytree(issued_project, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def ram() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of syncs would wear on a disk."""
    memory = Path("/dev/shm")
    base = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="boardpack-", dir=base) as folder:
        yield Path(folder)
