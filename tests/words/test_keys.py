"""Every key of the catalogue is used, every key that the code names is there, enums have all their words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from functools import cache
from pathlib import Path

import pytest
from msgspec import Struct

import boardpack
from boardpack.analysis.compare import DifferenceKind
from boardpack.analysis.formatting import NAMED_UNITS
from boardpack.compose.section_page import MARKS
from boardpack.model.indicator import Polarity, TargetStatus
from boardpack.model.narrative import NarrativeKind
from boardpack.model.observation import ValueStatus
from boardpack.model.pack import ActionStatus
from boardpack.model.period import Cadence
from boardpack.model.rating import Rag, RatingBasis
from boardpack.words import english

PACKAGE = Path(boardpack.__file__).parent
KEYS = frozenset(english().entries)
UNCOMPUTED = (RatingBasis.OVERRIDE, RatingBasis.REPORTED)

FAMILIES: dict[str, tuple[Enum, ...]] = {
    "rating": tuple(Rag),
    "rating_letter": tuple(Rag),
    "rating_said": UNCOMPUTED,
    "value_status": tuple(ValueStatus),
    "shorthand": tuple(status for status in ValueStatus if status.shorthand),
    "target_status": tuple(TargetStatus),
    "polarity": tuple(Polarity),
    "polarity_meaning": tuple(Polarity),
    "action_status": tuple(ActionStatus),
    "action_status_counted": tuple(ActionStatus),
    "action_log.mark": MARKS,
    "action_log.marked": MARKS,
    "table.rated": (*UNCOMPUTED, RatingBasis.NOT_RATED),
    "notes.rated": UNCOMPUTED,
    "alt": UNCOMPUTED,
    "mail.difference": tuple(set(DifferenceKind) - {DifferenceKind.CARRIED}),
    "commentary": (NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS),
}
"""The members that the code asks for with `Words.of`, by family."""


class Used(Struct, frozen=True):
    """A key, or its beginning, as the code names it."""

    text: str
    how: str
    """`key`, `count`, `of`, or `prefix` of an f-string."""


@cache
def used() -> frozenset[Used]:
    """Every key that the package's code names."""
    found: set[Used] = set()
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found |= {each for node in ast.walk(tree) for each in _named(node)}
    return frozenset(found)


def _named(node: ast.AST) -> Iterator[Used]:
    if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
        yield Used(str(node.values[0].value), "prefix")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield Used(node.value, "text")
    if not isinstance(node, ast.Call) or not node.args:
        return
    first, how = node.args[0], _call(node.func)
    if how and isinstance(first, ast.Constant):
        yield Used(str(first.value), how)


def _call(func: ast.expr) -> str:
    match func:
        case ast.Attribute(attr="words") | ast.Name(id="words"):
            return "key"
        case ast.Attribute(
            attr="count" | "of" as how, value=ast.Attribute(attr="words") | ast.Name(id="words")
        ):
            return how
        case _:
            return ""


def test_the_code_names_no_key_that_is_not_there() -> None:
    assert {one.text for one in used() if one.how == "key"} <= KEYS
    forms = {f"{one.text}.{form}" for one in used() if one.how == "count" for form in ("one", "other")}
    assert forms <= KEYS
    assert {one.text for one in used() if one.how == "of"} <= FAMILIES.keys()


def test_every_key_is_used() -> None:
    exact = {one.text for one in used() if one.how == "text"}
    prefixes = {one.text for one in used() if one.how == "prefix" and "." in one.text}
    families = {
        f"{family}.{member.name.lower()}" for family, members in FAMILIES.items() for member in members
    }
    units = {
        f"{family}.{unit.name.lower()}"
        for family in ("difference", "difference_short")
        for unit in NAMED_UNITS
    }
    periods = {
        f"period.{cadence.name.lower()}.{form}"
        for cadence in Cadence
        for form in ("long", "short", "upper", "lower", "bare", "tiny")
    }
    left = set()
    for key in KEYS:
        key = key.removeprefix("quarter.").removeprefix("year.")  # forms of other keys  # noqa: PLW2901
        whole = key.removesuffix(".one").removesuffix(".other")
        by_prefix = any(
            whole.startswith(prefix) and prefix.count(".") >= whole.count(".") for prefix in prefixes
        )
        if not ({key, whole} & (exact | families | units | periods) or by_prefix):
            left.add(key)
    assert left == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_has_its_words(family: str) -> None:
    assert {f"{family}.{member.name.lower()}" for member in FAMILIES[family]} <= KEYS


def test_every_unit_that_a_difference_names_has_its_words() -> None:
    for unit in NAMED_UNITS:
        for family in ("difference", "difference_short"):
            assert {f"{family}.{unit.name.lower()}.{form}" for form in ("one", "other")} <= KEYS
