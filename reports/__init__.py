"""What is shown: reading notes, verdict reports, the command line."""
