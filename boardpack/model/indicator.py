"""What is measured: indicators, their definitions, targets and bands."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from msgspec import Struct

from boardpack.model.finding import Place
from boardpack.model.period import Period, in_force
from boardpack.model.rating import Level, Rag
from boardpack.words import english


@lru_cache(maxsize=4096)
def canonical_ref(text: str) -> str:
    """Return the key a reference is known by: upper case, no spaces, no bracketed version.

    `W 1 e`, `W1e` and `w1 E` are all `W1E`; `LAC 19 (12m)` is `LAC19`.
    """
    return re.sub(r"\s+", "", re.sub(r"\([^)]*\)", "", text)).upper()


class Polarity(Enum):
    """Which way is good, with the letters that the published table uses."""

    BIGGER = "BIB"
    SMALLER = "SIB"
    NEUTRAL = "Neutral"
    TARGET = "CTT"
    """Close to the target: too high is as bad as too low."""

    @property
    def words(self) -> str:
        """`bigger is better`, `smaller is better`, `neither direction is better`: English, for messages."""
        return english().of("polarity_meaning", self)


class Unit(Enum):
    """What a value counts."""

    PERCENT = "percent"
    COUNT = "count"
    AVERAGE = "average"
    DAYS = "days"
    WEEKS = "weeks"
    POUNDS = "pounds"
    HOURS = "hours"
    MINUTES = "minutes"
    CLOCK = "hh:mm"
    """A duration, printed in hours and minutes; the value itself is in seconds."""
    CLOCK_SECONDS = "hh:mm:ss"
    PER_1000 = "per 1,000"
    PER_10000 = "per 10,000"
    PER_100000 = "per 100,000"
    RATIO = "ratio"
    """So many to one, printed `1:8`; the value itself is the 8."""
    YES_NO = "yes/no"
    """The value is 1 for yes and 0 for no."""
    GRADE = "grade"
    """A grade from the indicator's own list; the value is its place, 0 for the worst."""

    @property
    def is_clock(self) -> bool:
        """Whether values are seconds, printed as a duration."""
        return self is Unit.CLOCK or self is Unit.CLOCK_SECONDS

    @property
    def is_named(self) -> bool:
        """Whether values are words of a list and no quantities."""
        return self is Unit.YES_NO or self is Unit.GRADE


class Basis(Enum):
    """Which stretch of time a month's value describes."""

    MONTH = "month"
    MONTH_END = "month end"
    QUARTER = "quarter"
    YEAR = "year"
    YEAR_TO_DATE = "year to date"
    ROLLING_12 = "rolling 12 months"
    ROLLING_36 = "rolling 36 months"
    NOT_STATED = "not stated"


class Definition(Struct, frozen=True):
    """One version of what an indicator means; a later version is a break in the series."""

    version: str
    """`12m`; empty when there has only been one."""
    start: Period | None
    """First month it applies to; None from the beginning."""
    reference: str
    """Reference as the section table displays it: `LAC 19 (12m)`."""
    title: str
    summary_reference: str
    """Reference as the RAG summary displays it."""
    summary_title: str
    """Title as the RAG summary displays it; normally the same as `title`."""
    change: str
    """What changed from the version before, in a sentence for the reader; empty for the first."""
    place: Place
    language: str = ""
    """Of its titles, where it is not the pack's own: `cy`."""
    also_known_as: tuple[str, ...] = ()
    """Other names that commentary has for it; they are not printed."""


class Ratio(Struct, frozen=True):
    """Which indicators' counts a percentage is declared to follow from: `CL1 / (CL1 + CL2)`."""

    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


CHART_KINDS = ("columns", "line", "last year", "stacked", "none")
"""How an indicator can be drawn; `last year` is a line against that of the year before."""


class Indicator(Struct, frozen=True):
    """A measure that the committee follows month by month."""

    ref: str
    """Canonical reference, see `canonical_ref`."""
    order: int
    section: str
    table: str
    """Key of the table group it is printed in; empty when it is in the RAG summary alone."""
    definitions: tuple[Definition, ...]
    """In order of their start; never empty."""
    unit: Unit
    decimals: int
    """Decimals printed; the value itself is never rounded."""
    polarity: Polarity | None
    """As published; None where the source leaves it blank."""
    basis: Basis
    owner: str
    """Owner's code, see `Pack.owners`."""
    zero_possible: bool
    """False where a 0 can only mean "no cases", as in a number of days to adoption."""
    ratio: Ratio | None
    in_summary: bool
    place: Place
    chart: str = ""
    """One of CHART_KINDS; empty for what suits the number of periods."""
    parts: tuple[str, ...] = ()
    """References of the indicators that a stacked chart is made of."""
    scale: int = 1
    """What a bare number in its cells is multiplied by: 1,000 where the unit is `£k`. `decimals` is then
    negative: 2.4 of `£m` to one decimal is 2,400,000 to −5 decimals."""
    grades: tuple[str, ...] = ()
    """The words that its values are the places of, from the worst to the best."""
    frequency: int = 0
    """Months between two of its values: 3, 12; 0 for the pack's own periods."""
    latest_within: int | None = None
    """How many periods old the value that counts may be; None for less than one step of its own."""
    tolerance: Tolerance | None = None
    """What still counts as no change; None where only equal printed values do."""
    least_cases: int = 0
    """Fewer cases than this are not rated; 0 for no such limit."""
    limits: tuple[Decimal | None, Decimal | None] | None = None
    """The smallest and the largest lawful value, None for no limit; None where the unit decides."""
    sensitive: bool = False
    """Whether it counts people, or follows from such counts, so that small ones are not published."""

    @property
    def least(self) -> Decimal | None:
        """The smallest lawful value: 0 but for money, which may be a deficit; None for no limit."""
        if self.limits is not None:
            return self.limits[0]
        return None if self.unit is Unit.POUNDS else Decimal(0)

    @property
    def most(self) -> Decimal | None:
        """The largest lawful value: 100 for a percentage; None for no limit."""
        if self.limits is not None:
            return self.limits[1]
        return Decimal(100) if self.unit is Unit.PERCENT else None

    def definition(self, period: Period) -> Definition:
        """Return the definition in force in that month."""
        current = self.definitions[0]
        for candidate in self.definitions[1:]:
            if candidate.start is not None and candidate.start.first <= period.last:
                current = candidate
        return current

    @property
    def is_stock(self) -> bool:
        """Whether values are levels on a day, which are never added up."""
        return self.basis is Basis.MONTH_END

    def comparable(self, one: Period, other: Period) -> bool:
        """Whether two months fall under the same definition, so that they may be compared."""
        return self.definition(one) is self.definition(other)


class Tolerance(Struct, frozen=True):
    """A distance: so many of the unit itself, or a share of what it is measured from."""

    size: Decimal
    relative: bool

    def of(self, base: Decimal) -> Decimal:
        """The distance from a number in the unit itself."""
        return abs(base) * self.size / 100 if self.relative else self.size


class Comparator(Enum):
    """How a value meets a target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    BELOW = "<"
    ABOVE = ">"

    def holds(self, value: Decimal, target: Decimal) -> bool:
        """Whether a value meets a target."""
        if value == target:
            return self in {Comparator.AT_LEAST, Comparator.AT_MOST}
        return (value > target) is (self in {Comparator.AT_LEAST, Comparator.ABOVE})


class TargetStatus(Enum):
    """Whether there is a target."""

    SET = "set"
    NOT_SET = "not set"
    """The source leaves it blank."""
    NOT_APPLICABLE = "not applicable"
    """The source says NA."""


class RagBands(Struct, frozen=True):
    """One threshold for each boundary, in the indicator's unit.

    A value on a threshold is in the better band unless the threshold is strict (`below 49 Green`). A value
    that falls between two published bands takes the worse one, so that no Red is missed.
    """

    green: Decimal
    amber: Decimal
    bigger_is_better: bool
    of_denominator: bool
    """True when the bands are percentages of a cohort and the indicator is a count."""
    green_included: bool = True
    """Whether a value on the Green threshold is Green."""
    amber_included: bool = True
    """Whether a value on the Amber threshold is Amber."""
    green_top: Decimal | None = None
    """The upper end of Green where the target is a range; None where one side is open."""
    amber_top: Decimal | None = None
    """The upper end of Amber where the target is a range."""
    or_no_worse: bool = False
    """Whether a value beyond Amber that is no worse than a year before is Amber all the same."""
    if_better: bool = False
    """Whether a value in Green that is no better than a year before is Amber."""

    def rate(self, value: Decimal) -> Rag:
        """Rate an unrounded value."""
        if self.green_top is not None:
            return self._rate_in_range(value, self.green_top)
        if self._meets(value, self.green, included=self.green_included):
            return Rag.GREEN
        return Rag.AMBER if self._meets(value, self.amber, included=self.amber_included) else Rag.RED

    def _rate_in_range(self, value: Decimal, green_top: Decimal) -> Rag:
        if self.green <= value <= green_top:
            return Rag.GREEN
        top = green_top if self.amber_top is None else self.amber_top
        return Rag.AMBER if self.amber <= value <= top else Rag.RED

    def _meets(self, value: Decimal, threshold: Decimal, *, included: bool) -> bool:
        if value == threshold:
            return included
        return (value > threshold) is self.bigger_is_better


class LevelEdge(Struct, frozen=True):
    """A level and the number it begins at on its worse side; None for the worst, which takes the rest."""

    level: Level
    edge: Decimal | None
    included: bool = True


class LevelBands(Struct, frozen=True):
    """Two to six levels, the best first, with a threshold between each two."""

    edges: tuple[LevelEdge, ...]
    bigger_is_better: bool

    def rate(self, value: Decimal) -> Level:
        """Rate an unrounded value: the best level whose threshold it meets."""
        for one in self.edges[:-1]:
            if one.edge is None or (value == one.edge and one.included):
                return one.level
            if value != one.edge and (value > one.edge) is self.bigger_is_better:
                return one.level
        return self.edges[-1].level


class Target(Struct, frozen=True):
    """What an indicator aims at in a stretch of months, and how it is rated."""

    ref: str
    start: Period | None
    end: Period | None
    published: str
    """The target as the table prints it: `95.0%`, `<10% of Cohort`, `NA`."""
    status: TargetStatus
    comparator: Comparator | None
    value: Decimal | None
    of_denominator: bool
    """True when the target is a percentage of a cohort and the indicator is a count."""
    bands: RagBands | None
    methodology: str
    """The published sentence about the bands, word for word."""
    reason: str
    """Why the indicator is not rated or cannot be computed; empty where bands exist and suffice."""
    place: Place
    levels: LevelBands | None = None
    """How it is rated where the pack has levels of its own; `bands` is None then."""
    annual: Decimal | None = None
    """The target of the whole year, where `value` is what is expected by its own period."""
    of_period: Period | None = None
    """The one period it is for, where the target changes from period to period."""
    width: Tolerance | None = None
    """How far Amber reaches from the target, where the scheme is `tolerance`."""
    profile: str = ""
    """`equal` where an annual target is spread over its year, `year end` where it is due at the end alone."""
    scheme: str = "bands"
    """How the thresholds were given: `bands`, `tolerance`, `floor`, `range`, `levels`."""

    def covers(self, period: Period) -> bool:
        """Whether the target is in force in that month."""
        return in_force(self.start, self.end, period)


class Override(Struct, frozen=True):
    """A rating set by a person instead of the bands."""

    ref: str
    period: Period
    rag: Rag | None
    """None where the rating is withheld."""
    reason: str
    role: str
    place: Place
    level: Level | None = None
    """The pack's own level, where it rates by levels."""

    @property
    def word(self) -> str:
        """The rating as it was written."""
        if self.level is not None:
            return self.level.name
        return "Not rated" if self.rag is None else self.rag.value
