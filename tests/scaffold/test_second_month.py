"""The whole path of a second month by the command line: new, import, edit, check, build, archive, email.

It starts from a copy of the October project and ends with the worked example under packs/november,
whose figures are made up, so that the example is what the commands make of the analyst's sheet.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest

from boardpack.cli import COMMANDS
from boardpack.load.loader import load
from boardpack.load.project import Project
from tests.support.commands import Said, boardpack, tree

EXAMPLE = Path(__file__).parents[1] / "packs" / "november"
MONTH = "2017-11"
BY_HAND = (
    "data/definitions.csv", "data/pack.toml", "data/owners.csv", "data/recipients.csv",
    "data/actions-2017-11.csv",
)  # fmt: skip
"""What a person edits beside the month's narratives."""


def run(*words: object, project: Path) -> Said:
    said = boardpack(*words, project=project)
    assert said.code == 0, said.err + said.out
    return said


def edit(project: Path) -> None:
    """Do what the authors do: write over the comments, fill in the month's facts, take up waivers."""
    for name in BY_HAND:
        shutil.copy(EXAMPLE / name, project / name)
    shutil.copytree(EXAMPLE / "narratives" / MONTH, project / "narratives" / MONTH, dirs_exist_ok=True)


def test_the_example_is_a_project_of_its_own(repository: Path, tmp_path: Path) -> None:
    said = run("build", MONTH, "--out", tmp_path, project=EXAMPLE)
    assert Path(said.out.strip()).parent == tmp_path
    for brand in ("base", "civic"):
        assert tree(EXAMPLE / "styles" / brand) == tree(repository / "styles" / brand)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A project that has gone the whole path up to the edit."""
    project = tmp_path_factory.mktemp("path") / "project"
    for name in ("data", "narratives", "styles"):
        shutil.copytree(repository / name, project / name)
    opened = run("new", MONTH, "--actions", 1, project=project)
    assert "9 carried forward, 4 dropped" in opened.err
    reason = "Late recording of October's cases came to light when the figures were run again."
    sheet = EXAMPLE / "analyst-sheet.csv"
    said = run(
        "import", sheet, "--month", MONTH, "--yes", "--on", "2017-12-04", "--reason", reason, project=project
    )
    assert "34 added, 0 changed, 2 restated, 0 not brought in" in said.err
    half = boardpack("check", MONTH, "--todo", project=project)
    assert half.code == 1
    assert "narratives/2017-11/month.toml" in half.out
    edit(project)
    return project


def test_the_commands_make_the_example(path: Path, request: pytest.FixtureRequest) -> None:
    """What the month adds is compared; `--update-goldens` takes October's own files over as well."""
    made = {name: data for name, data in tree(path).items() if name.split("/")[0] in {"data", "narratives"}}
    if request.config.getoption("--update-goldens"):
        for name, data in made.items():
            (EXAMPLE / name).parent.mkdir(parents=True, exist_ok=True)
            (EXAMPLE / name).write_bytes(data)
    example = {name: data for name, data in tree(EXAMPLE).items() if "/" in name}
    assert {name for name in made if MONTH in name} == {name for name in example if MONTH in name}
    for name in [*(name for name in made if MONTH in name), "data/restatements.csv"]:
        assert made[name].decode() == example[name].decode(), name
    assert made["data/values-2017-18.csv"].decode() == example["data/values-2017-18.csv"].decode()


def test_it_has_no_error_left(path: Path) -> None:
    said = run("check", MONTH, "--errors", project=path)
    assert "Checked: 0 errors" in said.out


@pytest.fixture(scope="module")
def pages(path: Path) -> list[str]:
    """The text of the built pack, page by page."""
    built = run("build", MONTH, project=path)
    return [page.extract_text() for page in pypdf.PdfReader(built.out.strip()).pages]


def test_every_page_says_that_it_is_an_example(pages: list[str]) -> None:
    assert all("EXAMPLE" in page for page in pages)


def test_what_only_a_second_month_has_is_there(pages: list[str]) -> None:
    text = " ".join(" ".join(pages).split())
    assert "November 2017" in pages[0]
    assert "Oct-02" not in text  # shown as complete in October
    assert "Nov-02" in text
    assert "31% [r]" in text  # restated
    assert "6 percentage points, from 62% to 68%" in text  # CIN 4, against the month before
    assert "analyst-sheet.csv" not in text
    assert "no cases" in text.casefold()


def test_it_is_archived_and_planned_for_email(path: Path, pages: list[str]) -> None:
    assert pages
    if "archive" not in COMMANDS:
        pytest.skip("there is no archive command")
    for month in ("2017-10", MONTH):
        issued = boardpack("archive", "add", month, project=path)
        assert issued.code in {0, 1}, issued.err
    assert f"{MONTH}" in run("archive", "list", project=path).out
    run("archive", "verify", project=path)
    if "email" not in COMMANDS:
        pytest.skip("there is no email command")
    plan = run("email", MONTH, project=path)
    assert "2 messages to send" in plan.out + plan.err
    assert "Nothing was sent" in plan.out + plan.err


def test_a_month_opened_after_it_drops_what_was_shown_as_complete(path: Path) -> None:
    pack = load(Project(path)).pack
    assert pack is not None
    assert "Oct-12" in {action.ref for action in pack.actions if not action.is_open}
    run("new", "2017-12", project=path)
    later = load(Project(path)).pack
    assert later is not None
    assert "Oct-12" not in {action.ref for action in later.actions}
    shutil.rmtree(path / "narratives/2017-12")
    (path / "data/actions-2017-12.csv").unlink()


def test_the_readme_goes_the_same_way(repository: Path) -> None:
    text = (repository / "README.md").read_text(encoding="utf-8")
    block = text.partition("## Next month in ten minutes")[2].partition("```sh\n")[2].partition("```")[0]
    lines = [line.split() for line in block.splitlines()]
    assert [words[1] for words in lines] == ["new", "import", "watch", "check", "build", "archive", "email"]
    assert all(words[0] == "boardpack" and words[1] in COMMANDS and MONTH in words for words in lines)
    assert (repository / lines[1][2]) == EXAMPLE / "analyst-sheet.csv"


def test_the_example_is_never_among_the_real_data(repository: Path) -> None:
    assert not (repository / "narratives" / MONTH).exists()
    assert "EXAMPLE" not in (repository / "narratives/2017-10/month.toml").read_text(encoding="utf-8")
