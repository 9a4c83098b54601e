"""The index of a collection: rows in Chroma, words in BM25, and what keeps them whole."""
