"""The first screen of `check`: what it says, how wide and how long it is."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace

from boardpack.check.audit import Audit, audit
from boardpack.cli.overview import overview
from boardpack.load.project import Project
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.period import Period
from tests.support.projects import REPOSITORY, SMALL

PROMPTS = 2
"""Lines of a screen that the command and the next prompt take."""
PACKS = {"october": REPOSITORY, "november": REPOSITORY / "tests/packs/november", "small": SMALL}
WIDTHS = (40, 60, 80, 120, 200)


@pytest.fixture(scope="module")
def audits() -> dict[str, tuple[Period, Audit]]:
    found = {}
    for name, folder in PACKS.items():
        project = Project(folder)
        period = project.months()[-1]
        found[name] = period, audit(project, period)
    found["clean"] = found["small"][0], Audit(found["small"][1].pack, ())
    found["unreadable"] = found["small"][0], Audit(None, (fault("data/pack.toml"),))
    return found


def fault(file: str, line: int = 1, rule: str = "toml-syntax") -> Finding:
    return Finding(rule, Severity.ERROR, Place(file, line), "", "a word " * 30, "expected", "Do it.")


def lines(found: tuple[Period, Audit], width: int) -> list[str]:
    period, result = found
    return [line.text for line in overview(period, result.pack, result.findings, width)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*PACKS, "clean", "unreadable"])
def test_no_line_is_wider_than_the_screen(
    name: str, width: int, audits: dict[str, tuple[Period, Audit]]
) -> None:
    assert max(map(len, lines(audits[name], width))) <= width


@pytest.mark.parametrize("name", [*PACKS, "clean", "unreadable"])
def test_it_fits_a_screen_of_24_lines(name: str, audits: dict[str, tuple[Period, Audit]]) -> None:
    assert len(lines(audits[name], 80)) + PROMPTS <= 24


@pytest.mark.parametrize("errors", [1, 2, 3, 4, 50])
def test_it_fits_with_any_number_of_errors(errors: int, audits: dict[str, tuple[Period, Audit]]) -> None:
    period, october = audits["october"]
    faults = tuple(fault(f"narratives/2017-10/a-file-with-a-long-name-{n}.md", n) for n in range(errors))
    shown = lines((period, Audit(october.pack, (*october.findings, *faults))), 80)
    assert len(shown) + PROMPTS <= 24
    assert shown[0].startswith("October 2017 cannot be printed.")
    assert sum("a-file-with-a-long-name" in line and "a word" in line for line in shown) == min(errors, 3)
    assert any("more error" in line for line in shown) is (errors > 3)


def test_it_says_whether_the_pack_can_be_printed_and_counts(
    audits: dict[str, tuple[Period, Audit]],
) -> None:
    period, result = audits["october"]
    said = " ".join(lines((period, result), 200))
    waived = sum(finding.waiver is not None for finding in result.findings)
    assert said.startswith("October 2017 can be printed. 0 errors, ")
    assert f"; {waived} waived." in said
    assert "By whom  PS " in said
    assert "whoever puts the pack together" in said
    warned = [f.rule for f in result.findings if f.waiver is None and f.severity is Severity.WARNING]
    (rule, count), *_ = Counter(warned).most_common(1)
    assert f"By kind  {count} {rule} · " in said
    assert "--kind claim-unit" in said


def test_waived_findings_and_notes_are_only_counted(audits: dict[str, tuple[Period, Audit]]) -> None:
    period, result = audits["october"]
    rules = {f.rule for f in result.findings if f.waiver is None and f.severity is Severity.WARNING}
    quiet = {f.rule for f in result.findings} - rules
    said = " ".join(lines((period, result), 200))
    assert quiet
    assert not [rule for rule in quiet if f" {rule} " in said]


def test_a_pack_without_findings_has_nothing_to_look_at(audits: dict[str, tuple[Period, Audit]]) -> None:
    shown = lines(audits["clean"], 80)
    assert shown[0] == "March 2024 can be printed. 0 errors, 0 warnings, 0 notes; 0 waived."
    assert len(shown) == 3


def test_what_cannot_be_read_cannot_be_printed(audits: dict[str, tuple[Period, Audit]]) -> None:
    period, result = audits["unreadable"]
    assert lines((period, result), 80)[0].startswith("March 2024 cannot be printed. 1 error, ")


def test_many_owners_are_counted(audits: dict[str, tuple[Period, Audit]]) -> None:
    period, result = audits["october"]
    pack = result.pack
    assert pack is not None
    crowd = tuple(replace(one, owner=f"OWNER-{number:03d}") for number, one in enumerate(pack.indicators))
    many = tuple(
        replace(result.findings[0], subject=one.ref, severity=Severity.WARNING, waiver=None) for one in crowd
    )
    shown = lines((period, Audit(replace(pack, indicators=crowd), many)), 80)
    assert any("more" in line for line in shown if "OWNER" in line)
    assert len(shown) + PROMPTS <= 24
