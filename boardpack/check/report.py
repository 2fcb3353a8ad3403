"""Findings as data for other programs: the JSON that `schema.json`, beside this module, describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from boardpack.check.todo import Task
from boardpack.claims.register import Claim
from boardpack.claims.report import register_json
from boardpack.model.finding import Finding, Severity
from boardpack.model.pack import Pack
from boardpack.model.period import Period


def findings_data(period: Period | None, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what `boardpack check --format json` prints, as plain lists and dictionaries."""
    return {
        "version": 1,
        "period": period.iso if period else None,
        "counts": counts(findings),
        "findings": [_finding(finding) for finding in findings],
    }


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity are not waived, and how many are waived."""
    every = list(findings)
    open_ones = [finding for finding in every if finding.waiver is None]
    return {
        **{f"{s.value}s": sum(finding.severity is s for finding in open_ones) for s in Severity},
        "waived": len(every) - len(open_ones),
    }


def task_data(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Return what is still missing, for the key `tasks`."""
    return [
        {
            "owner": task.owner,
            "role": task.role,
            "what": task.what,
            "file": task.place.file,
            "line": task.place.line,
        }
        for task in tasks
    ]


def claim_data(pack: Pack | None, claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return the claim register, for the key `claims`."""
    if pack is None:
        return []
    rows: list[dict[str, Any]] = json.loads(register_json(pack, claims))["claims"]
    return rows


def _finding(finding: Finding) -> dict[str, Any]:
    waiver = finding.waiver
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "subject": finding.subject,
        "period": finding.period,
        "found": finding.found,
        "expected": finding.expected,
        "remedy": finding.remedy,
        "audience": finding.audience,
        "reader_note": finding.reader_note,
        "blocks": finding.blocks,
        "waiver": None
        if waiver is None
        else {
            "reason": waiver.reason,
            "role": waiver.role,
            "date": waiver.date.isoformat(),
            "file": waiver.place.file,
            "line": waiver.place.line,
        },
    }
