"""Tests of how findings and commands count and list things."""

from __future__ import annotations

from boardpack.model.finding import counted, listed


def test_a_count_has_its_noun_in_the_plural_unless_it_is_one() -> None:
    assert [counted(number, "edition") for number in (0, 1, 2, 1234)] == [
        "0 editions", "1 edition", "2 editions", "1,234 editions",
    ]  # fmt: skip


def test_a_list_has_its_joint_before_the_last() -> None:
    assert [listed(words) for words in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A and B", "A, B and C"]
    assert listed(["A", "B", "C"], "or") == "A, B or C"
