"""The gates of certification, one a file; each refuses with its own message."""
