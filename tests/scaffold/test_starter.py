"""`boardpack init`: a project that builds at once, with nothing of the seed's in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from boardpack.check.audit import audit
from boardpack.load.project import Project
from boardpack.load.theme import read_theme
from boardpack.model.period import Period
from boardpack.scaffold import plan_project
from boardpack.scaffold.new_project import _template
from tests.appendix.published import TEXT
from tests.support.commands import boardpack, boardpack_apart, tree


@pytest.mark.parametrize("month", ["2025-04", "2025-10", "2026-03", "2024-12"])
def test_it_has_no_error_in_any_month(month: str, tmp_path: Path) -> None:
    said = boardpack("init", tmp_path / "new", "--month", month)
    assert said.code == 0
    year, number = map(int, month.split("-"))
    found = audit(Project(tmp_path / "new"), Period(year, number))
    assert found.pack is not None
    assert [finding for finding in found.findings if finding.blocks] == []


def test_it_builds_at_once_and_says_that_it_is_an_example(tmp_path: Path) -> None:
    boardpack("init", tmp_path / "new")
    said = boardpack_apart("build", "--html", "--data", project=tmp_path / "new")
    assert said.code == 0, said.err
    assert re.fullmatch(r"Checked: 0 errors, .*\.\n", said.err)
    assert Path(said.out.splitlines()[-1]).read_bytes().startswith(b"%PDF")


def test_the_next_month_opens_from_it(tmp_path: Path) -> None:
    boardpack("init", tmp_path / "new", "--month", "2026-03")
    said = boardpack("new", project=tmp_path / "new")
    assert said.code == 0
    assert "Targets for the new year are wanted" in said.err


def test_nothing_of_the_seed_is_in_it() -> None:
    text = " ".join(
        change.data.decode() for change in plan_project(Period(2025, 10)) if "/fonts/" not in change.file
    )
    for name in ("Croydon", "London", "children", "social work", "Ofsted", "care leavers", "safeguarding"):
        assert name.casefold() not in text.casefold(), name
    owners = set(re.findall(r"\t([A-Z]{2})\t", TEXT)) - {"NA"}
    assert not owners & set(re.findall(r"\b[A-Z]{2}\b", text))


def test_its_base_has_every_role_of_the_projects_own(repository: Path) -> None:
    base = {change.file: change.data for change in plan_project(Period(2025, 10))}["styles/base/theme.toml"]
    theirs, ours = (
        {table: set(roles) for table, roles in tomllib.loads(text).items()}
        for text in (base.decode(), (repository / "styles/base/theme.toml").read_text("utf-8"))
    )
    assert theirs == ours


def test_every_word_to_be_filled_in_is(tmp_path: Path) -> None:
    boardpack("init", tmp_path / "new")
    theme, findings = read_theme(tmp_path / "new/styles", "plain")
    assert findings == ()
    assert theme is not None
    for name, data in tree(tmp_path / "new").items():
        if name.endswith((".md", ".toml", ".csv")):
            assert re.search(r"@[A-Z]+@", data.decode()) is None, name


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    said = boardpack("init", tmp_path)
    assert said.code == 2
    assert "is not empty" in said.err
    assert tree(tmp_path) == {"mine.txt": b"mine"}
    assert boardpack("init", tmp_path / "none/new").code == 2


def test_the_template_is_all_text(repository: Path) -> None:
    folder = repository / "boardpack/scaffold/template"
    assert {name for name, _ in _template(folder)} == set(tree(folder))
