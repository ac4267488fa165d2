"""Counts put together from what is found each for itself: figures, what they count, of which layer, at which sizes.

`figures` finds the numbers as notes print them (755 万, 12.4M, １０), `written` what they are said to come to when
multiplied or added, `totals` the sum of a list, `quotients` how often one count goes into another. Each takes any order
of words and either language; the combination is tested, and what it comes to decides.
"""
