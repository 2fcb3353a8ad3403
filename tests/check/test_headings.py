"""The rules about commentary follow the headings that a pack gives it."""

from __future__ import annotations

from msgspec.structs import replace

from boardpack.check.rules import coverage
from boardpack.content import Paragraph, Text
from boardpack.model.finding import Place
from boardpack.model.narrative import CommentaryHeading, Narrative, NarrativeKind
from boardpack.model.pack import Pack
from tests.support.packs import clean, with_narrative

ACTIVITY = CommentaryHeading("Under way", NarrativeKind.IMPROVEMENT)
RISKS = CommentaryHeading("Risks", NarrativeKind.OTHER)


def without_steps(pack: Pack) -> Pack:
    """The pack with one heading, and what is written under others away."""
    kept = tuple(n for n in pack.narratives if n.kind is not NarrativeKind.NEXT_STEPS)
    return replace(pack, headings=(ACTIVITY,), narratives=kept)


def test_nothing_is_asked_of_a_heading_that_the_pack_does_not_have() -> None:
    pack = clean()
    bare = replace(
        pack, narratives=tuple(n for n in pack.narratives if n.kind is not NarrativeKind.NEXT_STEPS)
    )
    assert list(coverage.no_next_steps(bare))
    assert not list(coverage.no_next_steps(without_steps(pack)))


def test_a_remark_names_the_heading_as_the_pack_does() -> None:
    pack = with_narrative(without_steps(clean()), NarrativeKind.IMPROVEMENT, "visits", "")
    (remark,) = coverage.no_activity(pack)
    assert "nothing is written under Under way" in remark.found


def test_words_under_a_further_heading_cover_an_indicator() -> None:
    pack = with_narrative(without_steps(clean()), NarrativeKind.IMPROVEMENT, "visits", "Nothing of note.")
    assert list(coverage.red_not_covered(pack))
    said = "AB 1 has no driver."
    blocks = (Paragraph((Text(said),)),)
    more = Narrative(NarrativeKind.OTHER, "visits", said, blocks, Place("a.md", 9), RISKS.words)
    covered = replace(pack, headings=(ACTIVITY, RISKS), narratives=(*pack.narratives, more))
    assert not list(coverage.red_not_covered(covered))
