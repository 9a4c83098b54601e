"""What the Discord bot keeps: conversations, answers, votes, the settings of servers. One SQLite file."""
