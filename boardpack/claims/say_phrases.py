"""What each type of phrase says: directions, targets, ratings. A new type is a function and its row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType

from boardpack.claims.lexicon import Way
from boardpack.claims.say_numbers import say_number, say_record
from boardpack.claims.syntax import Kind, Statement
from boardpack.claims.work import STOPS, Here
from boardpack.model.rating import Rag


def _direction(here: Here) -> None:
    node, work = here.node, here.work
    work.used.add(node)
    if not _is_finite(here):
        return
    work.head = node
    way = Way(node.what)
    if way is Way.ANY:
        return
    near = (here.before(), here.after(), here.before(2))
    size = next((n.what for n in near if n is not None and n.code == "Z"), "")
    if re.search(r"\b(?:significant|material)\b", work.text[node.start : node.end]) is not None:
        size = "large"
    goes_on = any(n.code == "O" for n in here.part.nodes[max(0, here.at - 2) : here.at + 2])
    aim = work.aim or (node.form.startswith("base") and _is_infinitive(here))
    times, base = here.when(), here.since()
    if here.part.lead == "," and here.at == 0 and not any(n.code in "x=" for n in here.part.nodes):
        earlier, start = _told_before(here)
        times, base = times or earlier, base or start
    starts = [n for n in here.part.nodes if n.code == "#" and n.what == "start" and n.months]
    later = here.part.nodes[here.at + 1 :]
    stop = next((at for at, n in enumerate(later) if n.code in STOPS + "F"), len(later))
    reached = [n for n in later[:stop] if n.code == "#" and n.months and n.what not in {"start", "gap"}]
    if starts and "bases" not in base:
        base = {"bases": starts[0].months}
    elif "bases" not in base:
        pairs = pairwise(here.part.nodes)
        from_number = next((two for one, two in pairs if one.code in "fg" and two.code == "#"), None)
        base = {"bases": from_number.months} if from_number is not None and from_number.months else base
    if reached and "months" not in times and reached[-1].months != base.get("bases"):
        times = {"months": reached[-1].months}
    here.say(
        Kind.DIRECTION,
        way=way,
        denied="denied" in node.form,
        size=size,
        goes_on=goes_on,
        lasting=node.form == "ing" or _HAS.search(work.text[: node.start]) is not None,
        **{"aim": aim, **times, **base},
    )


_HAS = re.compile(r"\b(?:has|have|had)\s+(?:\w+\s+)?$", re.IGNORECASE)


def _told_before(here: Here) -> tuple[dict[str, object], dict[str, object]]:
    """The months of a direction behind figures: `was 83% in June, compared with 88% in April, a fall`."""
    values = [s for s in here.work.said if s.kind is Kind.VALUE and s.months]
    starts = [s for s in here.work.said if s.kind is Kind.START and s.months]
    times: dict[str, object] = {"months": values[-1].months} if values else {}
    return times, {"bases": starts[-1].months} if starts else {}


def _is_finite(here: Here) -> bool:
    """Whether a direction is said to have happened: no `improvement plan`, no `reducing caseloads`."""
    node, after, before = here.node, here.after(), here.before()
    form = node.form.split()[0] if node.form else ""
    touching = after is not None and after.code == "x" and after.what != "title"
    text = here.work.text
    if form == "noun":
        return not (touching and after is not None and text[node.end : after.start] == " ")
    if form == "ing":
        numbered = after is not None and after.code in "tbf#"
        going = _GOING.search(text, 0, node.start) is not None
        return numbered or going or text[node.end :].lstrip().casefold().startswith("number")
    if form == "base":
        going = before is not None and before.code in "OG"
        return going or "denied" in node.form or _is_infinitive(here)
    return True


_GOING = re.compile(
    r"(?:,| (?:is|are|was|were|been|be|now|still|again|steadily|keeps?|kept(?: on)?"
    r"|(?:gone|went|goes|carried) on))\s*$",
    re.IGNORECASE,
)
"""Words right before `rising` with which it has happened."""


def _is_infinitive(here: Here) -> bool:
    before = here.before()
    return before is not None and before.code == "t"


def _target(here: Here) -> None:
    number = here.node.number
    if number is not None:
        here.say(Kind.TARGET, number=number, **here.when())


def _against(here: Here) -> None:
    node = here.node
    aim = here.work.aim or node.form == "aim"
    denied = {"denied": True} if node.form == "denied" else {}
    here.say(Kind.TARGET_MET, side=node.what, **denied, aim=aim, **here.when())


def _bare_met(here: Here) -> None:
    """`has been achieved in every month since`, of a target named before."""
    named = any(node.code in "@!" for part in here.work.parts[: here.number + 1] for node in part.nodes)
    if named and (here.node.what != "above" or here.number):
        here.say(Kind.TARGET_MET, side=here.node.what, denied=_is_denied(here), **here.when())


def _bare_side(here: Here) -> None:
    """`is back above it`, of a target named before."""
    text = here.work.text[here.node.end : here.part.end].lstrip().casefold()
    if text.startswith(("it", "that")) and any(n.code in "@!" for p in here.work.parts for n in p.nodes):
        here.say(Kind.TARGET_MET, side=here.node.what, **here.when())


def _elsewhere(here: Here) -> None:
    node = here.node
    side = node.what if node.what in _SIDES else ""
    if node.number is not None or side:
        words = here.work.text[here.part.start : here.part.end]
        here.say(Kind.ELSEWHERE, number=node.number, side=side, size=node.form, named=words)


_SIDES = frozenset(["above", "below", "better", "worse", "met", "missed"])


def _rating(here: Here) -> None:
    node = here.node
    near = [one for one in (here.before(), here.before(2)) if one is not None]
    denied = any(one.code == "G" or (one.code, one.what) == ("X", "missed") for one in near)
    here.work.used.update(one for one in near if one.code in "XG")
    here.say(
        Kind.RATING, rag=Rag(node.what), before=Rag(node.form) if node.form else None,
        **({"denied": True} if denied else {}), **here.when(),
    )  # fmt: skip


def _record(here: Here) -> None:
    number = next((n for n in here.part.nodes[here.at + 1 :] if n.code == "#"), None)
    if number is None:
        say_record(here, here.node, **here.when())


def _run(here: Here) -> None:
    node, number = here.node, here.node.number
    if number is None or (node.what == "months" and not _is_run(here)):
        return
    if (of := _run_of(here)) is not None:
        here.say(Kind.STREAK, number=number, of=of, exact=node.what == "nth", months=of.months)


def _is_run(here: Here) -> bool:
    before, text = here.before(), here.work.text[: here.node.start].rstrip().casefold()
    if before is not None and before.code == "a":
        return False
    return text.endswith((" for", " the last"))


def _run_of(here: Here) -> Statement | None:
    """What a run is a run of: said in its own part, else in the part before."""
    work, nodes = here.work, here.part.nodes
    if not any(s.part == here.number and s.kind in _RUNNING for s in work.said):
        later = next((at for at in range(here.at + 1, len(nodes)) if nodes[at].code in "D!R"), None)
        if later is not None:
            read_phrase(Here(work, here.number, here.part, later))
    running = [s for s in work.said if s.kind in _RUNNING]
    mine = [s for s in work.said if s.part == here.number]
    own = [s for s in mine if s.kind in _RUNNING]
    hedged = [s for s in mine if s.kind is Kind.VALUE and s.is_bounded]
    return next((some[-1] for some in (own, hedged, running) if some), None)


_RUNNING = frozenset({Kind.DIRECTION, Kind.TARGET_MET, Kind.RATING})


def _multiple(here: Here) -> None:
    node, after = here.node, here.after()
    if after is not None and after.code == "x" and after.what != "title" and node.what != "twice":
        return  # halved something else
    aimed = bool(node.refs)
    times = _of_then(here) if node.what in {"twice", *_PARTS_OF} else here.when()
    if not aimed and node.what not in {"twice", *_PARTS_OF}:
        times |= here.since()
    here.say(
        Kind.RATIO, side="target" if aimed else "", size=node.form,
        way=Way.DOWN if node.what in {"halved", *_PARTS_OF} else Way.UP, count=_FACTORS[node.what], **times,
    )  # fmt: skip


def _of_then(here: Here) -> dict[str, object]:
    """The month that something is half or twice of."""
    if here.near("<", take=False) is not None:
        return here.when() | here.since()
    found = here.when().get("months")
    return {"bases": found} if found else here.since()


_PARTS_OF = {"half_of": 2, "third_of": 3, "quarter_of": 4}
_FACTORS = {"doubled": 2, "halved": 2, "twice": 2, "trebled": 3, "quadrupled": 4, **_PARTS_OF}


def _break(here: Here) -> None:
    since = here.near("<")
    here.say(Kind.BREAK, **({"months": since.months} if since is not None else here.when()))


def _pace(here: Here) -> None:
    here.say(Kind.PACE)


def _status(here: Here) -> None:
    after = here.after()
    if after is None or after.code != "t":
        here.say(Kind.STATUS, side=here.node.what, denied=_is_denied(here))


def _is_denied(here: Here) -> bool:
    """Whether `not` and its like are right before the phrase; they are used with it."""
    before = here.before()
    if before is None or before.code != "G":
        return False
    here.work.used.add(before)
    return True


def _reference(here: Here) -> None:
    if not here.node.refs:
        here.say(Kind.REFERENCE)


READERS: Mapping[str, Callable[[Here], None]] = MappingProxyType(
    {
        "D": _direction, "#": say_number, "@": _target, "!": _against, "*": _elsewhere, "R": _rating,
        "E": _record, "X": _bare_met, "V": _bare_side, "N": _run, "H": _multiple, "B": _break, "P": _pace,
        "S": _status, "=": _reference,
    }
)  # fmt: skip
"""What is said by each type of phrase."""


def read_phrase(here: Here) -> None:
    """Read a phrase that says something, unless it has been read already."""
    reader = READERS.get(here.node.code)
    if reader is not None and here.node not in here.work.used:
        reader(here)
