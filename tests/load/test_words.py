"""`language`, `[words]` and `[commentary]` of data/pack.toml: the pack's own words, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.load.loader import Loaded, load
from boardpack.load.project import Project
from boardpack.model.finding import Severity
from boardpack.model.narrative import NarrativeKind
from tests.support.projects import FILES, write_project

PACK = "data/pack.toml"
WORKFORCE = "narratives/2017-10/workforce.md"


def loaded(tmp_path: Path, more: str = "", **files: str) -> Loaded:
    """The small project with some lines at the end of its pack.toml, and other files."""
    write_project(tmp_path, {PACK: f"{FILES[PACK]}\n{more}\n", **files})
    return load(Project(tmp_path))


@pytest.mark.parametrize(
    "lines",
    [
        '[words]\n"cover.council" = "Trust:"',
        '[words]\ncover.council = "Trust:"',
        '[words.cover]\ncouncil = "Trust:"',
    ],
)
def test_own_words_however_their_keys_are_written(tmp_path: Path, lines: str) -> None:
    result = loaded(tmp_path, lines)
    assert result.pack is not None
    assert result.pack.words("cover.council") == "Trust:"
    assert not [f for f in result.findings if f.rule.startswith("words")]


@pytest.mark.parametrize(
    ("lines", "rule", "found", "line"),
    [
        ('[words]\n"cover.counsil" = "Trust:"', "words-key", "did you mean `cover.council`", 16),
        ("[words.cover]\ncouncil = 3", "words-wrong", "no text", 16),
        ('[words]\n"cover.council" = ""', "words-wrong", "an empty text", 16),
        ('[words]\n"cover.council" = "{council}:"', "words-wrong", "with `{council}`", 16),
        ('[words]\n"period.span" = "{first}–"', "words-wrong", "without `{last}`", 16),
        ('[words]\n"period.span" = "{first} {last"', "words-wrong", "braces", 16),
        ('[words]\n"period.span" = "{first!r} {last}"', "words-wrong", "format", 16),
        ('[words]\n"period.span" = "{first:>99999} {last}"', "words-wrong", "format", 16),
        ('[words]\n"period.span" = "{first.__class__} {last}"', "words-wrong", "first.__class__", 16),
    ],
)
def test_words_that_cannot_be_used(tmp_path: Path, lines: str, rule: str, found: str, line: int) -> None:
    result = loaded(tmp_path, lines)
    (finding,) = [f for f in result.findings if f.rule == rule]
    assert found in finding.found
    assert (finding.severity, finding.place.file, finding.place.line) == (Severity.ERROR, PACK, line)
    assert result.pack is not None
    assert result.pack.words("period.span", first="a", last="b") == "a to b"


@pytest.mark.parametrize(
    ("language", "is_known"), [("cy", False), ("en", True), ("en-US", True), ("fr-FR", False)]
)
def test_a_language_without_a_catalogue_is_an_error_that_names_those_there_are(
    tmp_path: Path, language: str, is_known: bool
) -> None:
    write_project(tmp_path, {PACK: FILES[PACK].replace("en-GB", language)})
    found = [f for f in load(Project(tmp_path)).findings if f.rule == "language-unknown"]
    assert len(found) == (not is_known)
    for finding in found:
        assert (finding.place.file, finding.place.line, finding.severity) == (PACK, 5, Severity.ERROR)
        assert f"`{language}`" in finding.found
        assert "`en`" in finding.expected


def test_headings_of_the_commentary_are_the_pack_s_to_say(tmp_path: Path) -> None:
    lines = '[commentary]\nheadings = ["Risks", "Actions", "Next"]\nactivity = "Actions"\nnext_steps = "Next"'
    text = "# Risks\n\nOne.\n\n# Actions\n\nTwo.\n\n# Next\n\nThree.\n"
    pack = loaded(tmp_path, lines, **{WORKFORCE: text}).pack
    assert pack is not None
    kinds = [(heading.words, heading.kind) for heading in pack.headings]
    assert kinds == [
        ("Risks", NarrativeKind.OTHER),
        ("Actions", NarrativeKind.IMPROVEMENT),
        ("Next", NarrativeKind.NEXT_STEPS),
    ]
    written = [narrative.source.strip() for _, narrative in pack.commentary("workforce") if narrative]
    assert written == ["One.", "Two.", "Three."]
    activity = pack.narrative(NarrativeKind.IMPROVEMENT, "workforce")
    assert activity is not None
    assert activity.source.strip() == "Two."


def test_the_first_heading_is_the_activity_and_the_second_the_next_steps(tmp_path: Path) -> None:
    pack = loaded(tmp_path, '[commentary]\nheadings = ["A", "B", "C"]').pack
    assert pack is not None
    assert [pack.heading(kind) for kind in NarrativeKind] == ["Directors Summary", "A", "B", "C"]
    alone = loaded(tmp_path, '[commentary]\nheadings = ["A"]').pack
    assert alone is not None
    assert alone.heading(NarrativeKind.NEXT_STEPS) == ""


def test_headings_follow_the_words_of_the_pack(tmp_path: Path) -> None:
    lines = '[words.commentary]\nsummary = "In short"\nimprovement = "Under way"'
    text = "# Under way\n\nOne.\n\n# Next Steps\n\nTwo.\n"
    summary = {"narratives/2017-10/directors-summary.md": "# In short\n\nWords.\n"}
    result = loaded(tmp_path, lines, **{WORKFORCE: text}, **summary)
    assert result.pack is not None
    assert [n.is_blank for n in result.pack.narratives[:3]] == [False, False, False]
    assert not [f for f in result.findings if f.rule == "heading-unknown" and "workforce" in f.place.file]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("headings = []", "no list of headings"),
        ('headings = "A"', "no list of headings"),
        ('headings = ["A", "a"]', "no list of headings"),
        ('headings = ["A", 3]', "no list of headings"),
        ('headings = ["Actions", "B"]\nactivity = "Action"', "did you mean `Actions`"),
    ],
)
def test_headings_that_cannot_be_used(tmp_path: Path, lines: str, found: str) -> None:
    result = loaded(tmp_path, f"[commentary]\n{lines}")
    (finding,) = [f for f in result.findings if f.rule == "commentary-headings"]
    assert found in finding.found
    assert finding.place.file == PACK
    assert finding.place.line > 15
