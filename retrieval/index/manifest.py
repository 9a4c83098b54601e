"""The manifest of a collection's index: what its readers see.

It is replaced in one step, so that at any moment, also after `kill -9`, readers see one whole generation. What is half
done stands in the ledger, which readers never look at.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.folder import unwritable, write_atomically

MANIFEST_FORMAT = 2
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as one generation of the index holds it.

    Attributes:
        version: changes whenever its text, its furniture marks or the way of splitting do.
        sentence_counts: one a passage, in order.
        file_version: of the article's file that was read.
        names_version: changes whenever its title or publisher do.
    """

    article_id: str
    version: str
    sentence_counts: tuple[int, ...]
    file_version: str
    names_version: str = ""

    def passage_ids(self) -> Iterator[str]:
        """Yield the ids of its passages, in order."""
        return (f"{self.article_id}:{ordinal}" for ordinal in range(len(self.sentence_counts)))

    def sentence_ids(self) -> Iterator[str]:
        """Yield the ids of its sentences, in order."""
        for passage_id, count in zip(self.passage_ids(), self.sentence_counts, strict=True):
            yield from (f"{passage_id}.{k}" for k in range(count))


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is.

    Attributes:
        generation: raised with every change that readers are to see; 0 before the first.
        epoch: names its rows in Chroma.
        text_version: of the rules by which texts became words; see `retrieval.index.place.TEXT_VERSION`.
        model: the embedding model's name, empty before the first generation.
        fingerprint: of the model's files.
        model_sha256: of the ONNX file that made the vectors, or None.
        articles: in the order of the rows of the BM25 indexes.
    """

    generation: int = 0
    epoch: int = 0
    text_version: int = 0
    model: str = ""
    fingerprint: str = ""
    model_sha256: str | None = None
    articles: tuple[IndexedArticle, ...] = ()

    @property
    def passage_count(self) -> int:
        """How many passages its articles have."""
        return sum(len(article.sentence_counts) for article in self.articles)

    @property
    def sentence_count(self) -> int:
        """How many sentences its articles have."""
        return sum(sum(article.sentence_counts) for article in self.articles)

    @property
    def words_folder(self) -> str:
        """The name of the folder with this generation's words."""
        return f"words-{self.generation}"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in an index's folder; an empty one when there is none or it cannot be read.

    An index is derived: an unreadable manifest means that it is to be made again, not that anything is lost.
    """
    try:
        fields = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        if fields.pop("format") != MANIFEST_FORMAT:
            return Manifest()
        articles = tuple(
            IndexedArticle(**{**entry, "sentence_counts": tuple(map(int, entry["sentence_counts"]))})
            for entry in fields.pop("articles")
        )
        for name in ("generation", "epoch", "text_version"):
            fields[name] = int(fields[name])
        return Manifest(**fields, articles=articles)
    except FileNotFoundError:
        return Manifest()
    except OSError as err:
        raise unwritable(folder, err) from err
    except (ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step; raises DataFolderError when it cannot be written."""
    content = {"format": MANIFEST_FORMAT, **asdict(manifest)}
    try:
        write_atomically(folder / MANIFEST_FILE, json.dumps(content, ensure_ascii=False).encode())
    except OSError as err:
        raise unwritable(folder, err) from err


def manifest_version(folder: Path) -> int:
    """Return a number that changes whenever the manifest is replaced; 0 when there is none. Costs microseconds."""
    try:
        status = (folder / MANIFEST_FILE).stat()
    except OSError:
        return 0
    return hash((status.st_mtime_ns, status.st_ino))
