"""From canonical tables to what is said of them: Ibis tables in, Ibis tables out; nothing here runs a query.

In the order in which one stage needs the other: `calendar`, `life`, `outcomes`, `segments`, `causes`, `indicators`,
`integrity`, `early_warning`, `history` (comparing two reports), `units` (what chance alone would give a unit).
"""
