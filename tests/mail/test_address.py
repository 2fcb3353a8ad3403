"""Addresses and the allow-list: exact equality, and no way round it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.mail.address import AddressFault, AllowList, parse_address, parse_domain


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("pat@example.org", "pat@example.org"),
        ("Pat.Example@EXAMPLE.Org", "pat.example@example.org"),
        ("o'brien+papers@example.org", "o'brien+papers@example.org"),
        ("pat@bücher.example", "pat@xn--bcher-kva.example"),
        ("pat@BÜCHER.example", "pat@xn--bcher-kva.example"),
        ("pat@xn--bcher-kva.example", "pat@xn--bcher-kva.example"),
        ("a/b@example.org", "a/b@example.org"),
    ],
)
def test_an_address_has_one_key(written: str, key: str) -> None:
    assert parse_address(written).key == key


def test_the_part_before_the_at_is_written_to_as_it_stands() -> None:
    assert str(parse_address("Pat@EXAMPLE.org")) == "Pat@example.org"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "no @"),
        ("pat", "no @"),
        ("pat@example.org@example.com", "more than one @"),
        ("pat@example.org, sam@example.org", "more than one @"),
        ("Pat <pat@example.org>", "not one plain word"),
        ("<pat@example.org>", "not one plain word"),
        ('"pat x"@example.org', "not one plain word"),
        ("pat x@example.org", "not one plain word"),
        (".pat@example.org", "not one plain word"),
        ("pat..x@example.org", "not one plain word"),
        ("@example.org", "not one plain word"),
        ("ŵyn@example.org", "letters beyond a to z"),
        ("p" * 65 + "@example.org", "longer than 64"),
        ("pat@example.org\nBcc: x", "does not print"),
        ("pat@example.org\u200b", "does not print"),
        ("pat@", "no domain"),
        ("pat@example", "no domain"),
        ("pat@-example.org", "no domain"),
        ("pat@exam_ple.org", "no domain"),
        ("pat@example..org", "no domain"),
        ("pat@example.org.", "no domain"),
        ("pat@[192.0.2.1]", "no domain"),
        ("pat@192.0.2.1", "a number"),
        ("pat@straße.example", "two domains"),
        ("pat@ｅxample.org", "look like others"),
        ("pat@example。org", "look like others"),
        ("pat@" + "ü" * 70 + ".example", "cannot be written in ASCII"),
        ("pat@" + "a." * 126 + "org", "no domain"),
        ("pat@" + "a" * 64 + ".example", "no domain"),
        ("p" * 64 + "@" + ("a" * 60 + ".") * 3 + "example", "longer than 254"),
    ],
)
def test_what_is_no_address_says_why(written: str, why: str) -> None:
    with pytest.raises(AddressFault, match=why):
        parse_address(written)


@given(st.text(max_size=40))
def test_no_text_gets_past_with_something_that_could_break_a_header_or_a_command(written: str) -> None:
    try:
        address = parse_address(written)
    except AddressFault:
        return
    assert str(address).isascii()
    assert str(address).isprintable()
    assert not set(str(address)) & set(' <>,;:"()[]\\\r\n')
    assert str(address).count("@") == 1


@pytest.mark.parametrize(
    ("address", "admitted"),
    [
        ("pat@example.org", True),
        ("PAT@EXAMPLE.ORG", True),
        ("pat@example.net", True),
        ("Pat@Example.Net", True),
        ("sam@example.net", False),
        ("pat@sub.example.org", False),
        ("pat@notexample.org", False),
        ("pat@example.org.evil.example", False),
        ("pat@exаmple.org", False),  # the а is Cyrillic
    ],
)
def test_the_allow_list_is_exact(address: str, *, admitted: bool) -> None:
    allow = AllowList(
        frozenset({parse_domain("Example.ORG")}), frozenset({parse_address("pat@example.net").key})
    )
    assert allow.admits(parse_address(address)) is admitted
