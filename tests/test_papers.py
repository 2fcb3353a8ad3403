"""The papers of the project agree with the project."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from boardpack import __version__
from tests.support.projects import REPOSITORY

PAPERS = REPOSITORY / ".github"
PAGES = (REPOSITORY / "README.md", *sorted(PAPERS.rglob("*.md")))
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_changelog_begins_with_this_version() -> None:
    first = re.search(r"^## (\S+)", (PAPERS / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == __version__


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_leads_somewhere(page: Path) -> None:
    words = re.sub(r"`[^`\n]*`", "", page.read_text("utf-8"))  # code shows links of others
    for link in LINK.findall(words):
        assert (page.parent / link).exists(), link


def test_each_record_of_a_decision_is_listed() -> None:
    listed = set(LINK.findall((PAPERS / "adr/README.md").read_text("utf-8")))
    assert listed == {page.name for page in (PAPERS / "adr").glob("0*.md")}


def test_the_licence_files_are_there() -> None:
    for pattern in PROJECT["license-files"]:
        assert list(REPOSITORY.glob(pattern)), pattern


def test_the_classifiers_name_the_pythons_that_are_tried() -> None:
    tried = re.findall(r"^ +(3\.\d+)$", (PAPERS / "workflows/ci.yml").read_text("utf-8"), re.MULTILINE)
    named = [word.rpartition(" ")[2] for word in PROJECT["classifiers"] if ":: 3." in word]
    assert sorted(tried) == sorted(named)
