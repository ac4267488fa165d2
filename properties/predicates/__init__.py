"""The predicates of the statement language, one a file."""
