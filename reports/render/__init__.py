"""How verdicts are shown: one module a format, each with `render(notes, ...) -> str`."""
