"""The claim register in lines for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from boardpack.claims.register import Claim, register
from boardpack.claims.vocabulary import shown
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
        tied = f"{', '.join(shown(pack, claim.refs))} by {claim.tied_by}" if claim.refs else "no indicator"
        verdict = f"{claim.verdict.value}: {claim.why}"
        lines.append(f"    {claim.place.column}: {claim.kind} “{claim.words}” [{tied}] {verdict}")
    return "\n".join(lines[1:]) + "\n" if lines else "No sentence gives a figure or a direction.\n"


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
        }
        for claim in claims
    ]


def register_json(pack: Pack, claims: Sequence[Claim] | None = None) -> str:
    """The register as JSON: an object with `period` and the list `claims`."""
    rows = register_rows(pack, register(pack) if claims is None else claims)
    return json.dumps({"period": pack.period.iso, "claims": rows}, ensure_ascii=False, indent=2) + "\n"
