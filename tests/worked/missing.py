"""Declared tables that have no example yet: a list that only grows shorter."""

MISSING: tuple[str, ...] = ()
