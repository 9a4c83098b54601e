"""The commands of `footnote`, one module a group."""
