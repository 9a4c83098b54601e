"""How a text is laid out: lines that wrap, lines that stand alone, what they look like and say."""
