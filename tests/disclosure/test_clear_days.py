"""The last lawful day of publication: worked dates, settings, and what is said of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from boardpack.check.registry import check
from boardpack.check.report import todo
from boardpack.disclosure.clear_days import WorkingDays, clear_days_between, last_publication_day, publish_by
from boardpack.model.pack import Pack
from tests.support.packs import clean

IMPORTED = """
import sys
from datetime import date
from boardpack.disclosure.clear_days import WorkingDays
counts = WorkingDays("Wales").counts(date(2026, 12, 25))
print(counts, *[name for name in sys.modules if name.startswith("holidays.countries")])
"""
ENGLAND, WALES = WorkingDays("England"), WorkingDays("Wales")


class TestWorkedDates:
    @pytest.mark.parametrize(
        ("meeting", "last"),
        [
            ("2017-11-28", "2017-11-20"),
            ("2018-01-04", "2017-12-22"),
            ("2026-01-06", "2025-12-24"),
            ("2026-04-08", "2026-03-27"),
            ("2026-06-02", "2026-05-22"),
            ("2022-09-21", "2022-09-12"),
            ("2026-12-31", "2026-12-21"),
        ],
    )
    def test_in_england(self, meeting: str, last: str) -> None:
        assert last_publication_day(date.fromisoformat(meeting), ENGLAND).isoformat() == last

    def test_wales_asks_for_three(self) -> None:
        assert last_publication_day(date(2017, 11, 28), WALES) == date(2017, 11, 22)

    def test_saturdays_may_count_and_closed_days_do_not(self) -> None:
        meeting = date(2017, 11, 28)
        assert last_publication_day(meeting, WorkingDays("England", saturdays=True)) == date(2017, 11, 21)
        closed = WorkingDays("England", closed=frozenset({date(2017, 11, 24)}))
        assert last_publication_day(meeting, closed) == date(2017, 11, 17)


@given(st.dates(date(2017, 1, 1), date(2027, 12, 31)), st.sampled_from([ENGLAND, WALES]))
def test_the_day_is_the_last_that_leaves_enough(meeting: date, days: WorkingDays) -> None:
    clear = {"England": 5, "Wales": 3}[days.jurisdiction]
    last = last_publication_day(meeting, days)
    assert days.counts(last)
    assert clear_days_between(last, meeting, days) >= clear
    later = [last + timedelta(days=n) for n in range(1, (meeting - last).days)]
    assert all(clear_days_between(day, meeting, days) < clear or not days.counts(day) for day in later)


def pack(**facts: object) -> Pack:
    known = clean()
    return replace(known, facts=replace(known.facts, jurisdiction="England", **facts))


def rules(of: Pack) -> Iterator[str]:
    return (one.rule for one in check(of) if one.rule.startswith("dates"))


class TestWhatIsSaid:
    def test_the_day_itself_is_lawful_and_the_next_is_not(self) -> None:
        meeting = date(2017, 12, 4)
        last = publish_by(pack(meeting_date=meeting))
        assert last == date(2017, 11, 24)
        assert [*rules(pack(meeting_date=meeting, published_on=last))] == []
        assert [*rules(pack(meeting_date=meeting, published_on=date(2017, 11, 27)))] == ["dates-unlawful"]

    def test_a_meeting_beyond_the_holidays_that_are_known_is_a_warning(self) -> None:
        far = pack(meeting_date=date(2029, 5, 1), published_on=date(2029, 4, 1))
        assert [*rules(far)] == ["dates-unknown-holidays"]
        assert [*rules(replace(far, closed_days=(date(2029, 4, 2),)))] == []

    def test_the_list_of_what_is_to_do_names_the_day(self) -> None:
        tasks = todo(pack(meeting_date=date(2017, 12, 4), published_on=None), ())
        assert ["2017-11-24" in task.what for task in tasks] == [True]

    def test_a_pack_without_a_jurisdiction_is_told_as_before(self) -> None:
        late = replace(clean(), facts=replace(clean().facts, published_on=date(2017, 11, 28)))
        assert [*rules(late)] == ["dates-clear-days"]
        assert publish_by(late) is None


def test_the_holidays_of_no_other_country_are_imported() -> None:
    asked = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(asked, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize(("jurisdiction", "code"), [("England", "ENG"), ("Wales", "WLS")])
def test_the_days_are_those_of_the_library(jurisdiction: str, code: str) -> None:
    days = WorkingDays(jurisdiction, saturdays=True)
    for year in (1995, 2002, 2012, 2022, 2026):
        known = country_holidays("GB", subdiv=code, years=year)
        every = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
        assert [day for day in every if day.weekday() < 6 and not days.counts(day)] == sorted(
            day for day in known if day.weekday() < 6
        )
