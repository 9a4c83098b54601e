"""Text to unit vectors, and the models that make them."""
