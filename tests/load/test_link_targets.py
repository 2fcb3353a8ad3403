"""What is said of links that are refused, and of those that lead elsewhere than they seem."""

from __future__ import annotations

import pytest

from boardpack.load.markdown import parse
from boardpack.load.markdown_tree import refusal
from boardpack.model.finding import Place, Severity


def rules(markdown: str) -> dict[str, Severity]:
    _, findings = parse(markdown, Place("x.md", 1))
    return {finding.rule: finding.severity for finding in findings}


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://x.org/a b", "a blank"), ("mailto:a@b?bcc=c", "a question mark"), ("", "nothing"),
        ("HTTPS://x.org", "in capitals"), ("mailto:", "no single address"), ("https://", "no address"),
        ("javascript:x", "`javascript:`"), ("//x.org", "no web address"),
        ("mailto:a@b@c", "no single address"),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong(target: str, words: str) -> None:
    assert words in refusal(target)


@pytest.mark.parametrize(
    ("markdown", "rule"),
    [
        ("[https://example.org](https://example.net)", "link-words"),
        ("[www.example.org/x](https://example.net/x)", "link-words"),
        ("[example.org](https://sub.example.org)", "link-words"),
        ("[x](https://bank.example.org@example.net/)", "link-user"),
        ("[x](https://user:word@example.net)", "link-user"),
        ("[x](https://ex\u0430mple.org)", "link-letters"),
        ("[x](https://xn--exmple-4nf.org)", "link-letters"),
    ],
)
def test_a_link_that_misleads_is_a_warning(markdown: str, rule: str) -> None:
    assert rules(markdown) == {rule: Severity.WARNING}


@pytest.mark.parametrize(
    "markdown",
    [
        "[https://example.org](https://example.org/papers)", "[www.example.org](https://example.org)",
        "[the paper](https://example.org/a@b)", "[page 3.4](https://example.org)",
        "[x](mailto:a@example.org)",
        "[EXAMPLE.ORG](https://example.org)", "[and/or](https://example.org)",
    ],
)  # fmt: skip
def test_an_honest_link_is_none(markdown: str) -> None:
    assert rules(markdown) == {}
