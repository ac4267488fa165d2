"""From a sentence to a statement, one family of claims a file."""
