"""Rows: the only layer that speaks SQL.

It knows the domain's values and SQLAlchemy, and neither Flask nor Socket.IO. Rows are the truth; the journal is written
in the same transaction and ``evolve`` is the only way to a new row.
"""
