"""The articles of one collection, each in a file of its own: the truth that every index is derived from."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from importlib import resources
from pathlib import Path

from corpus.articles import MAX_ID_CHARS, hash_content, is_article_id
from corpus.errors import ArticleInvalid, ArticleNotFound, DataFolderError
from corpus.folder import DataFolder, unwritable, write_atomically
from corpus.passages import split_passages
from corpus.schema import Article, FurnitureMarks, Passage

DEFAULT_COLLECTION = "default"
ARTICLE_FORMAT = 1
MIN_SHARED_WORDS = 0.4
"""Share of the different words of two texts that a revision keeps; unrelated news shares less than a fifth."""
COLLECTION_FILE = "collection.json"
MAX_CACHED_CHARS = 8_000_000
"""How much text a library keeps in memory beside its files; more is read again."""


class Change(StrEnum):
    """What adding an article did."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome of adding: the article as it now stands in the collection, and what changed."""

    article: Article
    change: Change


class Library:
    """The articles of one collection.

    Reading needs no lock: a file is replaced whole or not at all. Whoever calls `add` or `remove` holds the data
    folder's write lock. Safe for several threads.

    Attributes:
        collection: its name.
        folder: of the collection.
    """

    def __init__(self, data: DataFolder, collection: str = DEFAULT_COLLECTION) -> None:
        self.collection = collection
        self.folder = data.collection(collection)
        self._articles = self.folder / "articles"
        self._read: dict[str, tuple[str, Article]] = {}
        self._read_chars = 0
        self._hashes: dict[tuple[str, str], str] = {}
        self._passages: dict[str, tuple[str, tuple[Passage, ...]]] = {}
        self._passage_chars = 0

    def exists(self) -> bool:
        """Tell whether the collection was made whole; its articles may all have been removed since."""
        return (self.folder / COLLECTION_FILE).is_file()

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all articles, sorted."""
        try:
            names = [path.name for path in self._articles.iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            return ()  # Not made yet, or deleted this moment.
        return tuple(sorted(name[:-5] for name in names if name.endswith(".json") and is_article_id(name[:-5])))

    def file_versions(self) -> dict[str, str]:
        """Return, by the id of each article, what changes whenever its file is replaced; costs microseconds each."""
        versions: dict[str, str] = {}
        for article_id in self.ids():
            try:
                versions[article_id] = _file_version(self._articles / f"{article_id}.json")
            except FileNotFoundError:
                continue  # Removed this moment.
        return versions

    def get(self, article_id: str) -> Article:
        """Return an article as it stands now.

        Raises:
            ArticleNotFound: when the collection does not have it.
            DataFolderError: when its file is corrupt or cannot be read.
        """
        return self.get_versioned(article_id)[1]

    def get_versioned(self, article_id: str) -> tuple[str, Article]:
        """Return the version of an article's file, as in `file_versions`, and the article; raises what `get` raises."""
        path = self._articles / f"{article_id}.json"
        if not is_article_id(article_id):
            raise ArticleNotFound(article_id, self.ids())
        try:
            version = _file_version(path)
            known = self._read.get(article_id)
            if known is None or known[0] != version:
                known = (version, _decode(path))
                self._remember(known)
        except FileNotFoundError as err:
            raise ArticleNotFound(article_id, self.ids()) from err
        except OSError as err:
            raise unwritable(path, err) from err
        return known

    def passages(self, article_id: str) -> tuple[Passage, ...]:
        """Return the passages of an article as it stands now; raises what `get` raises."""
        return self.passages_of(self.get(article_id))

    def passages_of(self, article: Article) -> tuple[Passage, ...]:
        """Return the passages of an article of this collection, split once as long as they are remembered."""
        known = self._passages.get(article.article_id)
        if known is None or known[0] != article.content_hash:
            known = (article.content_hash, split_passages(article))
            if self._passage_chars > MAX_CACHED_CHARS:
                self._passages.clear()
                self._passage_chars = 0
            self._passage_chars += len(article.text)
            self._passages[article.article_id] = known
        return known[1]

    def __iter__(self) -> Iterator[Article]:
        for article_id in self.ids():
            try:
                yield self.get(article_id)
            except ArticleNotFound:
                continue  # Removed this moment.

    def add(self, article: Article, *, derived_id: bool = False, max_articles: int | None = None) -> Added:
        """Add an article, or replace the one of the same id.

        Content that the collection already has, under whatever id, is left as it is.

        Args:
            article: to add.
            derived_id: the id was made from a title or a file name, not stated: an article of the same id that comes
                from another URL, or shares few words, is another article, and this one gets a number behind its id.
            max_articles: how many the collection may have, or None; when it is full, one can still be replaced.

        Raises:
            ArticleInvalid: when it would be one too many.
            DataFolderError: when the collection cannot be written.
        """
        if derived_id:
            article = self._with_free_id(article)
        versions = self.file_versions()
        for article_id, version in versions.items():
            if self._content_hash(article_id, version) != article.content_hash:
                continue
            other = self.get(article_id)
            if other == article or article_id != article.article_id:
                return Added(other, Change.UNCHANGED)
        change = Change.REPLACED if article.article_id in versions else Change.ADDED
        if change is Change.ADDED and max_articles is not None and len(versions) >= max_articles:
            problem = f"is one article too many: there are {len(versions)}, as many as there may be"
            raise ArticleInvalid(article.name, problem, "remove one first")
        try:
            write_atomically(self._articles / f"{article.article_id}.json", _encode(article))
        except OSError as err:
            raise unwritable(self._articles, err) from err
        return Added(article, change)

    def remove(self, article_id: str) -> None:
        """Remove an article, also one whose file is corrupt.

        Raises:
            ArticleNotFound: when the collection does not have it.
            DataFolderError: when it cannot be removed.
        """
        if article_id not in self.ids():
            raise ArticleNotFound(article_id, self.ids())
        try:
            (self._articles / f"{article_id}.json").unlink(missing_ok=True)
        except OSError as err:
            raise unwritable(self._articles, err) from err

    def create(self) -> None:
        """Note that the collection was made whole, articles that come with it included.

        Raises:
            DataFolderError: when it cannot be written.
        """
        try:
            write_atomically(self.folder / COLLECTION_FILE, json.dumps({"format": ARTICLE_FORMAT}).encode())
        except OSError as err:
            raise unwritable(self.folder, err) from err

    def _remember(self, read: tuple[str, Article]) -> None:
        if self._read_chars > MAX_CACHED_CHARS:
            self._read.clear()
            self._read_chars = 0
        self._read_chars += len(read[1].text)
        self._read[read[1].article_id] = read

    def _content_hash(self, article_id: str, version: str) -> str:
        """The hash of an article, read once a version of its file: what tells duplicates without their texts."""
        if (article_id, version) not in self._hashes:
            self._hashes[article_id, version] = self.get(article_id).content_hash
        return self._hashes[article_id, version]

    def _with_free_id(self, article: Article) -> Article:
        taken = set(self.ids())
        article_id, number = article.article_id, 1
        while article_id in taken and not _is_revision(self.get(article_id), article):
            number += 1
            article_id = f"{article.article_id[: MAX_ID_CHARS - len(str(number)) - 1].rstrip('-')}-{number}"
        return replace(article, article_id=article_id)


def shipped_files() -> tuple[Path, ...]:
    """Return the files of the articles that come with Footnote, sorted; none when they were deleted."""
    root = Path(str(resources.files("corpus"))) / "articles"
    return tuple(sorted(root.glob("*.md"))) if root.is_dir() else ()


def _is_revision(old: Article, new: Article) -> bool:
    """Tell whether two articles of one derived id are the same article before and after a change."""
    if old.url or new.url:
        return old.url == new.url
    before, after = set(old.text.lower().split()), set(new.text.lower().split())
    return len(before & after) >= MIN_SHARED_WORDS * len(before | after)


def _file_version(path: Path) -> str:
    status = path.stat()
    return f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"


def _encode(article: Article) -> bytes:
    fields = {"format": ARTICLE_FORMAT, **asdict(article)}
    return json.dumps(fields, ensure_ascii=False, indent=1).encode("utf-8")


def _decode(path: Path) -> Article:
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields.pop("format") != ARTICLE_FORMAT or fields["article_id"] != path.stem:
            raise ArticleInvalid(path.name, "is of another format or name", "add the article again")
        marks = fields.pop("marks")
        article = Article(**fields, marks=FurnitureMarks(tuple(marks["furniture"]), tuple(marks["keep"])))
        intact = article.content_hash == hash_content(article.text, article.marks)
    except (ValueError, KeyError, TypeError, AttributeError, ArticleInvalid) as err:
        raise _corrupt(path) from err
    if not intact:
        raise _corrupt(path)
    return article


def _corrupt(path: Path) -> DataFolderError:
    root = path.parents[3]
    problem = f"has a corrupt article ({path.relative_to(root)})"
    return DataFolderError(str(root), problem, f'run "footnote remove {path.stem}" and add the article again')
