"""Exams written elsewhere: their questions read (one format a file), their options decided by running the reference."""
