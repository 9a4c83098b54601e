"""Benchmarks on files of the field's standard formats."""
