"""The rehearsal: simulated people who play an afternoon through real sockets, and the checker that follows them.

A client program. It imports nothing of the server (a contract of import-linter holds it to that): what it knows of
Tablée is what any browser knows, and what the checker knows of the database is its tables.
"""
