"""A link of the commentary leads to a place of the pack, or is a finding with the places there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.compose.links import broken_links
from boardpack.load.loader import load
from boardpack.load.project import Project
from tests.support.commands import Said, boardpack

FILE = "narratives/2024-03/libraries.md"


def written(project: Path, words: str) -> int:
    """Put words under the first heading of a file; the line they stand on."""
    lines = (project / FILE).read_text(encoding="utf-8").split("\n")
    (project / FILE).write_text("\n".join((lines[0], "", words, "", *lines[1:])), encoding="utf-8")
    return 3


def findings(said: Said) -> list[str]:
    return [line for line in (said.out + said.err).splitlines() if "link-anchor-unknown" in line]


@pytest.mark.parametrize("command", ["check", "build", "archive"])
def test_a_broken_link_is_a_finding_with_its_place(small_pack: Path, command: str) -> None:
    line = written(small_pack, 'As before [see above](#nowhere) and *[again](#nowhere "there")*.')
    words = ("archive", "add") if command == "archive" else (command,)
    said = boardpack(*words, project=small_pack)
    assert said.code == 1
    assert "fault in the program" not in said.err
    found = findings(said)
    assert [one.split(": ")[0] for one in found] == [f"{FILE}:{line}:23", f"{FILE}:{line}:46"]
    assert "`#directors-summary`" in found[0]


def test_a_draft_is_made_with_the_words_alone(small_pack: Path) -> None:
    written(small_pack, "| a | b |\n|---|---|\n| [x](#nowhere) | [y](#data-notes) |\n\n- [z](#gone)\n")
    said = boardpack("build", "--draft", project=small_pack)
    assert (said.code, len(findings(said)) >= 2) == (0, True), said


def test_every_place_that_is_named_can_be_linked_to(small_pack: Path) -> None:
    written(small_pack, "[x](#nowhere)")
    loaded = load(Project(small_pack))
    assert loaded.pack is not None
    from boardpack.compose import compose  # noqa: PLC0415
    from boardpack.compose.links import document_anchors  # noqa: PLC0415

    anchors = document_anchors(compose(loaded.pack, loaded.findings))
    assert len(anchors) > 10
    written(small_pack, " ".join(f"[to {number}](#{anchor})" for number, anchor in enumerate(anchors)))
    (small_pack / FILE).write_text(
        (small_pack / FILE).read_text("utf-8").replace("[x](#nowhere)", ""), "utf-8"
    )
    said = boardpack("build", project=small_pack)
    assert said.code == 0, said


def test_a_pack_without_inner_links_is_not_composed(
    small_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boardpack.compose.links.compose", None)
    loaded = load(Project(small_pack))
    assert loaded.pack is not None
    assert broken_links(loaded.pack, ()) == ()
