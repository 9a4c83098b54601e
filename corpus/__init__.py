"""Articles and their exact text. No models, and no network outside `corpus.fetch`."""
