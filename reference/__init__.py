"""What is so: operations, architectures, number types and measurement, in NumPy only."""
