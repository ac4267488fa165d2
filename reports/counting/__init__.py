"""Counts put together from what is found each for itself: figures, what they count, of which layer, at which sizes.

`figures` finds the numbers as notes print them (755 万, 12.4M, １０), `measured` what each counts, `layers` and `roles` of
which layer at which sizes, `context` in which lines, `scopes` over how much of it. `of_layers` puts them together;
`written` are results written out, `quotients` how often one count goes into another, `windows` what windows of equal
channels cost. Each takes any order of words and either language; the combination is tested, and that decides.
"""
