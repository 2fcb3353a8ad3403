"""Issued editions, kept: one BagIt bag a version, entered in a hash-chained ledger, never changed.

`layout` says where things are; `store` is the only door through which anything is written; `bag`
makes and checks a bag; `ledger` keeps the chain; `add` commits an edition; `verify`, `search`,
`contents`, `rebuild` and `export` read. The archive takes an `Issue`, a plain value, and knows
nothing of how a pack is made; `issuing` makes one from a project.
"""
