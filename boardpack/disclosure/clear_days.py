"""The last day on which a paper may lawfully be published before a meeting.

England: five clear days (Local Government Act 1972, sections 100A(6)(a) and 100B; SI 2002/715; executives: SI
2012/2089); Wales: three (section 100BA). Neither the day of publication nor that of the meeting counts, nor
do weekends and bank holidays (section 243; R v Swansea City Council, ex p. Elitestone, 1993); Saturdays are
custom, and so a setting. Where counting ends on a day on which nobody works, publication is the day before.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from msgspec import Struct

from boardpack.errors import ProgrammingError
from boardpack.model.pack import Pack

CLEAR_DAYS = {"England": 5, "Wales": 3}
"""How many clear days each jurisdiction asks for."""

KNOWN_AT = date(2026, 11, 1)
"""When the pinned version of `holidays` was current: it knows bank holidays proclaimed by then."""

LONGEST_AHEAD = 366
"""Days after that for which its holidays are relied on without a warning."""


class WorkingDays(Struct, frozen=True):
    """Which days count."""

    jurisdiction: str
    saturdays: bool = False
    """Whether Saturdays count."""
    closed: frozenset[date] = frozenset()
    """Days of the council's own that do not count, such as those of mourning."""

    def counts(self, day: date) -> bool:
        """Whether a day is a working day."""
        weekend = day.weekday() == 6 or (day.weekday() == 5 and not self.saturdays)
        return not weekend and day not in self.closed and day not in _holidays(self.jurisdiction, day.year)


@lru_cache(maxsize=64)
def _holidays(jurisdiction: str, year: int) -> frozenset[date]:
    subdivision = {"England": "ENG", "Wales": "WLS"}[jurisdiction]
    return frozenset(_country().UnitedKingdom(subdiv=subdivision, years=year))


@lru_cache(maxsize=1)
def _country() -> Any:
    """The module of the one country: `holidays.countries` imports some 250, a tenth of a build."""
    import holidays  # noqa: PLC0415 - it takes its time, for packs with meetings

    file = Path(holidays.__file__).parent / "countries" / "united_kingdom.py"
    spec = spec_from_file_location("holidays_of_the_united_kingdom", file)
    if spec is None or spec.loader is None:
        raise ProgrammingError("holidays has no module of the United Kingdom's")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def last_publication_day(meeting: date, days: WorkingDays, clear: int | None = None) -> date:
    """The last working day with enough clear days between it and the meeting."""
    left = CLEAR_DAYS[days.jurisdiction] if clear is None else clear
    day = meeting
    while left:
        day -= timedelta(days=1)
        left -= days.counts(day)
    day -= timedelta(days=1)
    while not days.counts(day):
        day -= timedelta(days=1)
    return day


def clear_days_between(published: date, meeting: date, days: WorkingDays) -> int:
    """How many clear days lie between publication and meeting."""
    between = (published + timedelta(days=number) for number in range(1, (meeting - published).days))
    return sum(map(days.counts, between))


def working_days(pack: Pack) -> WorkingDays | None:
    """Which days count for a pack; None where it does not say under whose law it is published."""
    facts = pack.facts
    if facts.jurisdiction not in CLEAR_DAYS:
        return None
    return WorkingDays(facts.jurisdiction, facts.saturdays_count, frozenset(pack.closed_days))


def publish_by(pack: Pack) -> date | None:
    """The last lawful day of publication; None without a meeting or a jurisdiction."""
    days, meeting = working_days(pack), pack.facts.meeting_date
    return None if days is None or meeting is None else last_publication_day(meeting, days)


def is_beyond_knowledge(meeting: date, closed: Collection[date]) -> bool:
    """Whether a meeting lies so far ahead that one-off bank holidays are not known yet.

    A council that keeps its own list of closed days for that year has seen to it.
    """
    ahead = meeting - KNOWN_AT > timedelta(days=LONGEST_AHEAD)
    return ahead and not any(day.year == meeting.year for day in closed)
