"""What may be published: small counts, what they could be worked out from, exempt parts, clear days.

The road: `decide` says which figures must go by themselves, `relations` and `network` write down everything
that a reader can put together from the rest, `system` answers what a figure could be, `secondary` chooses
what else goes, `public` makes the Pack of the public edition, which does not hold the suppressed figures at
all, and `prose` reads what people wrote.
"""
