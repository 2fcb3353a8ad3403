"""Email: each member gets the issued pack once, and nobody else does.

`recipients` and `settings` read what the project says; `plan` decides, purely, who gets what; `summary`
composes what the message says, `message` builds it and looks at it again; `ledger` keeps what became of each;
`smtp` speaks with the server, and `send` sends what is due and says what is certain after it. Only `smtp`
touches the network. Clock, pauses, passwords and the wish to stop are passed in.
"""
