"""Tokens into phrases: the productions.

Each production is a pattern over the types of tokens, one letter each (`lexicon.CODES`), and a function that
makes phrases of what it matches. They are applied in order, each over the whole sentence. Words without
weight are taken out before. To teach it a shape, add a production; for a word, add it to `words.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from boardpack.claims.syntax import TIMES, Token

Made = Sequence[Token] | None
Build = Callable[[Sequence[Token]], Made]


class Production(Struct, frozen=True):
    """A pattern over types, and what its tokens become; None leaves them as they are."""

    name: str
    pattern: re.Pattern[str]
    build: Build


def phrases(found: Sequence[Token]) -> tuple[Token, ...]:
    """Apply the productions to the tokens of a sentence."""
    nodes = tuple(_subjects(found))
    codes = "".join(node.code for node in nodes)
    for production in PRODUCTIONS:
        if production.pattern.search(codes) is not None:
            nodes = _applied(production, nodes, codes)
            codes = "".join(node.code for node in nodes)
    return nodes


_VERBS = frozenset(["is", "was", "are", "were", "has", "have", "remains", "remain"])


def _subjects(found: Sequence[Token]) -> Iterator[Token]:
    """The tokens that have weight; a number that a verb follows is marked: `67% is up` is no rise of 67."""
    for at, one in enumerate(found):
        if one.code == "#":
            verb = any(n.code == "_" and n.form in _VERBS for n in found[at + 1 : at + 2])
            definite = any((n.code, n.form) == ("_", "the") for n in found[max(0, at - 1) : at])
            yield replace(one, what="subject" if verb else "the" if definite else one.what)
        elif one.code != "_":
            yield one


def _applied(production: Production, nodes: tuple[Token, ...], codes: str) -> tuple[Token, ...]:
    made: list[Token] = []
    done = 0
    for match in production.pattern.finditer(codes):
        if match.start() == match.end():
            continue
        new = production.build(nodes[match.start() : match.end()])
        if new is not None:
            words = [n for n in nodes[match.start() : match.end()] if n.code in "x=" and n not in new]
            made += [*nodes[done : match.start()], *words, *new]
            done = match.end()
    return (*made, *nodes[done:]) if done else nodes


def pick(nodes: Sequence[Token], code: str, nth: int = 0) -> Token:
    """The first of some tokens that is of a type, or a later one."""
    return [node for node in nodes if node.code in code][nth]


def _span(nodes: Sequence[Token], code: str, of: Token, **changes: object) -> Token:
    """A phrase over all of some tokens, made from one of them."""
    return replace(of, code=code, start=nodes[0].start, end=nodes[-1].end, **changes)


def _hedge(number: Token, hedge: str) -> Token:
    """A number with another hedge."""
    return replace(number, number=replace(number.number, hedge=hedge)) if number.number else number


def _base(start: int, end: int, month: Token) -> Token:
    """The month of a token as the one that a change starts from."""
    return Token("<", start, end, months=month.months, what="than")


def _is_short(node: Token) -> bool:
    """Whether a preposition is `in`, `at`, `during` or another of that length: it says no end of a time."""
    return node.end - node.start <= len("during")


# ------------------------------------------------------------------------------------------------- times


def _the_number_of_month(nodes: Sequence[Token]) -> Made:
    """`double the 8.1 days of August`."""
    number, month = nodes[0], nodes[-1]
    if number.what != "the" or month.form == "own":
        return None
    return (_as_it_was(replace(number, months=month.months)),)


def _as_it_was(number: Token) -> Token:
    """`just below the £4.87 of July`: July's figure as it was, and something else is just below it."""
    near = number.number is not None and number.number.hedge in {"nearly", "barely"}
    return _hedge(number, "") if near and number.what == "the" else number


def _hedged(nodes: Sequence[Token]) -> Made:
    hedge, last = nodes[0], nodes[-1]
    if hedge.code == "#":  # `20 or more`
        return (_hedge(hedge, last.what),) if last.what in {"least", "most"} else None
    return (*nodes[1:-1], _hedge(last, hedge.what))


def _between(nodes: Sequence[Token]) -> Made:
    """`between April and October`, `from April to October`: since when, and when."""
    one, other = pick(nodes, "MYK"), pick(nodes, "MYK", 1)
    return (
        Token("<", nodes[0].start, one.end, months=one.months[:1], what="from"),
        Token(">", other.start, nodes[-1].end, months=other.months[-1:]),
    )


def _months(nodes: Sequence[Token]) -> Made:
    """`May, June and October` as one."""
    months = tuple(month for node in nodes if node.code == "M" for month in node.months)
    return (_span(nodes, "M", nodes[0], months=months, what="list"),)


def _rated_over(nodes: Sequence[Token]) -> Made:
    """`Red Apr-Jul`: in each of the months from one to the other."""
    one, other = pick(nodes, "M"), pick(nodes, "M", 1)
    separated = any(node.code in "-t" for node in nodes) or other.start == one.end + 1
    if not (separated and one.months and other.months and one.months[0] < other.months[-1]):
        return None
    months = tuple(one.months[0].to(other.months[-1]))
    return (nodes[0], replace(one, code=">", end=other.end, months=months, what="list"))


def _from(nodes: Sequence[Token]) -> Made:
    return (nodes[0], replace(nodes[1], what="start"))


def _since(nodes: Sequence[Token]) -> Made:
    last = nodes[-1]
    if last.code == "K":
        return (_span(nodes, "<", last, months=last.months[:1], what="since"),)
    return (_span(nodes, "<", last, what="since" if nodes[0].code == "s" else "than"),)


def _when(nodes: Sequence[Token]) -> Made:
    """`in October`; a quarter or a year as a whole keeps its name."""
    last = nodes[-1]
    if last.code == "Y" and nodes[0].code != "i":
        return (_span(nodes, "<", last, what="than"),)
    if last.code == "K" and nodes[0].code == "i" and not _is_short(nodes[0]):
        return (_span(nodes, ">", last, months=last.months[-1:], what=""),)  # at the end of quarter 2
    return (_span(nodes, ">", last),)


def _base_with_number(nodes: Sequence[Token]) -> Made:
    """`than September (83.1%)`."""
    month, number = pick(nodes, "MY"), pick(nodes, "#")
    base = _base(nodes[0].start, month.end, month)
    return (base, replace(number, what="start", months=month.months))


def _number_of_month(nodes: Sequence[Token]) -> Made:
    """`86% in October`, `October (86%)`, `October's 86%`: a number with its month."""
    month, number = pick(nodes, "MYK"), pick(nodes, "#")
    if len(nodes) == 2 and month.code == "Y" and month.form != "own" and nodes[0] is month:
        return None
    lead = nodes[0].code == "i" and not _is_short(nodes[0])
    months = month.months[-1:] if month.code == "K" and lead else month.months
    if month.form == "own":
        number = replace(number, what="the")
    form = month.what if month.code == "K" and not lead else ""
    return (_as_it_was(replace(number, months=months, form=form)),)


# ----------------------------------------------------------------------------------------------- targets


def _elsewhere(nodes: Sequence[Token]) -> Made:
    numbers = [node for node in nodes if node.code == "#"]
    of = numbers[0] if numbers else nodes[-1]
    return (replace(of, code="*", months=()),)


def _beside(nodes: Sequence[Token]) -> Made:
    """`above the England average of 43.2%`, `2 points below England`."""
    by, other = next(node for node in nodes if node.code in "VC"), nodes[-1]
    side = _side(by)
    if side not in {"above", "below", "better", "worse", "met", "missed"}:
        return None
    gap = nodes[0].code == "#"
    start = by.start if not gap else nodes[0].start
    made = replace(other, what=side, start=start, form="gap" if gap else "")
    return (replace(made, number=nodes[0].number),) if gap else (made,)


def _lasting(nodes: Sequence[Token]) -> Made:
    """`in three months`: the last three."""
    lead, run = nodes
    lasts = _is_short(lead) and lead.end - lead.start != len("for")
    return (_span(nodes, "W", run, what="span"),) if lasts and run.what == "months" and run.months else None


def _times(nodes: Sequence[Token]) -> Made:
    """`four of the seven months`."""
    number, whole = nodes[0], nodes[-1]
    if number.code == "N" and whole.number is not None:
        plain = replace(number.number, unit=whole.number.unit)  # type: ignore[type-var] # a run has a number
        return (_span(nodes, "Q", number, number=plain, what="times", months=()),)
    if whole.code == "x" or number.number is None or number.number.unit.value or number.number.decimals:
        return None
    months = whole.months if whole.code == "W" else ()
    return (_span(nodes, "Q", number, what="times", months=months),)


def _times_of_year(nodes: Sequence[Token]) -> Made:
    """`Red in four of the seven`: of the months."""
    number, whole = nodes[1].number, nodes[3].number
    if number is None or whole is None or number.value > whole.value or whole.value > 12:
        return None
    plain = not (number.unit.value or whole.unit.value or number.decimals or whole.decimals)
    return (_span(nodes, "Q", nodes[1], what="times", months=()),) if plain else None


def _not_since(nodes: Sequence[Token]) -> Made:
    """`not since May had we been above it`: for the first time since then."""
    return (replace(nodes[0], code="Q", what="first"), nodes[1]) if nodes[1].what == "since" else None


def _since_record(nodes: Sequence[Token]) -> Made:
    """`since its June peak of 90.1%`."""
    month, number = nodes[1], nodes[-1]
    base = Token("<", nodes[0].start, month.end, months=month.months, what="since")
    return (base, replace(number, what="start", months=month.months))


def _same_as(nodes: Sequence[Token]) -> Made:
    """`the same as in September`."""
    if nodes[0].form != "as":
        return None
    return (replace(nodes[0], what="level"), replace(nodes[1], code="<", what="than"))


def _beyond_month(nodes: Sequence[Token]) -> Made:
    """`5 points below June's 67%`."""
    number, by, other = nodes[0], next(n for n in nodes if n.code in "VC"), nodes[-1]
    side = {"above": "up", "below": "down", "missed": "down"}.get(by.what, by.what)
    if not other.months or side not in {"up", "down", "better", "worse"}:
        return None
    base = _base(other.start, other.start, other)
    return (replace(number, what="change", form=side, months=()), base, replace(other, what="start"))


def _target(nodes: Sequence[Token]) -> Made:
    numbers = [node for node in nodes if node.code == "#"]
    if numbers and len(nodes) == 2 and nodes[0].code == "T" and numbers[0].months:
        return (_span(nodes[:1], "@", nodes[0], number=None), numbers[0])
    if not numbers:
        return (_span(nodes, "@", nodes[-1], number=None),)
    return (replace(numbers[0], code="@"),)


def _gap(nodes: Sequence[Token]) -> Made:
    """`5 points below the target`, `missed the target by 5`."""
    number, target = pick(nodes, "#"), pick(nodes, "@")
    sides = [node for node in nodes if node.code in "VCX"]
    side = _side(sides[-1]) if sides else ""
    if nodes[0].code == "V" and side == "met":
        number, side = _hedge(number, "most"), ""
    return (replace(number, what="gap", form=side, months=()), *((target,) if target.number else ()))


def _wanted(nodes: Sequence[Token]) -> Made:
    """`£21,000 too high`, `0.6 points short of where we want to be`, `1.3 points to go`."""
    side = nodes[-1].what
    return (replace(nodes[0], what="gap", form="" if side == "any" else side, months=()),)


def _side(node: Token) -> str:
    return {"up": "above", "down": "below"}.get(node.what, node.what)


def _against(nodes: Sequence[Token]) -> Made:
    """`above target`, `missed the target`, `the target was met`, `better than target`."""
    target = pick(nodes, "@")
    by = next((node for node in nodes if node.code in "VXC"), None)
    side = _side(by) if by is not None else "met"
    denied = any(node.code == "G" for node in nodes)
    form = "aim" if nodes[0].code == "t" and by is not None and by.code == "X" else "denied" if denied else ""
    said = Token("!", nodes[0].start, nodes[-1].end, what=side, form=form)
    return (said, *((target,) if target.number else ()), *(n for n in nodes if n.code in "*Q=MU><N"))


def _nearly(nodes: Sequence[Token]) -> Made:
    """`just below target`, `almost reached the target`."""
    words = nodes[0].form.split()
    side = {"under": "below", "below": "below", "over": "above", "above": "above"}.get(words[-1], "")
    if side:
        return (replace(nodes[0], code="V", what=side),)
    return (replace(nodes[0], code="G"),) if nodes[0].what == "nearly" else None


def _crossed(nodes: Sequence[Token]) -> Made:
    """`dipped under target`: on which side it came to be."""
    return () if nodes[0].form == "past" else None


def _last_met(nodes: Sequence[Token]) -> Made:
    by = pick(nodes, "Q")
    if not by.what.startswith("last"):
        return None
    said = Token("!", nodes[0].start, nodes[-1].end, what=by.what.removeprefix("last_"))
    target = [node for node in nodes if node.code == "@" and node.number]
    return (said, replace(by, what="last"), *target)


# ----------------------------------------------------------------------------------------- numbers, changes


def _beyond(nodes: Sequence[Token]) -> Made:
    """`above 100`, `passed 50,000`, `more than 40%`: a number that is not itself meant."""
    by, number = next(n for n in nodes if n.code in "VXC"), pick(nodes, "#")
    side = _side(by)
    if by.code == "X" and by.what == "met":
        return (number,)
    beyond = by.code == "V" and number.what == "the" and number.months and side in _BEYOND
    if beyond or (by.code == "C" and (side in {"better", "worse"} or number.months)):
        way = by.what if by.code == "C" else "up" if side == "above" else "down"
        base = _base(number.start, number.start, number)
        return (replace(by, code="D", form="state", what=way), base, replace(number, what="start"))
    hedge = _BEYOND.get(side, side if side in {"most", "least"} else "")
    if side == "met" and number.number is not None and number.number.unit in TIMES:
        hedge = "most"
    if by.code == "X":
        hedge = "least"
    if nodes[0].code == "G":
        hedge = {"over": "most", "under": "least"}.get(hedge, "")
    return (_span(nodes, "#", _hedge(number, hedge)),) if hedge else None


_BEYOND = {"above": "over", "below": "under", "missed": "under"}


def _compared(nodes: Sequence[Token]) -> Made:
    """`63 more than`, `a 5-point fall`, `up 3 points`: the size of a change with its way."""
    number, by = pick(nodes, "#"), next(n for n in nodes if n.code in "CD")
    rest = [node for node in nodes if node.code in "=x"]
    if number.months or (nodes[0] is by and by.form == "amount"):
        return None
    if nodes[0] is number and number.what == "subject":
        return None
    other = by.form != "noun" or any(node.code == "x" and node.what != "title" for node in rest)
    if nodes[0] is number and by.code == "D" and other:
        return None
    return (replace(number, what="change", form=by.what), *rest)


def _range(nodes: Sequence[Token]) -> Made:
    return tuple(replace(node, what="range") for node in nodes if node.code == "#")


def _moved(nodes: Sequence[Token]) -> Made:
    """`moved from 64% to 67%` keeps both."""
    one, other = pick(nodes, "#"), pick(nodes, "#", 1)
    return (replace(one, what="start"), replace(other, what="to"))


def _record(nodes: Sequence[Token]) -> Made:
    """`lower than in any month`: a record."""
    by = pick(nodes, "C")
    name = {"up": "highest", "down": "lowest", "better": "best", "worse": "worst"}[by.what]
    return (replace(by, code="E", what=name), *(node for node in nodes if node.code == ">"))


def _multiple(nodes: Sequence[Token]) -> Made:
    by = pick(nodes, "H")
    hedge = ""
    if nodes[0].code in "CV":
        hedge = "over" if nodes[0].what in {"up", "above"} else "under"
    elif nodes[0].code == "h":
        hedge = nodes[0].what
    target = [node for node in nodes if node.code == "@"]
    made = _span(nodes, "H", by, form=hedge, refs=("target",) if target else ())
    return (made, *(node for node in target if node.number))


def _as_many(nodes: Sequence[Token]) -> Made:
    """`twice as many visits in August as in April`: the month behind `as` is what it starts from."""
    *first, joint, last = nodes
    return (*first, replace(last, code="<", what="than")) if joint.form == "as" else None


def _more_than_then(nodes: Sequence[Token]) -> Made:
    """`more visits in November than in October`: a direction with the noun between."""
    by, base = nodes[0], nodes[-1]
    if by.form != "amount" or base.what != "than" or not any(node.code in "x=>" for node in nodes[1:-1]):
        return None
    return (replace(by, code="D", form="state"), *nodes[1:])


def _multiple_of_number(nodes: Sequence[Token]) -> Made:
    """`double the £4,410 of August`."""
    number = nodes[1]
    base = _base(number.start, number.start, number)
    return (nodes[0], base, replace(number, what="start")) if number.months else None


def _denied_way(nodes: Sequence[Token]) -> Made:
    last = nodes[-1]
    return (*nodes[1:-1], replace(last, form=f"{last.form} denied", start=last.start))


def _state(nodes: Sequence[Token]) -> Made:
    """`up`, `higher`, `better` where they mean a direction."""
    return (replace(nodes[0], code="D", form="state"),) if nodes[0].form != "amount" else None


def _slowed(nodes: Sequence[Token]) -> Made:
    """`slowed to 14 minutes` is for the worse."""
    return (replace(nodes[0], code="D", what="worse", form="past"),)


def _base_of_number(nodes: Sequence[Token]) -> Made:
    """`than the 1,498 in September`."""
    lead, number = nodes
    base = _base(lead.start, number.start, number)
    return (base, replace(number, what="start")) if number.months else None


def _ratings(nodes: Sequence[Token]) -> Made:
    """`from Amber to Red`."""
    one, other = pick(nodes, "R"), pick(nodes, "R", 1)
    return (replace(other, form=one.what, start=nodes[0].start),)


def _row(name: str, pattern: str, build: Build) -> Production:
    return Production(name, re.compile(pattern), build)


PRODUCTIONS: tuple[Production, ...] = (
    _row("about a number", r"h[x=]?#|#h", _hedged),
    _row("between months", r"(?:w[MKY]&[MKY]|f[MK][tu][MKY])", _between),
    _row("a row of months", r"M(?:,M)*,?&M", _months),
    _row("rated over months", r"Ri?M[-t]?M", _rated_over),
    _row("between numbers", r"w#&#|#-#|#[t&]#-#|f#t#t#", _range),
    _row("months long", r"[iV]N", _lasting),
    _row("so many months", r"#p[NWx]|Np#", _times),
    _row("so many of the year", r"i#p#(?![x=R#])", _times_of_year),
    _row("over some months", r"V(?=W)", lambda _: ()),
    _row("since a record", r"s[MY]Ep?#", _since_record),
    _row("a base with its number", r"[ngos][MY](?:\(#\)|#)", _base_with_number),
    _row("a number with its month", r"i?[MY](?:\(#\)|:?#)|#\(i?[MYK]\)|#i?[MYK](?!#)", _number_of_month),
    _row("the number of a month", r"#pM(?!#)", _the_number_of_month),
    _row("a base by its number", r"[ngo]#", _base_of_number),
    _row("from a number", r"f#", _from),
    _row("since when", r"[sngof][MYK]|s(?=U)", _since),
    _row("not since", r"G<", _not_since),
    _row("when", r"i?[MKY]", _when),
    _row("from the peak of then", r"<E(?!p?#)", lambda nodes: nodes[:1]),
    _row("the same as then", r"D>", _same_as),
    _row("a national target", r"L(?=x?T)", lambda _: ()),
    _row("from elsewhere", r"#[x]{0,2}L|L[xi>p]{0,3}\(?#\)?|L", _elsewhere),
    _row("beside another's figure", r"#[x]?[VC]n?[x]?\*|[VC]n?[x]?\*", _beside),
    _row("a target with its number", r"T(?:[x=U>]|i[xU=]){0,3}[pi]?#|T:#(?!g#)|T\(#\)|#[x]{0,2}T|T", _target),
    _row("beside a target", r"h(?=@)|h(?=[VX][x]?@)", _nearly),
    _row("across a target", r"D(?=[x]?V[x]?@)", _crossed),
    _row("as many as then", r"H[x=>U]{0,6}c>", _as_many),
    _row("more than then", r"(?<!#)(?<!#x)C[x=>]{1,8}<", _more_than_then),
    _row("a multiple of a number", r"H#", _multiple_of_number),
    _row("a multiple", r"(?:Cn|h|V)?H@?", _multiple),
    _row("a gap", r"V#p@|#[xZ]?(?:[VC]n?|x?f)@|(?:[VX]@|@G?[VX]),?b#|X(?=b#)@?b#@", _gap),
    _row("a distance from what is wanted", r"#[x]?A", _wanted),
    _row("last met", r"@?[x=]{0,2}Q@?", _last_met),
    _row("against a target", r"t?G?O?[VX][x]{0,1}@|Cn@|[io]@|@[x=>Up]{0,4}[GQ]?[GQ]?X", _against),
    _row("a record by comparison", r"C[x=]{0,5}>?n[^,;#]?U|CnE", _record),
    _row("beyond another month", r"#[x]?[VC]n?p?#", _beyond_month),
    _row("a number beyond", r"G?[VX]#|Cn#", _beyond),
    _row("the size of a change", r"#[x]?C(?!#)|#[=x]?D|C#", _compared),
    _row("from one number to another", r"f#[x>]?t#", _moved),
    _row("slowed to", r"P(?=[tb]#)", _slowed),
    _row("a state", r"C(?![nx])", _state),
    _row("a denied direction", r"G[xOZ]?D", _denied_way),
    _row("from rating to rating", r"f?R[t-]R", _ratings),
)  # fmt: skip
"""The productions, in the order they are applied."""
