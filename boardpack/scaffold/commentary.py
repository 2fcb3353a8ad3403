"""A month's narrative files: the headings, and last month's text in comments to write over.

A comment `<!-- … -->` is not printed (`boardpack.load.markdown`), so that nothing of last month is
carried into print unless someone takes it out of its comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from boardpack.file_change import FileChange, text_change
from boardpack.load.sections import SUMMARY_FILE
from boardpack.model.narrative import Narrative, NarrativeKind
from boardpack.model.pack import Pack
from boardpack.model.period import Period

_SUB_HEADING = re.compile(r"##(?!#)[ \t]*(?P<words>.*?)[ \t#]*")


def narrative_files(earlier: Pack, period: Period) -> tuple[FileChange, ...]:
    """The directors' summary and a file for each table, in order."""
    folder = f"narratives/{period.iso}"
    summary = text_change(f"{folder}/{SUMMARY_FILE}.md", _summary(earlier), new=True)
    tables = [
        text_change(f"{folder}/{table.key}.md", _table(earlier, table.key), new=True)
        for table in earlier.tables
    ]
    return (summary, *tables)


def _table(earlier: Pack, key: str) -> str:
    return "\n".join(
        _piece(f"# {heading.words}", _source(narrative), earlier)
        for heading, narrative in earlier.commentary(key)
    )


def _summary(earlier: Pack) -> str:
    kind = NarrativeKind.SUMMARY
    parts = split_at_headings(_source(earlier.narrative(kind)))
    wanted = dict.fromkeys(table.summary_heading for table in earlier.tables if table.summary_heading)
    for heading in wanted:
        parts.setdefault(heading, "")
    return "\n".join(
        _piece(f"## {heading}" if heading else f"# {earlier.heading(kind)}", text, earlier)
        for heading, text in parts.items()
    )


def split_at_headings(source: str) -> dict[str, str]:
    """Cut text at its `## headings`; what precedes the first is under "", which comes first."""
    parts: dict[str, list[str]] = {"": []}
    heading = ""
    for line in source.split("\n"):
        if (match := _SUB_HEADING.fullmatch(line)) is not None:
            heading = match["words"]
            parts.setdefault(heading, [])
        else:
            parts[heading].append(line)
    return {heading: "\n".join(lines) for heading, lines in parts.items()}


def _piece(heading: str, text: str, earlier: Pack) -> str:
    """A heading, and under it what was there last month as a comment."""
    kept = _tidied(text.split("\n"))
    if not kept:
        return f"{heading}\n"
    return f"{heading}\n\n<!-- {earlier.period.long}:\n\n{kept}\n\n-->\n"


def _tidied(lines: Iterable[str]) -> str:
    """The text without the blanks that its own comments left, and without what would end a comment."""
    text = "\n".join(line.rstrip() for line in lines).replace("-->", "-- >")
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _source(narrative: Narrative | None) -> str:
    return narrative.source if narrative is not None else ""
