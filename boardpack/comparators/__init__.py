"""Comparators out of large published tables: England, a region, the mean of neighbours, rank and quartile.

`published_table` reads the table; `planning` makes the rows of data/comparators.csv, by the rules of the
Department for Education's Local Authority Interactive Tool.
"""
