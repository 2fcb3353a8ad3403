"""The command `check`: what it prints, in which form, and the code it leaves with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # its stubs are a package of their own
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from boardpack.check.audit import Audit, audit
from boardpack.check.registry import rule_names
from boardpack.cli import root
from boardpack.errors import UsageFault
from boardpack.load.project import Project
from boardpack.model.period import Period
from tests.support.projects import REPOSITORY, change

SCHEMA = json.loads(files("boardpack.check").joinpath("schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def audited_once() -> Iterator[None]:
    """October's files do not change here: each way of auditing them is gone through once, and then kept."""
    kept: dict[tuple[object, ...], Audit] = {}

    def audit_once(project: Project, period: Period, **ways: Any) -> Audit:
        if project.root != REPOSITORY:
            return audit(project, period, **ways)
        key = (period, *ways.items())
        if key not in kept:
            kept[key] = audit(project, period, **ways)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("boardpack.cli.check.audit", audit_once)
        yield


def run(project: Path, *words: str) -> Result:
    return CliRunner().invoke(root, ["check", "--project", str(project), *words])


def test_a_clean_month_leaves_with_0_and_one_summary_line(small_pack: Path) -> None:
    result = run(small_pack)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[-1].startswith("Checked: 0 errors, 0 warnings, ")
    assert all(": note " in line for line in lines[:-1])


def test_an_error_leaves_with_1_and_is_a_line_with_its_place(small_pack: Path) -> None:
    change(small_pack, "data/indicators.csv", "ST 2,5,streets,streets,BIB", "ST 2,5,streets,streets,SIB")
    result = run(small_pack, "--errors")
    assert result.exit_code == 1
    line = result.stdout.splitlines()[0]
    assert line.startswith("data/indicators.csv:6: error polarity-contradicted: ")
    assert "expected BIB (bigger is better)" in line
    assert len(result.stdout.splitlines()) == 2


def test_the_month_may_be_named_and_must_exist(small_pack: Path) -> None:
    assert run(small_pack, "Mar-24").exit_code == 0
    result = run(small_pack, "2024-02")
    assert isinstance(result.exception, UsageFault)
    assert "months there: 2024-03" in str(result.exception)


def test_without_a_month_there_is_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    result = run(tmp_path)
    assert isinstance(result.exception, UsageFault)
    assert "no month with narratives" in str(result.exception)


def test_what_cannot_be_read_is_reported_and_leaves_with_1(small_pack: Path) -> None:
    (small_pack / "data" / "indicators.csv").unlink()
    result = run(small_pack)
    assert result.exit_code == 1
    assert "data/indicators.csv" in result.stdout


def test_json_is_as_the_schema_says(small_pack: Path, repository: Path) -> None:
    for project in (small_pack, repository):
        for words in ((), ("--todo",), ("--claims", "--todo"), ("--no-waivers",)):
            result = run(project, "--format", "json", *words)
            data = json.loads(result.stdout)
            jsonschema.validate(data, SCHEMA)
            assert ("tasks" in data, "claims" in data) == ("--todo" in words, "--claims" in words)


def test_the_schema_names_what_a_finding_has(repository: Path) -> None:
    data = json.loads(run(repository, "--format", "json").stdout)
    finding: dict[str, Any] = SCHEMA["$defs"]["finding"]
    assert set(finding["required"]) == set(finding["properties"])
    assert all(set(one) == set(finding["required"]) for one in data["findings"])
    assert sum(data["counts"].values()) == len(data["findings"])
    assert data["counts"]["waived"] == sum(one["waiver"] is not None for one in data["findings"])


def test_waivers_can_be_set_aside(repository: Path) -> None:
    assert run(repository).exit_code == 0
    bare = run(repository, "--no-waivers")
    assert bare.exit_code == 1
    assert "(waived)" not in bare.stdout
    assert bare.stdout.splitlines()[-1].endswith("0 waived.")


def test_an_unused_waiver_is_a_warning(small_pack: Path) -> None:
    waivers = small_pack / "narratives" / "2024-03" / "waivers.toml"
    waivers.write_text(
        '[[waiver]]\nrule = "band-gap"\nsubject = "ST 1"\nreason = "As agreed."\nrole = "Director"\n'
        "date = 2024-04-10\n",
        encoding="utf-8",
    )
    result = run(small_pack)
    assert result.exit_code == 0
    assert "waivers.toml:1: warning waiver-unused: " in result.stdout


def test_todo_lists_what_is_missing_by_owner(small_pack: Path) -> None:
    assert "Nothing is missing." in run(small_pack, "--todo").stdout
    change(small_pack, "data/values-2023-24.csv", "92.5% [p]", "")
    change(small_pack, "narratives/2024-03/month.toml", 'meeting_date = "2024-04-29"', 'meeting_date = ""')
    change(small_pack, "narratives/2024-03/streets.md", "ST 2 is Red", "It is slow")
    lines = run(small_pack, "--todo").stdout.splitlines()
    heads = [line for line in lines[:-1] if not line.startswith(" ")]
    assert heads == [
        "LLY, Head of libraries (Pennaeth Llyfrgelloedd)",
        "PRI, Head of highways (Pennaeth Priffyrdd)",
        "Whoever puts the pack together",
    ]
    assert lines[1] == (
        "  data/values-2023-24.csv:2:8: LL 1 has no value in March 2024, and nothing says why. "
        "Enter the value or the status."
    )


def test_the_same_files_give_the_same_text(small_pack: Path, repository: Path) -> None:
    for project in (small_pack, repository):
        assert run(project).stdout == run(project).stdout


@pytest.fixture
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def console(*, err: bool = True) -> Console | None:
        return None if err else Console(force_terminal=True)

    def widen() -> None:
        monkeypatch.setattr("boardpack.cli.output.terminal", console)

    return widen


def test_a_terminal_gets_a_table(repository: Path, wide_terminal: Callable[[], None]) -> None:
    wide_terminal()
    result = run(repository, "--errors", "--no-waivers")
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in result.stdout.splitlines()]
    assert "data/actions-2017-10.csv" in lines, "a file's name heads its findings"
    assert any(re.match(r" +14  error  action-due-before-raised  action Nov-01 ", line) for line in lines)


def test_the_rules_can_be_listed_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(root, ["check", "--rules"])
    assert result.exit_code == 0
    names = [line.split()[0] for line in result.stdout.splitlines()]
    assert names[: len(rule_names())] == list(rule_names())
    assert {"heading-unknown", "columns-unknown", "brand-unknown"} < set(names)


def test_the_claim_register_is_printed_instead_of_the_findings(small_pack: Path) -> None:
    result = run(small_pack, "--claims")
    assert result.exit_code == 0
    assert "narratives/2024-03/directors-summary.md:5: LL 1 stands at " in result.stdout
    assert " note " not in result.stdout


def test_one_sentence_is_explained(small_pack: Path) -> None:
    piece = next((small_pack / "narratives").glob("*/streets.md"))
    number = next(n for n, line in enumerate(piece.read_text("utf-8").splitlines(), 1) if line[:1].isalpha())
    result = run(small_pack, "--explain", f"streets.md:{number}")
    assert result.exit_code == 0
    assert "tokens:" in result.stdout
    assert run(small_pack, "--explain", "streets.md:9999").exit_code == 2


def test_one_kind_can_be_asked_for_and_a_misspelt_one_is_named(repository: Path) -> None:
    lines = run(repository, "--kind", "claim-size").stdout.splitlines()
    assert len(lines) > 1
    assert all(" claim-size: " in line for line in lines[:-1])
    result = run(repository, "--kind", "clam-size")
    assert isinstance(result.exception, UsageFault)
    assert "Did you mean claim-size?" in str(result.exception)
    result = run(repository, "--kind", "heading-unknwn")
    assert "Did you mean heading-unknown?" in str(result.exception)


def test_a_kind_of_another_room_that_nothing_is_wrong_with_is_no_mistake(small_pack: Path) -> None:
    result = run(small_pack, "--kind", "heading-unknown")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("by", ["owner", "file", "kind"])
def test_findings_can_be_grouped(by: str, repository: Path) -> None:
    listed = run(repository).stdout.splitlines()[:-1]
    grouped = run(repository, "--by", by).stdout.splitlines()
    assert set(listed) <= set(grouped)
    heads = [line for line in grouped if re.search(r" \(\d+\)$|^\S+ \(\d+\)$", line) and line not in listed]
    assert len(heads) > 3
    assert grouped[-1].startswith("Checked: ")


def test_into_a_file_every_finding_is_one_line(repository: Path) -> None:
    data = json.loads(run(repository, "--format", "json").stdout)
    assert len(run(repository).stdout.splitlines()) == len(data["findings"]) + 1
    assert run(repository, "--all").stdout == run(repository).stdout


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("words", [(), ("--all",), ("--todo",), ("--by", "owner")])
def test_a_terminal_s_width_holds(
    width: int, words: tuple[str, ...], repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def console(*, err: bool = True) -> Console | None:
        return None if err else Console(force_terminal=True, width=width, color_system=None)

    for module in ("check", "output"):
        monkeypatch.setattr(f"boardpack.cli.{module}.terminal", console)
    shown = [
        re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in run(repository, *words).stdout.splitlines()
    ]
    assert [line for line in shown if len(line) > width] == []
    assert (len(shown) + 2 <= 24) is (not words and width >= 80)
