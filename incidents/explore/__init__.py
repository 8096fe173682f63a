"""Exact counts turned over: rows, columns, filters, shares, for those cleared for the country.

`measures`, `tables`, `pivot` and `trend` are pure: they know no database. `reading` loads, through
`counts` and for a cleared reader alone; `answer` puts the question of an address to them.
"""
