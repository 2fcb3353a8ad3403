"""The whole pack of a month, the actions of its log, and the small things that belong to it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from unicodedata import combining, normalize

from msgspec import Struct, field

from boardpack.model.disclosure import Audience, Disclosure, ExemptPart, Release
from boardpack.model.finding import Place, Waiver
from boardpack.model.indicator import Indicator, Override, Target
from boardpack.model.narrative import CommentaryHeading, Narrative, NarrativeKind, default_headings
from boardpack.model.observation import ComparatorFigure, DataNote, Forecast, Observation, Restatement
from boardpack.model.period import Calendar, FinancialYear, Period
from boardpack.model.rating import Level, Unrated
from boardpack.words import Words, english


class ActionStatus(Enum):
    """How far an action has come."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Action(Struct, frozen=True):
    """A row of the action log; the published words are beside the typed ones."""

    ref: str
    """A reference such as `Oct-01`: text, never a date."""
    order: int
    text: str
    raised: Period | None
    due: Period | None
    due_text: str
    """As published: `Dec-17`, `TBC`."""
    status: ActionStatus
    status_text: str
    """As published: `Y`, `Ongoing`."""
    owner: str
    indicators: tuple[str, ...]
    """Canonical references of the indicators it serves."""
    started: date | None
    ended: date | None
    completed: date | None
    place: Place

    @property
    def is_open(self) -> bool:
        """Whether something remains to be done."""
        return self.status in {ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS}

    def overdue(self, period: Period) -> bool:
        """Whether it was still open in a month after the one it was due in."""
        return self.is_open and self.due is not None and self.due.last < period.first


FORMATS: Mapping[str, str] = MappingProxyType({
    "html": "the web edition: one page, no scripts",
    "data": "the figures: a tidy CSV file and a workbook",
})  # fmt: skip
"""What can be made beside the PDF, in words; `boardpack.edition.MAKERS` makes it."""


FRONT = ("directors summary", "action log", "rag summary")
"""What comes before the tables, in the usual order."""


class PackFacts(Struct, frozen=True):
    """Who the pack is from, for whom, of when. Facts the source does not state are empty or None."""

    title: str
    appendix: str
    """`Appendix 2`."""
    council: str
    committee: str
    language: str
    """BCP 47, `en-GB`."""
    classification: str
    version: str
    meeting_date: date | None
    commentary_as_at: date | None
    data_extracted_on: date | None
    published_on: date | None
    contact: str
    brand: str
    """Folder under styles/ that the pack asks for."""
    note: str
    """A line for the cover, such as `EXAMPLE: made-up figures`; empty for none."""
    months_shown: int
    """How many months the tables show, ending with the pack's own; 0 for the year to date."""
    place: Place
    empty_action_log: bool = True
    """Whether an action log without actions is printed, and says so."""
    chart_messages: bool = True
    """Whether each chart has a sentence over it that says what it shows."""
    jurisdiction: str = ""
    """`England` or `Wales`, whose law says when papers are published; empty where neither does."""
    saturdays_count: bool = False
    """Whether Saturdays are among the clear days before a meeting."""
    page_start: int = 0
    """The number that the pack's first numbered page has in the agenda it is part of; 0 for none."""
    formats: tuple[str, ...] = ()
    """What is made beside the PDF: of `FORMATS`."""
    front: tuple[str, ...] = ()
    """The order of what comes before the tables: of `FRONT`; the usual order when empty."""

    @property
    def slug(self) -> str:
        """The title as a file name of ASCII letters: `childrens-improvement-priority-indicators`.

        One that is too long, or has letters without a counterpart, ends in a digest of the title instead, so
        that two titles have two names.
        """
        return slug_of_title(self.title)


def slug_of_title(title: str) -> str:
    """A title as a file name, see `PackFacts.slug`."""
    plain = title.replace("'", "").replace("’", "").casefold()
    folded = "".join(ch for ch in normalize("NFKD", plain) if not combining(ch))
    words = "".join(ch if ch.isalnum() else " " for ch in folded).split()
    kept = "-".join(filter(None, (word.encode("ascii", "ignore").decode() for word in words)))
    if kept.replace("-", "") == "".join(words) and len(kept) <= LONGEST_SLUG:
        return kept
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()[:8]
    return f"{kept[: LONGEST_SLUG - 9].strip('-')}-{digest}".strip("-") if words else ""


LONGEST_SLUG = 80
"""Characters of a slug, which is part of the names of files and folders."""


TABLE_COLUMNS = (
    "number", "title", "polarity", "months", "target", "owner", "rag", "methodology", "last year", "ytd",
    "rolling year", "direction", "long direction", "needed rate", "forecast",
)  # fmt: skip
"""Names of the columns that a table may have; `boardpack.compose.columns` makes each."""

SUMMARY_COLUMNS = ("ref", "title", "value", "target", "change", "rag", "letters")
"""Names of the columns of the summary, which may have those of a table as well."""

YEARS_SHOWN = 5
"""How many years the tables of an annual pack show when it does not say."""

ARRANGEMENTS = ("columns", "multiples", "none")
"""How a table's indicators can be drawn; `boardpack.compose.charts` has a function for each."""


PAGES = ("portrait", "landscape")
"""How a page can be turned."""


class TableGroup(Struct, frozen=True):
    """A table of indicators with its commentary and charts: one page of the pack."""

    key: str
    """The narrative file's stem: `narratives/<month>/<key>.md`."""
    order: int
    section: str
    charts: str
    """How its indicators are drawn: one of ARRANGEMENTS."""
    summary_heading: str
    """The heading of the directors' summary that speaks of it; empty when none does."""
    place: Place
    title: str = ""
    """Its own name within the section, such as `Missing children`; empty where the section has one table."""
    page: str = ""
    """How its pages are turned: one of PAGES; the brand's way when empty."""


class Section(Struct, frozen=True):
    """A part of the pack: a band of the RAG summary, and one or more tables."""

    key: str
    order: int
    title: str
    published_title: str
    """As the source prints it, usually in capitals."""
    tables: tuple[TableGroup, ...]
    place: Place
    language: str = ""
    """Of its title, where it is not the pack's own: `cy`."""


class Owner(Struct, frozen=True):
    """Whose indicator it is: a code in the table, a role in the notes; never a person's name."""

    code: str
    role: str
    place: Place


class Abbreviation(Struct, frozen=True):
    """An entry of the glossary."""

    short: str
    expansion: str
    language: str
    place: Place


class Synonym(Struct, frozen=True):
    """A word or phrase for another: `foster reviews` for `annual reviews of foster carers`."""

    term: str
    like: str
    place: Place


class Reported(Struct, frozen=True):
    """A cell of the source as it was reported, kept where it was normalised or is to be compared."""

    where: str
    """`summary`, `table`, `actions`, `narrative` or `cover`."""
    ref: str
    """Canonical reference or action reference; empty for the whole pack."""
    field: str
    """`rag`, `title`, `reference`, `target`, `owner`, `polarity`, `value 2017-04` …"""
    text: str
    used: str
    """What the pack uses instead; empty where it is kept for comparison only."""
    reason: str
    place: Place


class Pack(Struct, frozen=True, dict=True):
    """Everything about one month's pack, typed and in order."""

    facts: PackFacts
    period: Period
    year: FinancialYear
    sections: tuple[Section, ...]
    indicators: tuple[Indicator, ...]
    """In the committee's order."""
    targets: tuple[Target, ...]
    observations: Mapping[tuple[str, Period], Observation]
    narratives: tuple[Narrative, ...]
    actions: tuple[Action, ...]
    owners: tuple[Owner, ...]
    glossary: tuple[Abbreviation, ...]
    reported: tuple[Reported, ...] = ()
    notes: tuple[DataNote, ...] = ()
    overrides: tuple[Override, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    comparators: tuple[ComparatorFigure, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    levels: tuple[Level, ...] = ()
    """The pack's own levels of rating, the best first; none where it rates Red, Amber and Green."""
    unrated: frozenset[Unrated] = frozenset()
    """Which reasons for no rating hold beside those that always do: provisional figures, new definitions."""
    vocabulary: tuple[Synonym, ...] = ()
    """Other words for what the titles speak of."""
    columns: Mapping[str, tuple[str, ...]] = {}
    """Names of the columns that it asks for: of the `summary`, of every `table`, of one table by its key."""
    words: Words = field(default_factory=english)
    """What everything is called in print: the catalogue of the pack's language with its own words over it."""
    headings: tuple[CommentaryHeading, ...] = field(default_factory=default_headings)
    """The headings of each table's commentary, in order."""
    disclosure: Disclosure | None = None
    """Which counts are too small to be published; None where the pack does not say."""
    releases: tuple[Release, ...] = ()
    closed_days: tuple[date, ...] = ()
    """Days of data/closed-days.csv, which are no clear days."""
    exempt: tuple[ExemptPart, ...] = ()
    """Parts that are not for publication."""
    edition: Audience = Audience.WHOLE
    """For whom it is made; the pack of a public edition does not hold what is kept back."""

    @cached_property
    def _index(self) -> dict[str, Indicator]:
        return {indicator.ref: indicator for indicator in self.indicators}

    @cached_property
    def _targets(self) -> dict[str, list[Target]]:
        targets: dict[str, list[Target]] = {}
        for target in self.targets:
            targets.setdefault(target.ref, []).append(target)
        return targets

    @cached_property
    def _in_force(self) -> dict[tuple[str, Period], Target | None]:
        return {}

    @cached_property
    def _observed(self) -> dict[str, tuple[Observation, ...]]:
        observed: dict[str, list[Observation]] = {}
        for (ref, _), seen in self.observations.items():
            observed.setdefault(ref, []).append(seen)
        return {ref: tuple(seen) for ref, seen in observed.items()}

    @cached_property
    def _tables(self) -> dict[str, tuple[Indicator, ...]]:
        tables: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            tables.setdefault(indicator.table, []).append(indicator)
        return {key: tuple(held) for key, held in tables.items()}

    @cached_property
    def _narratives(self) -> dict[tuple[NarrativeKind, str, str], Narrative]:
        narratives: dict[tuple[NarrativeKind, str, str], Narrative] = {}
        for narrative in self.narratives:
            heading = narrative.heading if narrative.kind is NarrativeKind.OTHER else ""
            narratives.setdefault((narrative.kind, narrative.table, heading), narrative)
        return narratives

    @property
    def has_editions(self) -> bool:
        """Whether something may be kept back, so that the public and members have an edition each."""
        return self.disclosure is not None or bool(self.exempt)

    @property
    def calendar(self) -> Calendar:
        """How long its periods are, and when its years begin."""
        return Calendar(self.period.cadence, self.year.start.month)

    @cached_property
    def months(self) -> tuple[Period, ...]:
        """The periods shown, ending with the pack's own: the year to date, or as many as asked for."""
        if self.facts.months_shown:
            return tuple(self.period.plus(step) for step in range(1 - self.facts.months_shown, 1))
        if self.period.length == 12:
            return tuple(self.period.plus(step) for step in range(1 - YEARS_SHOWN, 1))
        return tuple(month for month in self.year.months if month <= self.period)

    @cached_property
    def tables(self) -> tuple[TableGroup, ...]:
        """Every table of the pack, in order."""
        return tuple(table for section in self.sections for table in section.tables)

    @cached_property
    def table_names(self) -> frozenset[str]:
        """The keys of all tables, in lower case."""
        return frozenset(table.key.casefold() for table in self.tables)

    def indicator(self, ref: str) -> Indicator | None:
        """Return the indicator with that canonical reference."""
        return self._index.get(ref)

    def shown(self, ref: str) -> str:
        """A reference as the tables print it, `LAC 19 (12m)`; itself where the pack does not know it."""
        indicator = self.indicator(ref)
        return indicator.definition(self.period).reference if indicator is not None else ref

    def in_table(self, key: str) -> tuple[Indicator, ...]:
        """The indicators of one table, in order."""
        return self._tables.get(key, ())

    def observation(self, ref: str, period: Period) -> Observation | None:
        """Return what is known of an indicator in a month; None when the file has no such cell."""
        return self.observations.get((ref, period))

    def observed(self, ref: str) -> tuple[Observation, ...]:
        """Return what is known of an indicator in all months, in the order of the files."""
        return self._observed.get(ref, ())

    def target(self, ref: str, period: Period) -> Target | None:
        """Return the target in force for an indicator in a month, which is looked for once."""
        if (ref, period) not in self._in_force:
            known = self._targets.get(ref, ())
            self._in_force[ref, period] = next((one for one in known if one.covers(period)), None)
        return self._in_force[ref, period]

    def comparator(self, ref: str, name: str) -> ComparatorFigure | None:
        """Return the latest figure of a comparator up to the pack's period, by its name in any case."""
        found = [
            one
            for one in self.comparators
            if (one.ref, one.name.casefold()) == (ref, name.casefold())
            and (one.period is None or one.period.first <= self.period.last)
        ]
        return max(found, key=lambda one: one.period.last if one.period else Period(1, 1), default=None)

    def comparators_of(self, ref: str) -> dict[str, ComparatorFigure]:
        """Return the latest figure of each comparator of an indicator by its name, in the rows' order."""
        names = dict.fromkeys(one.name for one in self.comparators if one.ref == ref)
        latest = ((name, self.comparator(ref, name)) for name in names)
        return {name: found for name, found in latest if found is not None}

    def forecast(self, ref: str) -> Forecast | None:
        """Return the latest forecast of an indicator for the pack's year, or a period of it still to come."""
        found = [one for one in self.forecasts if one.ref == ref and one.period.first in self.year]
        return max(found, key=lambda one: (one.on, one.period.last), default=None)

    def narrative(self, kind: NarrativeKind, table: str = "", heading: str = "") -> Narrative | None:
        """Return one piece of commentary; those of kind OTHER by their heading."""
        return self._narratives.get((kind, table, heading if kind is NarrativeKind.OTHER else ""))

    def commentary(self, table: str) -> tuple[tuple[CommentaryHeading, Narrative | None], ...]:
        """The headings of a table's commentary, each with what is written under it."""
        return tuple((each, self.narrative(each.kind, table, each.words)) for each in self.headings)

    def heading(self, kind: NarrativeKind) -> str:
        """The heading of a kind of commentary; empty where the pack has none of that kind."""
        if kind is NarrativeKind.SUMMARY:
            return self.words("commentary.summary")
        return next((each.words for each in self.headings if each.kind is kind), "")

    def owner(self, code: str) -> Owner | None:
        """Return the owner with that code."""
        return next((owner for owner in self.owners if owner.code == code), None)
