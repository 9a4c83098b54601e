"""The result of a run for somebody: a terminal, a README, a CI server, a browser. Pure functions of values."""
