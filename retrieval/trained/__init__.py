"""The trained models that come with Footnote, each one file, and what runs them."""
