"""The laws, by family: plain functions of an implementation."""
