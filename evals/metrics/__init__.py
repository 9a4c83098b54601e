"""Measures: small pure functions, one idea a module, each with its source and a worked example."""
