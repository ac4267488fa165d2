"""Cases: sizes, options, contents from a drawn seed, memory layouts."""
