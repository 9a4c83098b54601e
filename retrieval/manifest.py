"""The manifest of a collection's index: what made it, what it holds, what is half done.

It is replaced in one step, so that at any moment, also after `kill -9`, it tells the truth: readers see one whole
generation, and the next writer knows which stored rows to complete and which to delete.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus.folder import unwritable, write_atomically

MANIFEST_FORMAT = 1
MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as one generation of the index holds it.

    Attributes:
        version: changes whenever its text, its furniture marks or the way of splitting do.
        sentence_counts: one a passage, in order.
    """

    article_id: str
    version: str
    sentence_counts: tuple[int, ...]

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
        generation: raised by 1 with every change that readers are to see; 0 before the first.
        model: the embedding model's name, empty before the first generation.
        fingerprint: of the model's files.
        model_sha256: of the ONNX file that made the vectors, or None.
        articles: in the order of the rows of the BM25 indexes.
        stored: the article versions that Chroma may hold rows of, as `id@version`, each with whether it holds them all.
    """

    generation: int = 0
    model: str = ""
    fingerprint: str = ""
    model_sha256: str | None = None
    articles: tuple[IndexedArticle, ...] = ()
    stored: Mapping[str, bool] = field(default_factory=dict)

    @property
    def passage_count(self) -> int:
        """How many passages its articles have."""
        return sum(len(article.sentence_counts) for article in self.articles)

    @property
    def sentence_count(self) -> int:
        """How many sentences its articles have."""
        return sum(sum(article.sentence_counts) for article in self.articles)

    @property
    def lexical_folder(self) -> str:
        """The name of the folder with this generation's BM25 indexes."""
        return f"lexical-{self.generation}"


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in an index's folder; an empty one when there is none or it cannot be read.

    An index is derived: an unreadable manifest means that it is to be made again, not that anything is lost.
    """
    try:
        fields = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        if fields.pop("format") != MANIFEST_FORMAT:
            return Manifest()
        articles = tuple(
            IndexedArticle(entry["article_id"], entry["version"], tuple(entry["sentence_counts"]))
            for entry in fields.pop("articles")
        )
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
