"""Whether a text speaks of an indicator: by reference, title, other names and synonyms."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from boardpack.check.rules.coverage import red_not_covered
from boardpack.claims.register import register
from boardpack.claims.vocabulary import speaks_of, vocabulary
from boardpack.load.markdown import parse
from boardpack.model.finding import Place
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack, Synonym

HERE = Place("a.md", 2)


def spoken_of(pack: Pack, text: str, table: str) -> set[str]:
    known, among = vocabulary(pack), pack.in_table(table)
    return {one.ref for one in among if speaks_of(known, text, one, among)}


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("P 1 stands at 43%.", {"P1"}),
        ("Unfilled posts stand at 43%.", {"P1"}),
        ("The vacancy rate is too high.", {"P1"}),
        ("The office was painted.", set()),
    ],
)
def test_workforce(text: str, refs: set[str], october: Pack) -> None:
    assert spoken_of(october, text, "workforce") == refs


def test_a_red_that_the_register_ties_is_covered(october: Pack) -> None:
    source = "Unfilled posts stand at 43%.\n"
    piece = Narrative(NarrativeKind.IMPROVEMENT, "workforce", source, parse(source, HERE)[0], HERE)
    pack = replace(october, narratives=(piece,))
    assert [(c.refs, c.tied_by) for c in register(pack)] == [(("P1",), "title")]
    assert "P1" not in {remark.subject for remark in red_not_covered(pack)}


def test_other_names_and_synonyms_are_data(october: Pack) -> None:
    told = "Empty chairs came to 43%."
    assert spoken_of(october, told, "workforce") == set()
    synonym = Synonym("empty chair", "vacancy", HERE)
    assert spoken_of(replace(october, vocabulary=(synonym,)), told, "workforce") == {"P1"}
    first = october.indicator("P1")
    assert first is not None
    named = replace(first, definitions=(replace(first.definitions[0], also_known_as=("Empty chairs",)),))
    others = tuple(named if one.ref == "P1" else one for one in october.indicators)
    assert spoken_of(replace(october, indicators=others), told, "workforce") == {"P1"}
