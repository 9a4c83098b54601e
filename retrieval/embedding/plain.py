"""Embeddings as a plain LangChain pipeline has them: sentence-transformers itself. For comparison only."""

from langchain_core.embeddings import Embeddings

from retrieval.embedding.embeddings import locate_model
from retrieval.embedding.encoders import SentenceTransformerEncoder


class PlainEmbeddings(Embeddings):
    """A LangChain `Embeddings` that calls sentence-transformers for every text; raises ModelUnavailable."""

    def __init__(self, model: str) -> None:
        self._encoder = SentenceTransformerEncoder(model, locate_model(model))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        return [list(map(float, vector)) for vector in self._encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a query."""
        return self.embed_documents([text])[0]
