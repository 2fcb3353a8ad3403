"""What can be worked out from a Pack: ratings, changes, counts and how numbers are worded.

Everything here is a pure function of the Pack. The printed pack, the checks, the live figures in the
commentary and the email all ask here, so that no figure is worked out twice in two ways. `timeline` says
which period counts, `rating` and `change` judge it and pick what is new, `accumulate` adds up a year,
`compare` sets two packs side by side, `formatting` words numbers and bands. To add a field of live figures,
add its function and its row to `live_figure_fields.FIELDS`.
"""
