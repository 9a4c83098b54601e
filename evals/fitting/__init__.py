"""The scripts that fit the constants of the reader and of the claim checker, and what they share."""
