"""Replies as something for somebody; pure functions."""
