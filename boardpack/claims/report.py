"""The claim register in lines for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from boardpack.claims.case import Verdict
from boardpack.claims.lexicon import CODES
from boardpack.claims.reading import read
from boardpack.claims.register import Claim, register
from boardpack.claims.scan import SentenceTime
from boardpack.claims.sentences import sentences
from boardpack.claims.statement import Reading
from boardpack.claims.vocabulary import shown, vocabulary
from boardpack.model.pack import Pack


def register_text(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register in lines: place, sentence, and under it each claim with its tie, verdict and reason."""
    lines: list[str] = []
    last = ("", "")
    for claim in register(pack) if claims is None else claims:
        key = (f"{claim.place.file}:{claim.place.line}", claim.sentence)
        if key != last:
            lines += ["", f"{key[0]}: {claim.sentence}"]
            last = key
        lines.append(f"    {claim.place.column}: {_line(pack, claim)}")
    return "\n".join(lines[1:]) + "\n" if lines else "No sentence gives a figure or a direction.\n"


def explain(pack: Pack, file: str, line: int) -> str:
    """What was read of the sentences at a line: tokens, phrases, claims; empty when no sentence is there."""
    known, calendar = vocabulary(pack), SentenceTime(pack.period, pack.year.start.month)
    told: list[str] = []
    for narrative in pack.narratives if file else ():
        if not narrative.place.file.endswith(file):
            continue
        for sentence in sentences(pack, narrative):
            first = narrative.place.line + sentence.place(0)[0] - 1
            last = narrative.place.line + sentence.place(len(sentence.text) - 1)[0] - 1
            if first <= line <= last:
                told += _explained(sentence.text, read(sentence.text, known, calendar))
                told += [f"  {words}" for words in _claims_at(pack, narrative.place.file, sentence.text)]
    return "\n".join(told)


def _explained(text: str, reading: Reading) -> Iterator[str]:
    yield text
    for name, nodes in (("tokens", reading.tokens), ("phrases", reading.nodes)):
        yield f"  {name}:"
        for node in nodes:
            what = " ".join(filter(None, (CODES[node.code], node.what, *(m.short for m in node.months))))
            yield (
                f"    {text[node.start : node.end]}: {what}"
                if node.code != "_"
                else f"    {text[node.start : node.end]}"
            )
    for node in reading.unread:
        yield f"  not read: {text[node.start : node.end]}"


def _claims_at(pack: Pack, file: str, sentence: str) -> Iterator[str]:
    for claim in register(pack):
        if claim.place.file == file and claim.sentence == sentence:
            yield _line(pack, claim)


def _line(pack: Pack, claim: Claim) -> str:
    tied = f"{', '.join(shown(pack, claim.refs))} by {claim.tied_by}" if claim.refs else "no indicator"
    partly = (
        f", but “{claim.unread}” was not read" if claim.unread and claim.verdict is Verdict.AGREES else ""
    )
    return f"{claim.kind} “{claim.words}” [{tied}] {claim.verdict.value}{partly}: {claim.why}"


def register_rows(pack: Pack, claims: Sequence[Claim]) -> list[Mapping[str, object]]:
    """The register as rows of plain values."""
    return [
        {
            "file": claim.place.file,
            "line": claim.place.line,
            "column": claim.place.column,
            "sentence": claim.sentence,
            "kind": claim.kind,
            "words": claim.words,
            "indicators": list(shown(pack, claim.refs)),
            "tied_by": claim.tied_by,
            "verdict": claim.verdict.value,
            "said": claim.said,
            "why": claim.why,
            "rule": claim.rule,
            "live": claim.live,
            "unread": claim.unread,
        }
        for claim in claims
    ]


def register_json(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register as JSON: an object with `period` and the list `claims`."""
    rows = register_rows(pack, register(pack) if claims is None else claims)
    return json.dumps({"period": pack.period.iso, "claims": rows}, ensure_ascii=False, indent=2) + "\n"
