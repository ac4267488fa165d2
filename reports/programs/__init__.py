"""Program text of a note, followed by an interpreter of its own: shapes and counts, never the numbers themselves."""
