"""What may be published: small counts, what they could be worked out from, exempt parts, clear days.

The road: `primary` says which figures must go, `relations` writes down everything that a reader can put
together from the rest, `system` answers what a figure could be, `secondary` chooses what else goes, and
`public` makes the Pack of the public edition, which does not hold the suppressed figures at all.
"""
