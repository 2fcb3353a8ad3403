"""Sentences of another grammar: what is true is not faulted, what is false never just agrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from boardpack.claims.case import Verdict
from boardpack.claims.register import Claim, register
from boardpack.claims.report import CLAIM_RULES
from boardpack.model.finding import Severity
from tests.claims.generator import Made, generated
from tests.claims.packs import line_of, telling

SEVERITY = {rule.name: rule.severity for rule in CLAIM_RULES}


def read(made: Sequence[Made], texts: Sequence[str]) -> list[list[Claim]]:
    """The claims of each of some sentences of one pack."""
    claims = register(telling(made[0].pack, texts))
    return [[claim for claim in claims if claim.place.line == line_of(n)] for n in range(len(texts))]


def worst(claims: Sequence[Claim]) -> Severity | None:
    found = {SEVERITY.get(claim.rule) for claim in claims if claim.rule}
    return next((one for one in (Severity.ERROR, Severity.WARNING, Severity.NOTE) if one in found), None)


def by_pack(made: Sequence[Made]) -> list[list[Made]]:
    groups: dict[int, list[Made]] = {}
    for one in made:
        groups.setdefault(id(one.pack), []).append(one)
    return list(groups.values())


def judge(made: Sequence[Made]) -> tuple[Counter[str], Counter[str], list[str], list[str]]:
    """What became of the true and of the false: counts, and the texts that went wrong."""
    true, false, alarms, silent = Counter[str](), Counter[str](), [], []
    for group in by_pack(made):
        for one, claims in zip(group, read(group, [m.text for m in group]), strict=True):
            severity = worst(claims)
            agrees = any(claim.verdict is Verdict.AGREES for claim in claims)
            true[
                "error"
                if severity is Severity.ERROR
                else "warning"
                if severity is Severity.WARNING
                else "agrees"
                if agrees
                else "open"
            ] += 1
            if severity in {Severity.ERROR, Severity.WARNING}:
                alarms.append(one.text)
        faults = [(what, text) for one in group for what, text in one.faults.items()]
        for (what, text), claims in zip(faults, read(group, [text for _, text in faults]), strict=True):
            severity = worst(claims)
            caught = severity in {Severity.ERROR, Severity.WARNING}
            partly = any(claim.verdict is not Verdict.AGREES for claim in claims) or not claims
            false["found" if caught else "in part" if partly else "silent"] += 1
            if not caught and not partly:
                silent.append(f"{what}: {text}")
    return true, false, alarms, silent


def hold(made: Sequence[Made]) -> None:
    true, false, alarms, silent = judge(made)
    total, faults = sum(true.values()), sum(false.values())
    assert true["error"] <= 0.02 * total, alarms[:10]
    assert true["agrees"] >= 0.85 * total
    assert false["found"] >= 0.95 * faults - false["in part"]
    assert false["found"] >= 0.75 * faults
    assert silent == []


def test_generated_sentences() -> None:
    hold(list(generated(range(4), each=3)))


@pytest.mark.campaign
def test_two_thousand_generated_sentences() -> None:
    made = list(generated(range(100, 150), each=8))
    assert len(made) >= 2_000
    hold(made)
