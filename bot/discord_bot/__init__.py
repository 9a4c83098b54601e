"""The Discord bot: questions asked in Discord, answered with quotes."""
