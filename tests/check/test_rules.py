"""Each rule finds its fault in an otherwise clean pack, and only there."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache

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
    documented_elsewhere,
    rule_names,
)
from boardpack.model.finding import Severity
from boardpack.model.narrative import NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Period
from tests.check.cases import CASES, SILENT
from tests.support.packs import clean, with_narrative
from tests.support.projects import REPOSITORY


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


def source() -> Iterator[ast.Module]:
    """Every module of the program but the rules of this room, which the tables above hold."""
    package = REPOSITORY / "boardpack"
    for file in sorted(package.rglob("*.py")):
        if file.relative_to(package).parts[0] not in {"check", "claims"}:
            yield ast.parse(file.read_text(encoding="utf-8"))


def takers(trees: list[ast.Module]) -> Mapping[str, int]:
    """What takes the name of a rule: functions and classes with a parameter or field `rule`; where it is."""
    found = {"error": 0, "warning": 0, "note": 0}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.ClassDef):
            fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            found |= _taker(node.name, [getattr(each, "id", "") for each in fields])
            made = [each for each in node.body if getattr(each, "name", "") == "__init__"]
            for each in made:
                found |= _taker(node.name, [arg.arg for arg in each.args.args[1:]])  # type: ignore[attr-defined]
        elif isinstance(node, ast.FunctionDef) and node.name != "__init__":
            own = [each.arg for each in node.args.args if each.arg != "self"]
            found |= _taker(
                node.name, [*own, *("" for _ in range(20)), *(a.arg for a in node.args.kwonlyargs)]
            )
    return found


def _taker(name: str, parameters: list[str]) -> Mapping[str, int]:
    return {name: parameters.index("rule")} if "rule" in parameters else {}


@cache
def named_rules() -> Mapping[str, set[str]]:
    """Each name of a rule that the source gives to a finding, with what it is given to."""
    trees = [*source()]
    places, found = takers(trees), defaultdict[str, set[str]](set)
    for node in (node for tree in trees for node in ast.walk(tree)):
        for name, value in _given(node, places):
            for text in (each.value for each in ast.walk(value) if isinstance(each, ast.Constant)):
                if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", text):
                    found[text].add(name)
    return found


def _given(node: ast.AST, places: Mapping[str, int]) -> Iterator[tuple[str, ast.expr]]:
    """What a call, a default or a constant RULE gives as the name of a rule, and to what."""
    if isinstance(node, ast.Call):
        chosen = [node.func.body, node.func.orelse] if isinstance(node.func, ast.IfExp) else [node.func]
        for name in {getattr(each, "attr", getattr(each, "id", "")) for each in chosen} & {*places}:
            yield from ((name, each.value) for each in node.keywords if each.arg == "rule")
            yield from ((name, each) for each in node.args[places[name] : places[name] + 1])
    elif isinstance(node, ast.arguments):
        defaults = zip(node.kwonlyargs, node.kw_defaults, strict=True)
        yield from (("", value) for each, value in defaults if each.arg == "rule" and value is not None)
    elif isinstance(node, ast.Assign) and [getattr(each, "id", "") for each in node.targets] == ["RULE"]:
        yield "", node.value


def test_every_rule_that_a_finding_can_name_is_listed() -> None:
    listed = [name for name, _, _ in (*documented(), *documented_elsewhere())]
    found = named_rules()
    assert len(found) > 100
    assert set(found) - set(listed) == set()
    assert {name for name, _, _ in documented_elsewhere()} - set(found) == set()
    assert len(listed) == len(set(listed))


def test_a_rule_of_another_room_is_listed_with_the_severity_it_has() -> None:
    severities = {name: severity.value for name, severity, _ in documented_elsewhere()}
    for name, methods in named_rules().items():
        if methods <= {"error", "warning", "note"} and name in severities:
            graver = next(each for each in ("error", "warning", "note") if each in methods)
            assert (name, severities[name]) == (name, graver)


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
