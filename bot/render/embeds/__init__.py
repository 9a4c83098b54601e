"""Replies as Discord embeds; pure functions, within Discord's limits, whatever an article or a person writes."""
