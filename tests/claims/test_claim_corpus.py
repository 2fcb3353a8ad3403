"""True commentary is never faulted; a single fault in it is found, at its line."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest

from boardpack.claims.register import register
from boardpack.claims.report import claim_findings
from boardpack.model.finding import Finding, Severity
from tests.claims.corpus import PHRASINGS, Sentence, faulty, true_sentences
from tests.claims.packs import line_of, telling

JOINTS = (
    "{a}, while {b}.",
    "{a}; {b}.",
    "{a}. {B}.",
    "{a}, but {b}.",
    "{a} and {b}.",
    "{a}, whereas {b}.",
    "Although {a}, {b}.",
    "{a} – {b}.",
    "{a}, and {b}.",
)
PLAIN = (
    "The team will improve its response by 50% next year.",
    "Two additional officers start on 4 January 2018.",
    "We expect performance to improve in the coming months.",
    "Further work is required to improve compliance.",
    "An improvement plan is in place, and 3 workshops were held.",
    "The service aims to reduce delays by March.",
    "Additional capacity is being recruited to manage demand in 2017/18.",
    "Interviews are being undertaken with all locum staff.",
    "The focus on improvement in the last quarter continues (see section 4.2).",
    "Staff at Best Start work to the highest standards and in the best interests of residents.",
    "A review of cases took place on 27 November 2017 with 12 managers.",
    "The programme is on track to be completed by the end of March.",
    "The pilot covers children aged 11 to 16, under-18s and care leavers up to 25 years old.",
    "Ofsted rated a third of authorities as Good in 2016.",
)


def by_pack(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    groups: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        groups.setdefault(id(sentence.pack), []).append(sentence)
    return list(groups.values())


def serious(group: Sequence[Sentence], texts: Sequence[str]) -> list[Finding]:
    told = telling(group[0].pack, texts)
    return [finding for finding in claim_findings(told) if finding.severity is not Severity.NOTE]


@pytest.fixture(scope="module", params=[4, pytest.param(6, marks=pytest.mark.campaign)])
def corpus(request: pytest.FixtureRequest) -> list[Sentence]:
    """Sentences of so many packs."""
    return list(true_sentences(range(request.param), each=1))


def test_the_corpus_is_large_and_varied(corpus: list[Sentence]) -> None:
    packs = len(by_pack(corpus))
    assert packs >= 4
    assert len(corpus) >= 70 * packs
    assert {s.phrasing for s in corpus} == {f"{p.name}|{p.pattern}" for p in PHRASINGS}


def test_no_true_sentence_is_faulted(corpus: list[Sentence]) -> None:
    for group in by_pack(corpus):
        assert [(f.place.line, f.rule, f.found) for f in serious(group, [s.text for s in group])] == []


def test_nearly_every_true_sentence_is_checked(corpus: list[Sentence]) -> None:
    unchecked = sum(
        claim.rule == "claim-unchecked"
        for group in by_pack(corpus)
        for claim in register(telling(group[0].pack, [s.text for s in group]))
    )
    assert unchecked <= len(corpus) * 0.02


def test_two_true_sentences_joined_are_not_faulted(corpus: list[Sentence]) -> None:
    chance = random.Random(7)
    for group in by_pack(corpus):
        texts = []
        for _ in range(60):
            one, other = chance.sample(group, 2)
            texts.append(joined(chance.choice(JOINTS), one, other))
        assert [(texts[(f.place.line - 3) // 2], f.found) for f in serious(group, texts)] == []


def joined(pattern: str, one: Sentence, other: Sentence) -> str:
    first, second = one.text.rstrip("."), other.text.rstrip(".")
    text = pattern.format(a=first if pattern.startswith("{a}") else _low(first), b=_low(second), B=second)
    return text[0].upper() + text[1:]


def _low(text: str) -> str:
    """The sentence as it reads within another: names of months, references and abbreviations keep theirs."""
    word = text.split(maxsplit=1)[0]
    fixed = word.isupper() or any(c.isdigit() for c in word) or (len(word) > 2 and word[:3] in _MONTHS)
    return text if fixed else text[0].lower() + text[1:]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def test_plans_and_plain_facts_are_not_faulted(corpus: list[Sentence]) -> None:
    for group in by_pack(corpus):
        assert [(f.place.line, f.found) for f in serious(group, PLAIN)] == []


def test_single_faults_are_found_at_their_line(corpus: list[Sentence]) -> None:
    planted, found = Counter[str](), Counter[str]()
    phrasings = {f"{p.name}|{p.pattern}": p for p in PHRASINGS}
    chance = random.Random(5)
    for group in by_pack(corpus):
        faults = [
            (fault, wrong)
            for sentence in group
            for fault in phrasings[sentence.phrasing].faults
            if (wrong := faulty(sentence, fault, chance)) is not None
        ]
        lines = {finding.place.line for finding in serious(group, [wrong.text for _, wrong in faults])}
        for number, (fault, _) in enumerate(faults):
            planted[fault] += 1
            found[fault] += line_of(number) in lines
    assert planted.total() >= 200 * len(by_pack(corpus))
    assert found.total() >= 0.98 * planted.total()
    assert {fault: n for fault, n in planted.items() if found[fault] < 0.9 * n} == {}


def test_a_fault_brings_few_findings_with_it(corpus: list[Sentence]) -> None:
    chance = random.Random(11)
    phrasings = {f"{p.name}|{p.pattern}": p for p in PHRASINGS}
    for group in by_pack(corpus)[:2]:
        wrong = [w for s in group if (w := faulty(s, chance.choice(phrasings[s.phrasing].faults), chance))]
        counts = Counter(finding.place.line for finding in serious(group, [w.text for w in wrong]))
        assert max(counts.values()) <= 5
