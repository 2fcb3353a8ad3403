"""data/recipients.csv: every fault is found in its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.findings import FindingLog
from boardpack.mail.recipients import Format, Recipient, read_recipients


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
