"""Votes on answers as cases for the evals, to be reviewed by a person."""
