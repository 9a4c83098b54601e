"""What keeps fetching safe: which addresses, how much, how long."""
