"""The October 2017 pack: what the audit made by hand found, the checker finds; waived, it builds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from boardpack.check.audit import Audit, audit
from boardpack.check.registry import rule_names
from boardpack.load.project import Project
from boardpack.model.finding import Severity
from boardpack.model.period import Period
from tests.check.audit_ids import AUDIT, Found, Missed

OCTOBER = Period(2017, 10)


@pytest.fixture(scope="module")
def unwaived(repository: Path) -> Audit:
    return audit(Project(repository), OCTOBER, waived=False)


@pytest.fixture(scope="module")
def waived(repository: Path) -> Audit:
    return audit(Project(repository), OCTOBER)


def test_the_table_has_every_id_of_the_audit() -> None:
    kinds = Counter(name.split("-")[0] for name in AUDIT)
    assert kinds == {
        "RAG": 18, "BAND": 10, "TGT": 9, "POL": 5, "VAL": 18, "DER": 6, "NAR": 35, "MIS": 10, "REF": 6,
        "TTL": 8, "STR": 11, "ACT": 13, "DAT": 4, "PROV": 3, "TERM": 3, "CHT": 5, "DIS": 4, "TYP": 14,
    }  # fmt: skip
    assert Counter(entry.severity for entry in AUDIT.values()) == {"E": 38, "W": 101, "N": 43}


@pytest.mark.parametrize("name", [name for name, entry in AUDIT.items() if isinstance(entry, Found)])
def test_what_the_audit_found_is_found(name: str, unwaived: Audit) -> None:
    entry = AUDIT[name]
    assert isinstance(entry, Found)
    found = [
        finding
        for finding in unwaived.findings
        if (finding.rule, finding.subject) == (entry.rule, entry.subject) and entry.words in finding.found
    ]
    assert found
    if entry.severity == "E":
        assert {finding.severity for finding in found} == {Severity.ERROR}


def test_errors_are_missed_only_where_the_files_do_not_show_them() -> None:
    missed = {
        name: entry.reason
        for name, entry in AUDIT.items()
        if isinstance(entry, Missed) and entry.severity == "E"
    }
    assert set(missed) == {"CHT-04"}
    assert all(entry.reason.endswith(".") for entry in AUDIT.values() if isinstance(entry, Missed))


def test_as_published_it_has_errors_and_waived_none_stops_it(waived: Audit, unwaived: Audit) -> None:
    assert sum(finding.blocks for finding in unwaived.findings) > 30
    assert [finding for finding in waived.findings if finding.blocks] == []
    rules = {finding.rule for finding in waived.findings}
    assert not rules & {"waiver-unused", "waiver-incomplete"}


def test_each_waiver_is_for_one_fault_as_published(waived: Audit) -> None:
    assert waived.pack is not None
    keys = [(waiver.rule, waiver.subject) for waiver in waived.pack.waivers]
    assert len(set(keys)) == len(keys)
    for waiver in waived.pack.waivers:
        assert waiver.rule in rule_names()
        assert waiver.reason.startswith("As published in October 2017")
        assert waiver.role == "Performance analyst"


def test_the_reader_is_told_what_a_reader_needs_to_know(waived: Audit) -> None:
    told = {
        finding.subject: finding.reader_note for finding in waived.findings if finding.audience == "reader"
    }
    assert {"CP10", "CP10A", "LAC19", "AD7", "QA3", "CL1A", "CL3A"} <= set(told)
    assert all(note.endswith(".") for note in told.values())
