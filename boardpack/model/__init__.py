"""The pack in the board's own words: frozen values, no libraries, no files.

One module a noun: `period`, `indicator`, `observation`, `rating`, `narrative`, `finding`, `disclosure`,
`pack`. To add a column to a CSV file of a project, add the field here and its reading to the module of the
file in `boardpack.load`, and name it in README's table of files. It is printed as a column of the tables: see
`boardpack.compose.columns`.
"""
