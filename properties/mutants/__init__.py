"""Wrong implementations that the laws must kill, and unusual right ones that they must let live."""
