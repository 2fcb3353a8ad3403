"""What the reading of a sentence remembers, and what a phrase may take from its part: months, bases."""

from __future__ import annotations

import re

from msgspec import Struct, field

from boardpack.claims.syntax import Kind, Measure, SentencePart, SentenceTime, Statement, Token
from boardpack.model.period import Period


class Work(Struct):
    """What has been read of a sentence so far."""

    text: str
    calendar: SentenceTime
    parts: tuple[SentencePart, ...]
    said: list[Statement] = field(default_factory=list)
    used: set[Token] = field(default_factory=set)
    fronted: tuple[Token, ...] = ()
    """The months that open the sentence, or the part before."""
    head: Token | None = None
    """The direction read last."""
    aim: bool = False
    whole: bool = True
    """False behind `of whom` and its like."""


STOPS = "DRE"
"""Heads behind which a month is theirs."""


def stops(node: Token) -> bool:
    """Whether a phrase is a head behind which a month is its own."""
    return node.code in STOPS and node.what != "any"


_VERB = re.compile(r"\s*(?:is|was|are|were|has|have|stands|now)\b", re.IGNORECASE)


class Here(Struct, frozen=True):
    """A phrase in its part."""

    work: Work
    number: int
    part: SentencePart
    at: int

    @property
    def node(self) -> Token:
        """The phrase."""
        return self.part.nodes[self.at]

    def before(self, back: int = 1) -> Token | None:
        """A phrase before it in the part."""
        return self.part.nodes[self.at - back] if self.at >= back else None

    def after(self, ahead: int = 1) -> Token | None:
        """A phrase behind it in the part."""
        return self.part.nodes[self.at + ahead] if self.at + ahead < len(self.part.nodes) else None

    def near(self, code: str, *, take: bool = True) -> Token | None:
        """The nearest phrase of a type in the part, those behind it first."""
        nodes = self.part.nodes
        stop = next((n for n, one in enumerate(nodes) if n > self.at and stops(one)), len(nodes))
        found = next((n for n in nodes[self.at + 1 : stop] if n.code == code), None)
        found = found or next((n for n in reversed(nodes[: self.at]) if n.code == code), None)
        if found is not None and take:
            self.work.used.add(found)
        return found

    def say(self, kind: Kind, **rest: object) -> None:
        """Add a statement made of the phrase."""
        work, node = self.work, self.node
        work.used.add(node)
        loose = any(
            (n.code, n.what) == ("U", "vague") and "month" not in work.text[n.start : n.end]
            for n in self.part.nodes
        )
        loose = loose or self.part.lead == "a" or any(n.code == "a" for n in self.part.nodes[: self.at])
        passing = any(n.code == "F" for n in self.part.nodes[: self.at])
        work.said.append(
            Statement(
                kind, node.start, node.end, self.number,
                **{"aim": work.aim, "passing": passing, "loose": loose, "part_of_whole": not work.whole,
                   "bracketed": self.part.lead == "("} | self._denial(kind) | rest,  # type: ignore[arg-type] # the fields of a statement
            )
        )  # fmt: skip

    def _denial(self, kind: Kind) -> dict[str, object]:
        """Whether `neither`, `none of` or `no indicator` opens the part."""
        first = self.part.nodes[0]
        opens = first.code == "G" and self.work.text[first.start : first.end].casefold() in _NONE
        return {"denied": True} if opens and kind in {Kind.RATING, Kind.TARGET_MET} and self.at > 1 else {}

    def when(self) -> dict[str, object]:  # noqa: PLR0911 - a case a place of the month
        """The months that are named in the part, or that open the sentence."""
        found = self.near(">")
        if found is None and self.part.joint.startswith("since"):
            return {}
        if found is None and self.part.joint == "when":
            named = named_before(self.work, self.number)
            return {"months": (named,)} if named is not None else {}
        whole = self.near("U", take=False) or self._fronted("U")
        if whole is not None and (whole.code, whole.what) == ("U", "total"):
            self.work.used.add(whole)
            return {"period": "year to date"}
        if found is None and (shared := self._shared()):
            return shared
        found = found or self._fronted(">")
        if found is None:
            return {}
        if found.what in {"quarter", "year"}:
            return {"months": found.months, "period": found.what}
        return {"months": found.months}

    def _shared(self) -> dict[str, object]:
        """The month of the part's one number with a month; in brackets, that of the part before."""
        nodes = self.part.nodes
        stop = next((n for n, one in enumerate(nodes) if n > self.at and one.code in STOPS), len(nodes))
        own = [n for n in nodes[:stop] if n.code == "#" and n.months and n.what != "start"]
        if len(own) == 1 and self.node.code != "#":
            return {"months": own[0].months}
        said = [one for one in self.work.said if one.part == self.number - 1]
        if said and self.part.joint == "with" and self.node.code == "#":
            return {"months": said[-1].months}
        words = any(n.code in ("x=" if self.node.code == "!" else "x=DR!") for n in nodes)
        words = words or _VERB.match(self.work.text[self.part.start :]) is not None
        if said and (self.part.lead == "(" or (self.part.lead == "," and not words)):
            return {"months": said[-1].months, **({"bases": said[-1].bases} if self._moves() else {})}
        return {}

    def _moves(self) -> bool:
        """Whether the phrase is a change."""
        return self.node.code == "D" or (
            self.node.number is not None and self.node.number.unit is Measure.POINTS
        )

    def _fronted(self, code: str) -> Token | None:
        found = next((node for node in self.work.fronted if node.code == code), None)
        if found is not None:
            self.work.used.add(found)
        return found

    def since(self) -> dict[str, object]:
        """What a change in this part starts from."""
        found = self.near("<")
        if found is None and self.part.joint.startswith("since"):
            named = named_before(self.work, self.number - 1)
            return {"bases": (named,)} if named is not None else {}
        found = found if self.part.joint == "when" else found or self._fronted("<")
        if found is not None:
            return {"bases": found.months}
        whole = self.near("U", take=False)
        if whole is not None and whole.what in {"start", "year"}:
            self.work.used.add(whole)
            return {"since_start": True}
        if whole is not None and whole.what == "vague" and "month" in self.work.text[whole.start : whole.end]:
            self.work.used.add(whole)
            period = self.work.calendar.period
            return {"bases": (period.plus(-3), period.plus(-2), period.plus(-4))}
        window = self.near("W")
        if window is not None:
            return {"bases": (window.months[0].plus(-1),)}
        return self._base_before()

    def _base_before(self) -> dict[str, object]:
        """The month that the part before starts from: `from 90% in June to 68%, a fall of 22 points`."""
        if self.part.lead != "," or self.number == 0:
            return {}
        said = [one for one in self.work.said if one.part == self.number - 1]
        if self.work.parts[self.number - 1].joint in _RELATIVE:
            return {}
        bases = [one.months or one.bases for one in said if one.kind is Kind.START]
        bases += [one.bases for one in said if one.bases]
        earlier = [months for months in bases if months]
        return {"bases": earlier[-1]} if earlier else {}


_NONE = frozenset(["neither", "none", "no"])
_RELATIVE = frozenset(["which", "who", "whom", "where"])
"""Words that open a clause of its own time: `which had been falling since July, fell again`."""


def named_before(work: Work, number: int) -> Period | None:
    """The latest month named in the parts up to one."""
    named = [n.months[-1] for part in work.parts[: number + 1] for n in part.nodes if n.months]
    return max(named, default=None)
