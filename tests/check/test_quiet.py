"""A right pack has few findings: a rule that fires on most of them is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from boardpack.check.audit import audit
from boardpack.load.project import Project
from boardpack.model.finding import Severity
from boardpack.model.period import Period
from tests.support.commands import boardpack
from tests.support.made_projects import OCTOBER, SERVICES, service_files
from tests.support.projects import write_files

HANDFUL = 3
"""Warnings that a right pack of eight indicators may have."""


@pytest.mark.parametrize("name", SERVICES)
def test_a_right_pack_of_another_service_has_a_handful_of_warnings(tmp_path: Path, name: str) -> None:
    found = audit(write_files(tmp_path, service_files(name)), OCTOBER)
    assert found.pack is not None
    counts = Counter(finding.rule for finding in found.findings if finding.severity is not Severity.NOTE)
    assert [finding.rule for finding in found.findings if finding.blocks] == []
    assert counts.total() <= HANDFUL, counts


def test_what_init_and_new_propose_brings_up_no_finding(
    tmp_path: Path,
) -> None:
    project = tmp_path / "starter"
    assert boardpack("init", project, "--month", "2017-10").code == 0
    first = audit(Project(project), OCTOBER)
    assert [f.rule for f in first.findings if f.severity is not Severity.NOTE] == []
    assert boardpack("new", "--actions", 2, project=project).code == 0
    second = audit(Project(project), Period(2017, 11))
    assert not {f.rule for f in second.findings} & {"action-reference", "waiver-unused", "title-unit"}
