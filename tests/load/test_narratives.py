# ruff: noqa: E501 - a case is a line of a table
"""Headings spelt otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.loader import load
from boardpack.model.narrative import NarrativeKind
from tests.support.projects import write_project

FILE = "narratives/2017-10/workforce.md"


def read(tmp_path: Path, text: str) -> tuple[str, str, list[tuple[str, int]]]:
    loaded = load(write_project(tmp_path, {FILE: text}))
    assert loaded.pack is not None
    done, following = (
        piece.source.strip() if (piece := loaded.pack.narrative(kind, "workforce")) else ""
        for kind in (NarrativeKind.IMPROVEMENT, NarrativeKind.NEXT_STEPS)
    )
    return done, following, [(f.rule, f.place.line) for f in loaded.findings if f.place.file == FILE]


@pytest.mark.parametrize(
    "heading",
    [
        "# Next Steps", "#Next steps", "# NEXT STEPS:", "Next steps:", "NEXT STEPS", "**Next steps**",
        "**Next Steps:**", "**Next steps**:", "__Next Steps__", "*Next steps*", "## Next Steps", "### Next steps:",
        "Next Steps\n==========", "Next steps\n----------", "**Next steps**  ",
    ],
)  # fmt: skip
def test_a_heading_is_understood_however_it_is_spelt(tmp_path: Path, heading: str) -> None:
    text = f"# Improvement Activity\n\nDone.\n\n{heading}\n\nTo do.\n"
    assert read(tmp_path, text) == ("Done.", "To do.", [])


def test_both_headings_may_be_bold_lines(tmp_path: Path) -> None:
    text = "**Improvement activity**\n\nDone.\n\n**Next steps**\nTo do.\n"
    assert read(tmp_path, text) == ("Done.", "To do.", [])


def test_words_under_a_heading_that_is_there_are_words(tmp_path: Path) -> None:
    text = "# Improvement Activity\n\nDone.\n\nNext steps:\n\nA list.\n\n# Next Steps\n\nTo do.\n"
    assert read(tmp_path, text) == ("Done.\n\nNext steps:\n\nA list.", "To do.", [])


@pytest.mark.parametrize("heading", ["Next step:", "**Next Stepps**", "Nexts steps"])
def test_a_line_that_is_nearly_the_heading_is_named(tmp_path: Path, heading: str) -> None:
    done, following, findings = read(tmp_path, f"# Improvement Activity\n\nDone.\n\n{heading}\n\nTo do.\n")
    assert (following, findings) == ("", [("heading-unclear", 5)])
    assert done.endswith("To do.")


def test_next_steps_within_a_sentence_are_no_heading(tmp_path: Path) -> None:
    text = "# Improvement Activity\n\nOf the\nnext steps\nmore below.\n"
    assert read(tmp_path, text)[1:] == ("", [])
