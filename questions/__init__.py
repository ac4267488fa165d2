"""What is asked: the question bank, certification, sheets, exporters."""
