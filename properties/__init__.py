"""What is true: laws, implementations under test, statements and verdicts."""
