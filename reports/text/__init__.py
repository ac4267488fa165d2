"""From a file to sentences: blocks and their parents, tables, formulas, comments, each character with its place.

What a note looks like is settled here; what it says, in `sizes` (numbers and letters) and `readers` (claims).
"""
