"""Which names a question has, and whether the articles mention them."""

from retrieval.names.unmentioned import unmentioned_names
from retrieval.names.vocabulary import Vocabulary

__all__ = ["Vocabulary", "unmentioned_names"]
