"""Claims are read from English commentary alone."""

from __future__ import annotations

from msgspec.structs import replace

from boardpack.claims.register import register
from boardpack.model.pack import Pack


def test_claims_are_read_in_english_alone(october: Pack) -> None:
    assert register(october)
    other = replace(october, words=replace(october.words, language="cy"))
    assert register(other) == ()
