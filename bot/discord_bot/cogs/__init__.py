"""The commands and events of the Discord bot; thin: Discord in, Discord out."""
