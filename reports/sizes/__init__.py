"""What a note says in numbers and letters: kernels, strides, channels, layers, what a letter is declared to be, what is counted.

`quantities`, `geometry`, `counting`, `layers` and `operations` read sizes from a stretch of text; `declarations`,
`lettering` and `lettered` say what letters stand for; `sizing` turns sizes and a result into statements.
"""
