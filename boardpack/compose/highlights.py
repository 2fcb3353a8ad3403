"""The first page of the RAG summary: counts as tiles, what is Red and lasting, what moved, what got worse.

`tiles` and `news_sentence` are the cover's as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from boardpack.analysis.change import COUNTED, LASTING, Move, change, lasting_red, moves, news
from boardpack.analysis.formatting import format_value
from boardpack.analysis.rating import count_ratings, rate
from boardpack.compose.columns import TableView
from boardpack.compose.phrases import TONE_BADGES, quiet, rating_content, rating_names, text
from boardpack.compose.summary_columns import COLUMNS, LASTING_FOR, reference_link
from boardpack.compose.table import spoken_columns, table_columns, table_head, table_row
from boardpack.content import (
    Badge,
    BadgeKind,
    Cell,
    Column,
    HeaderScope,
    Heading,
    Inline,
    LineBreak,
    Paragraph,
    Row,
    Table,
    Text,
)
from boardpack.document import Block
from boardpack.model.indicator import Indicator
from boardpack.model.pack import Pack
from boardpack.model.rating import Sense

MOST_LASTING = 9
"""Rows of the table of lasting Reds; the note under it names the others."""


def tiles(pack: Pack) -> Paragraph:
    """How many have each rating: a badge for each that occurs, set large."""
    words, counts = pack.words, count_ratings(pack)
    numbers = zip(("red", "amber", "green"), (counts.red, counts.amber, counts.green), strict=True)
    kinds = [(BadgeKind(name), number, words(f"rating.{name}")) for name, number in numbers]
    if counts.levels:
        kinds = [(TONE_BADGES[level.tone], number, level.name) for level, number in reversed(counts.levels)]
    badges = [Badge(kind, words("counts.rated", number=n, rating=word)) for kind, n, word in kinds if n]
    if counts.as_reported:
        said = words("counts.as_reported", number=counts.as_reported)
        badges.append(Badge(BadgeKind.NONE, said, ground=False))
    if counts.not_rated:
        badges.append(Badge(BadgeKind.NONE, words("counts.not_rated", number=counts.not_rated)))
    content: list[Inline] = []
    for badge in badges:
        content += [Text(" "), badge] if content else [badge]
    return Paragraph(tuple(content), "tiles")


def news_sentence(pack: Pack) -> str:
    """Say how many are Red for long and how many of the Red got worse: the one sentence that matters."""
    words, counts, names = pack.words, count_ratings(pack), rating_names(pack)
    if not counts.total:
        return words("headline.none")
    found = news(pack)
    every = words.count("cover.indicators", counts.total)
    lasting = len(lasting_red(pack))
    worse = sum(rate(pack, one.ref, pack.period).basis in COUNTED for one in found.worse)
    parts = [words.count("cover.lasting", lasting, **names)] if lasting else []
    if worse:
        month = words.bare_period(pack.period)
        parts.append(words.count("cover.worse", worse, of=found.counted, month=month, **names))
    if parts:
        return words("cover.news", indicators=every, news=words.joined(parts))
    key = "cover.none_lasting" if found.counted else "cover.none_red"
    return words(key, indicators=every, **names)


# --------------------------------------------------------------------------------- lasting Reds


def lasting(pack: Pack) -> tuple[Block, ...]:
    """Those Red for three periods or more, and how many more are Red."""
    words, names, found = pack.words, rating_names(pack), lasting_red(pack)
    heading = Heading(2, text(words("summary.lasting.title", **names)), outline="-")
    if not found:
        return (heading, Paragraph(text(words("summary.lasting.none", **names)), "plain"), *_shorter(pack))
    return (heading, _lasting_table(pack, found[:MOST_LASTING]), *_shorter(pack))


def _lasting_table(pack: Pack, found: tuple[Indicator, ...]) -> Table:
    words, names = pack.words, rating_names(pack)
    view = TableView(pack, found, ())
    chosen = (*(COLUMNS[name] for name in ("ref", "title", "value", "target", "change")), LASTING_FOR)
    return Table(
        table_columns(view, chosen),
        (table_head(view, chosen),),
        tuple(table_row(view, chosen, one) for one in found),
        caption=text(words("summary.lasting.caption", period=words.long_period(pack.period), **names)),
        caption_hidden=True,
        summary=words("summary.lasting.summary", columns=words.joined(spoken_columns(view, chosen)), **names),
        role="lasting",
    )


def _shorter(pack: Pack) -> Iterator[Block]:
    """How the rows are ordered, how many are left out, and which are Red for less long."""
    words, names, found = pack.words, rating_names(pack), lasting_red(pack)
    short = [one for one in news(pack).red if one not in found]
    lines = [words("summary.lasting.order")] if len(found) > 1 else []
    if len(found) > MOST_LASTING:
        rest = words.listed(_shown(pack, one) for one in found[MOST_LASTING:])
        lines.append(words("summary.lasting.more", references=rest, **names))
    if short:
        listed = words.listed(_shown(pack, one) for one in pack.indicators if one in short)
        lines.append(
            words.count("summary.lasting.shorter", len(short), references=listed, most=LASTING - 1, **names)
        )
    if lines:
        yield Paragraph(quiet(" ".join(lines)), "note")


def _shown(pack: Pack, indicator: Indicator) -> str:
    return indicator.definition(pack.period).summary_reference


# ------------------------------------------------------------------------------------- what moved


def changed(pack: Pack) -> tuple[Block, ...]:
    """Which ratings moved since the period before, from what to what, with the figures."""
    words, found = pack.words, moves(pack)
    since = words.bare_period(pack.period.previous)
    heading = Heading(2, text(words("summary.changed.title", period=since)), outline="-")
    if not found:
        return (heading, Paragraph(text(words("summary.changed.none")), "plain"))
    periods = (words.short_period(pack.period.previous), words.short_period(pack.period))
    labels = (*periods, words("summary.changed.indicators"))
    table = Table(
        (Column(), Column(), Column(flexible=True)),
        (Row(tuple(Cell(text(label), HeaderScope.COLUMN) for label in labels)),),
        tuple(_move_row(pack, move) for move in found),
        caption=text(words("summary.changed.caption", period=since)),
        caption_hidden=True,
        summary=words("summary.changed.summary"),
        role="changed",
    )
    return (heading, table)


def _move_row(pack: Pack, move: Move) -> Row:
    lines: list[Inline] = []
    for one in move.indicators:
        lines += [LineBreak()] if lines else []
        lines += [*reference_link(pack, one), Text(f" {_figures(pack, one)}")]
    before, now = rating_content(move.before, pack.words), rating_content(move.now, pack.words)
    return Row((Cell(before), Cell(now), Cell(tuple(lines))))


def _figures(pack: Pack, indicator: Indicator) -> str:
    """`92% to 86%`; the figure or the reason there is none where they cannot be compared."""
    words, found = pack.words, change(pack, indicator.ref, pack.period)
    if found.now is None or found.before is None:
        known = "" if found.now is None else format_value(found.now, indicator)
        return words.listed(filter(None, (known, found.reason(words))))
    before = format_value(found.before, indicator)
    if found.earlier != pack.period.previous:
        before = words("summary.changed.of", value=before, period=words.short_period(found.earlier))
    return words("summary.changed.figures", before=before, now=format_value(found.now, indicator))


# ------------------------------------------------------------------------------- Red and got worse


def worse(pack: Pack) -> tuple[Block, ...]:
    """Those that are Red and got worse, with by how much; how the other Reds moved."""
    words, names, found = pack.words, rating_names(pack), news(pack)
    since = words.bare_period(pack.period.previous)
    heading = Heading(2, text(words("summary.worse.title", period=since, **names)), outline="-")
    if not found.worse:
        return (heading, Paragraph(text(words("summary.worse.none", **names)), "plain"))
    content: list[Inline] = []
    for one in found.worse:
        content += [Text("; ")] if content else []
        said = change(pack, one.ref, pack.period).short(words)
        content += [*reference_link(pack, one), Text(f" {said}")]
    return (heading, Paragraph((*content, Text(".")), "plain"), *_others(pack))


def _others(pack: Pack) -> Iterator[Block]:
    words, names, found = pack.words, rating_names(pack), news(pack)
    senses = Counter(_kind(pack, one) for one in found.red if one not in found.worse)
    parts = [words(f"summary.worse.{kind}", number=senses[kind]) for kind in KINDS if senses[kind]]
    if parts:
        others = words.listed(parts)
        yield Paragraph(
            quiet(words("summary.worse.others", number=senses.total(), others=others, **names)), "note"
        )


def _kind(pack: Pack, indicator: Indicator) -> str:
    found = change(pack, indicator.ref, pack.period)
    if found.direction is None:
        return "unknown"
    return {Sense.BETTER: "better", Sense.NEITHER: "same"}.get(found.sense, "same")


KINDS = ("better", "same", "unknown")
"""How the Reds that did not get worse moved, in the order of the sentence."""
