"""Findings put together by kind, owner and file, and what comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boardpack.check.registry import rule_names
from boardpack.check.report import by_file, by_kind, by_owner, is_open, kinds, rule_sentence
from boardpack.model.finding import Finding, Place, Severity
from boardpack.model.pack import Pack

KNOWN = [(rule, severity) for rule in ("band-gap", "claim-size", "value-jump", "toml-syntax")
         for severity in Severity]  # fmt: skip


def finding(
    rule: str = "band-gap", severity: Severity = Severity.WARNING, file: str = "a.csv", line: int = 0,
    subject: str = "",
) -> Finding:  # fmt: skip
    return Finding(rule, severity, Place(file, line), subject, "found", "expected", "remedy")


SOME = st.lists(
    st.builds(
        finding, st.sampled_from([rule for rule, _ in KNOWN]), st.just(Severity.WARNING),
        st.sampled_from(["a.csv", "b.md"]), st.integers(0, 9), st.sampled_from(["", "P1", "W1"]),
    ), max_size=30,
)  # fmt: skip


@given(SOME)
def test_every_finding_is_in_one_kind_and_in_one_file(findings: list[Finding]) -> None:
    for groups in (by_kind(findings), by_file(findings)):
        held = [one for group in groups for one in group.findings]
        assert sorted(map(id, held)) == sorted(map(id, findings))
        assert len({group.name for group in groups}) == len(groups)


@given(SOME)
def test_every_finding_has_an_owner_and_nobody_comes_last(
    findings: list[Finding],
) -> None:
    groups = by_owner(None, findings)
    assert [group.name for group in groups] == ([""] if findings else [])


def test_owners_come_in_the_order_of_their_file_with_their_roles(small: Pack) -> None:
    owned = [finding(subject=indicator.ref) for indicator in small.indicators]
    groups = by_owner(small, [finding(), *owned])
    assert [group.name for group in groups] == ["LLY", "PRI", ""]
    assert groups[0].detail == "Head of libraries (Pennaeth Llyfrgelloedd)"
    assert sum(len(group.findings) for group in groups) == len(owned) + 1


def test_errors_come_first_then_what_the_commentary_says() -> None:
    found = kinds(
        [
            finding("band-gap"), finding("value-jump"), finding("action-overdue"), finding("red-not-covered"),
            finding("claim-size"), finding("owner-missing", Severity.ERROR),
        ]
    )  # fmt: skip
    assert [kind.rule for kind in found] == [
        "owner-missing", "claim-size", "red-not-covered", "value-jump", "action-overdue", "band-gap",
    ]  # fmt: skip


def test_a_rule_of_the_loader_is_explained_by_its_finding() -> None:
    assert rule_sentence("toml-syntax") == ""
    (kind,) = kinds([finding("toml-syntax")])
    assert kind.sentence == "found"
    assert all(rule_sentence(rule) for rule in rule_names())


def test_notes_and_waived_findings_ask_for_nothing() -> None:
    assert is_open(finding())
    assert not is_open(finding(severity=Severity.NOTE))
