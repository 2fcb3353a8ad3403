"""`boardpack init --like`: packs of other bodies, which check clean, build, and say what they should."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from boardpack.check.audit import audit
from boardpack.load.loader import load
from boardpack.load.project import Project
from boardpack.model.finding import Severity
from boardpack.scaffold import KINDS, plan_like
from tests.support.commands import boardpack, boardpack_apart
from tests.support.projects import REPOSITORY


@pytest.fixture(scope="module", params=KINDS)
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Project]:
    folder = tmp_path_factory.mktemp("kinds") / str(request.param)
    said = boardpack("init", folder, "--like", str(request.param))
    assert said.code == 0, said.err
    return str(request.param), Project(folder)


def test_it_is_read_and_checked_without_an_error_and_nearly_without_a_warning(
    started: tuple[str, Project],
) -> None:
    found = audit(started[1], started[1].months()[-1])
    assert found.pack is not None
    told = [one for one in found.findings if one.severity is not Severity.NOTE]
    assert [one for one in told if one.blocks] == []
    assert len(told) <= 2, [(one.rule, one.found) for one in told]


def test_it_builds_and_prints_what_its_kind_has_and_says_no_more_than_what_was_checked(
    started: tuple[str, Project],
) -> None:
    kind, project = started
    said = boardpack_apart("build", "--html", "--data", project=project.root)
    assert said.code == 0, said.err
    assert re.fullmatch(r"Checked: 0 errors, .*\.\n", said.err)
    text = " ".join(page.extract_text() for page in PdfReader(said.out.splitlines()[-1]).pages)
    text = " ".join(text.split())
    for words in PRINTED[kind]:
        assert words in text, words


PRINTED = {
    "council-quarter": (
        "Quarter 2 2025-26", "Q2 2024-25", "Blue", "Data only", "Improved", "Worsened", "62.0% (2024-25)",
        "(2024-25, mean of 9 of 10)",
        "Amber Q4 2024-25", "Yes", "Target, Q2 2025-26", "[d] not due in this period",
    ),
    "trust-month": (
        "Eastmoor Hospitals NHS Trust", "11:00", "00:31:20", "5.42", "£240k", "−£119k", "Amber Sep-25",
        "80.7%", "Target, Oct-25", "November 2023 to October 2024",
    ),
    "housing": ("100.", "£34", "97% to 99%", "CTT", "Amber Mar-25", "close to the target"),
}  # fmt: skip


def test_the_next_period_opens_from_it(started: tuple[str, Project]) -> None:
    _, project = started
    following = project.months()[-1].next
    said = boardpack("new", project=project.root)
    assert said.code == 0, said.err
    assert f"{following.long} is open" in said.err
    assert (project.narratives / following.iso).is_dir()
    assert load(Project(project.root), following).pack is not None


@pytest.mark.parametrize("kind", KINDS)
def test_the_packs_of_the_tests_are_the_kinds(kind: str) -> None:
    folder = REPOSITORY / "tests" / "packs" / kind
    theirs = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    ours = {change.file: change.data for change in plan_like(kind) if not change.file.startswith("styles/")}
    assert ours == theirs


def test_a_kind_has_a_period_of_its_own(tmp_path: Path) -> None:
    said = boardpack("init", tmp_path / "new", "--like", "housing", "--month", "2025-10")
    assert said.code == 2
    assert "not both" in said.err
