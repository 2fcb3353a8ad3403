"""The pack in the board's own words: frozen values, no libraries, no files.

One module a noun: `period`, `indicator`, `observation`, `rating`, `narrative`, `finding`, `disclosure`,
`pack`. To add a column to an indicator, add the field here, read it in `boardpack.load`, and print it in
`boardpack.compose`.
"""
