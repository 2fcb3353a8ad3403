"""Issued editions, kept: one BagIt bag a version, entered in a hash-chained ledger, never changed.

`store` says where things are and is the only door through which anything is read or written; `bag` makes and
checks a bag; `ledger` keeps the chain; `add` commits an edition; `verify`, `search`, `report`, `rebuild` and
`lookup` read. The archive takes an `Issue`, a plain value, and knows nothing of how a pack is made;
`make_issue` makes one from a project.
"""
