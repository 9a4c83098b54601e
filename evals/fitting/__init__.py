"""The scripts that fit the constants of the readers, and what they share."""
