"""Each rule finds its fault in an otherwise clean pack, and only there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from boardpack.check import check
from boardpack.check.registry import (
    COMPARISONS,
    FAMILIES,
    INCOMPLETE,
    RULES,
    UNTOLD,
    UNUSED,
    documented,
    rule_names,
)
from boardpack.model.finding import Severity
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.check.cases import CASES, SILENT
from tests.support.packs import clean, with_narrative


def test_the_clean_pack_has_no_finding() -> None:
    assert check(clean()) == ()


@pytest.mark.parametrize(("rule", "subject", "make"), CASES, ids=[f"{r}-{s}" for r, s, _ in CASES])
def test_a_rule_finds_its_fault_and_a_handful_with_it_at_most(
    rule: str, subject: str, make: Callable[[], Pack]
) -> None:
    severity = {name: severity for name, severity, _ in documented()}[rule]
    every = check(make())
    assert len(every) <= 7
    found = [finding for finding in every if finding.rule == rule]
    assert [(finding.subject, finding.severity) for finding in found] == [(subject, severity)]
    finding = found[0]
    assert finding.found
    assert finding.expected
    assert finding.remedy.endswith(".")
    assert finding.place.file.startswith(("data/", "narratives/2017-10/"))
    assert (finding.audience == "reader") == bool(finding.reader_note)


@pytest.mark.parametrize(("rule", "make"), SILENT)
def test_what_looks_like_a_fault_and_is_none(rule: str, make: Callable[[], Pack]) -> None:
    assert rule not in {finding.rule for finding in check(make())}


def test_every_rule_has_a_case_and_a_sentence() -> None:
    assert {rule.name for rule in RULES} == {rule for rule, _, _ in CASES}
    assert len(set(rule_names())) == len(rule_names())
    for name, severity, sentence in documented():
        assert name == name.casefold()
        assert isinstance(severity, Severity)
        assert sentence.endswith(".")
    counted = len(RULES) + len(COMPARISONS) + sum(len(family.rules) for family in FAMILIES) + 3
    assert len(rule_names()) == counted
    assert {UNUSED[0], UNTOLD[0], INCOMPLETE[0]} < set(rule_names())


def test_findings_come_in_the_order_of_files_lines_and_rules() -> None:
    pack = replace(clean(), glossary=(), owners=())
    found = check(with_narrative(pack, NarrativeKind.SUMMARY, "", ""))
    keys = [(finding.place.file, finding.place.line, finding.rule) for finding in found]
    assert keys == sorted(keys)
    assert len(keys) > 3


@pytest.mark.parametrize("text", ["We wait for the second round of bids to come in.\n", ""])
def test_a_sentence_carried_over_from_last_month(text: str) -> None:
    summary = f"## Visits and waits\n\nAB 1 is still below its target.\n\nA new start was made. {text}"
    pack = with_narrative(clean(), NarrativeKind.SUMMARY, "", summary)
    earlier = replace(with_narrative(clean(), NarrativeKind.SUMMARY, "", text), period=Period(2017, 9))
    found = [finding for finding in check(pack, earlier) if finding.rule == "commentary-carried-over"]
    own = [finding for finding in found if finding.place.file.endswith("directors-summary.md")]
    assert [finding.place.line for finding in own] == ([6] if text else [])
