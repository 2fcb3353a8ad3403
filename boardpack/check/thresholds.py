"""Every threshold the checks use, with where it comes from.

A council that wants another threshold changes it here; no rule holds a number of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

JUMP_POINTS: Final = Decimal(15)
"""Percentage points between two months that need an explanation. House rule: in the October 2017 figures
ordinary months move by less than 15 points, and the falls that the commentary worries about by more."""

JUMP_SHARE: Final = Decimal("0.30")
"""For measures that are not percentages: the share of the larger value. House rule, as for points."""

JUMP_LEAST: Final = Decimal(20)
"""Below this size a share says little: five plans fewer of nine is not a jump. House rule."""

SPIKE_POINTS: Final = Decimal(10)
"""A month that differs from the months on both sides, by at least so many points. House rule."""

SPIKE_SHARE: Final = Decimal("0.25")
"""The same for measures that are not percentages, as a share of the larger value. House rule."""

SMALL_DENOMINATOR: Final = Decimal(20)
"""A percentage of fewer cases moves by 5 points or more with each case (1/20)."""

SMALL_COUNT: Final = range(1, 6)
"""Counts of 1 to 5 are suppressed in the Department for Education's statistics of children in need
(https://explore-education-statistics.service.gov.uk/find-statistics/children-in-need). Counts of staff
and of plans in a council's own pack need not be: somebody must decide."""

ROLLING_SLACK: Final = Decimal("1.5")
"""Percentage points a rolling measure may move beyond the share of its window that a month replaces,
for uneven months: a rolling year replaces one month in twelve, 8.3 points at most when months are level."""

TBC_MONTHS: Final = 3
"""How many months after an action was raised its due date may still be to be confirmed. House rule."""

REPEATED_WORDS: Final = 10
"""Words in a row that two texts do not share by chance. House rule."""

CARRIED_WORDS: Final = 8
"""Words in a sentence below which saying it again next month is no sign of copying. House rule."""

SMALL_GROUP: Final = 10
"""`only 6 …` in commentary: a group this small may be people that somebody knows. The Office for National
Statistics' rule for small counts also starts at ten."""

COMPARATOR_MONTHS: Final = 24
"""How old a published comparator may be: two years, in which most series are published anew. House rule."""

FORECAST_MONTHS: Final = 3
"""How old a forecast may be at the end of the pack's period: a quarter. House rule."""

CLEAR_DAYS: Final = 5
"""Clear days that a report is open to the public before its meeting (Local Government Act 1972, s.100B as
amended by SI 2002/715). Weekdays between the two dates; bank holidays are not known here."""

ODD_ONES: Final = Decimal("0.25")
"""The share of like things that may be unlike the rest for them to be the odd ones out. House rule."""

LIKE_TITLES: Final = 4
"""Titles of one unit from which their wording is a habit. House rule."""

LIKE_BANDS: Final = 3
"""Targets with one Green boundary and one width of Amber from which that width is a tolerance. House rule."""
