"""What an import would do, in lines for a person."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.importer.changes import CellChange, ChangeKind, Commentary, ImportPlan, Normalised, Note
from boardpack.importer.context import shown
from boardpack.model.pack import Pack


def plan_lines(plan: ImportPlan, pack: Pack) -> Iterator[str]:
    """A line for each thing, under its heading; headings without lines are left out."""
    sections: tuple[tuple[str, list[str]], ...] = (
        *((kind.value, [_change(c, pack) for c in plan.of_kind(kind)]) for kind in ChangeKind),
        ("commentary", [_commentary(words) for words in plan.commentary]),
        ("normalised", [_normalised(entry) for entry in plan.normalised]),
        ("noted", [_note(note, pack) for note in plan.notes]),
        ("ratings kept", [f"{len(plan.ratings)} of the sheet's own"] if plan.ratings else []),
        ("not brought in", [f"{r.where}: {r.what}" for r in plan.unmatched]),
        ("look at", [f"{r.where}: {r.what}" for r in plan.remarks]),
        ("no row in the sheet", [", ".join(plan.absent)] if plan.absent else []),
    )  # fmt: skip
    for heading, lines in sections:
        if lines:
            yield f"{heading}:"
            yield from (f"  {line}" for line in lines)


def _commentary(words: Commentary) -> str:
    return f"{words.heading} of {words.table}{' (replaced)' if words.replaces else ''}   {words.where}"


def _normalised(entry: Normalised) -> str:
    what = f"{entry.ref} {entry.field}".strip()
    return f"{what}: {entry.text or '(blank)'} → {entry.used}   {entry.where}   {entry.reason}"


def _note(note: Note, pack: Pack) -> str:
    until = f" to {note.last.short}" if note.last != note.first else ""
    return f"{_name(note.ref, pack)} {note.first.short}{until}: {note.text}"


def _change(change: CellChange, pack: Pack) -> str:
    measure = "" if change.measure == "value" else f" {change.measure}"
    arrow = f"{change.was} → {change.now}" if change.was else change.now
    return f"{_name(change.ref, pack)}{measure} {change.month.short}: {arrow}   {change.where}"


def _name(ref: str, pack: Pack) -> str:
    indicator = pack.indicator(ref)
    return shown(indicator) if indicator is not None else ref


def counted(plan: ImportPlan) -> str:
    """`35 added, 1 changed, 2 restated, 0 not brought in; 211 as they are.`."""
    kinds = ", ".join(f"{len(plan.of_kind(kind))} {kind.value}" for kind in ChangeKind)
    rest = f"; {plan.blank} blank in the sheet and left as they are" if plan.blank else ""
    return f"{plan.period.long}: {kinds}, {len(plan.unmatched)} not brought in; {plan.same} the same{rest}."
