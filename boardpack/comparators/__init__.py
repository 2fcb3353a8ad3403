"""Comparators out of large published tables: England, a region, the mean of neighbours, rank and quartile.

`ranking` has the rules, which are those of the Department for Education's Local Authority Interactive Tool;
`published_table` reads the table; `planning` makes the rows of data/comparators.csv.
"""

from boardpack.comparators.planning import ComparePlan, plan_comparators

__all__ = ["ComparePlan", "plan_comparators"]
