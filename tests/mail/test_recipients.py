"""data/recipients.csv: every fault is found in its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.load.findings import FindingLog
from boardpack.mail.recipients import (
    AddressFault,
    AllowList,
    Format,
    Recipient,
    parse_address,
    parse_domain,
    read_recipients,
)


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


def read(tmp_path: Path, text: str) -> tuple[tuple[Recipient, ...], FindingLog]:
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data/recipients.csv").write_text(text, encoding="utf-8")
    faults = FindingLog()
    return read_recipients(tmp_path, faults), faults


def test_a_row_is_a_person(tmp_path: Path) -> None:
    found, faults = read(
        tmp_path,
        "Name,Address,Role,Groups,Format,Clearance\n"
        '"Example, Pat",Pat@Example.org,Chair,members;  the press ,LINK,Restricted;Part 2\n'
        "Sam,sam@example.org\n",
    )
    assert [finding for finding in faults.findings if finding.blocks] == []
    pat, sam = found
    assert (pat.name, str(pat.address), pat.role) == ("Example, Pat", "Pat@example.org", "Chair")
    assert (pat.groups, pat.format, pat.clearance) == (
        ("members", "the press"), Format.LINK, ("Restricted", "Part 2"),
    )  # fmt: skip
    assert (sam.format, sam.groups, sam.clearance) == (Format.ATTACHMENT, (), ())
    assert pat.cleared_for("part  2")
    assert not pat.cleared_for("part 22")


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("Pat,", "cell-blank"),
        (",pat@example.org", "cell-blank"),
        ("Pat,pat@example", "address-malformed"),
        ('Pat,"pat@example.org, sam@example.org"', "address-malformed"),
        ("Pat,Pat <pat@example.org>", "address-malformed"),
        (f"{'P' * 121},pat@example.org", "name-unusable"),
        ("Pat,pat@example.org,,,by post", "recipient-format"),
    ],
)
def test_a_fault_is_found_in_its_line(row: str, rule: str, tmp_path: Path) -> None:
    found, faults = read(tmp_path, f"name,address,role,groups,format\nSam,sam@example.org,,,\n{row}\n")
    errors = [finding for finding in faults.findings if finding.blocks]
    assert [(one.rule, one.place.line) for one in errors] == [(rule, 3)]
    assert found[0].name == "Sam"


def test_an_address_given_twice_is_a_fault_whatever_its_capitals(tmp_path: Path) -> None:
    found, faults = read(tmp_path, "name,address\nPat,pat@example.org\nPatricia,PAT@EXAMPLE.ORG\n")
    assert len(found) == 1
    assert [(one.rule, str(one.place)) for one in faults.findings] == [
        ("recipient-repeated", "data/recipients.csv:3:2")
    ]


def test_no_list_and_an_empty_list_are_faults(tmp_path: Path) -> None:
    faults = FindingLog()
    assert read_recipients(tmp_path, faults) == ()
    assert [one.rule for one in faults.findings] == ["file-missing"]
    _, empty = read(tmp_path, "name,address\n")
    assert [one.rule for one in empty.findings] == ["recipients-none"]
