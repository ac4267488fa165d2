"""Ready implementations under test; each module imports its package only in `adapter()`."""
