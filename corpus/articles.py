"""Turn the text of a source into an `Article`: normalise once, name it, hash it."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, field

from corpus.errors import ArticleInvalid
from corpus.schema import Article, FurnitureMarks

MAX_TEXT_CHARS = 5_000_000
MAX_ID_CHARS = 40
MAX_METADATA_CHARS = 500

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Everything of Unicode's category Cc but tab and line feed, what can reorder or hide text on a screen, and surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """What a reader of files, pages and feeds found, before it is normalised.

    Attributes:
        origin: the path, URL or "-" it came from, for messages.
        text: the article's own text; paragraphs are parted by blank lines.
        article_id: an id that the source states, or None to derive one.
        published: as stated by the source.
    """

    origin: str
    text: str
    article_id: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    marks: FurnitureMarks = field(default_factory=FurnitureMarks)


def make_article(source: ArticleSource) -> Article:
    """Normalise a source into an article.

    The id is the one that the source states, else a slug of its title, else of its origin.

    Raises:
        ArticleInvalid: when the text is empty or over `MAX_TEXT_CHARS`, or the stated id is not a slug.
    """
    text = normalise_text(source.text)
    if not any(character.isalnum() for character in text):
        raise ArticleInvalid(source.origin, "holds no text", "give a source with the text of an article")
    if len(text) > MAX_TEXT_CHARS:
        problem = f"holds {len(text):,} characters, more than the {MAX_TEXT_CHARS:,} of one article"
        raise ArticleInvalid(source.origin, problem, "split it into several articles")
    marks = FurnitureMarks(
        furniture=tuple(normalise_text(mark) for mark in source.marks.furniture),
        keep=tuple(normalise_text(mark) for mark in source.marks.keep),
    )
    return Article(
        article_id=_choose_id(source),
        title=_clean_line(source.title),
        publisher=_clean_line(source.publisher),
        url=_clean_line(source.url),
        published=_clean_line(source.published),
        text=text,
        content_hash=hash_content(text, marks),
        marks=marks,
    )


def normalise_text(text: str) -> str:
    r"""Return the text as every offset will see it: NFC, `\n` line ends, no control or invisible ordering characters.

    White space at the two ends goes, so that an article begins and ends with its own words.

    >>> normalise_text("\ufeffCafe\u0301\r\nopen\x07 ")
    'Café\nopen'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _UNSAFE.sub("", lines)).strip()


def hash_content(text: str, marks: FurnitureMarks) -> str:
    """Return the SHA-256, in hexadecimal, of normalised text and furniture marks."""
    content = json.dumps([text, sorted(marks.furniture), sorted(marks.keep)], ensure_ascii=False)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def slugify(words: str) -> str:
    """Return `words` as an id of at most `MAX_ID_CHARS`, cut at a word; "article" when nothing is left.

    >>> slugify("Türkiye’s “grain” deal: what now?")
    'turkiyes-grain-deal-what-now'
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))
    if len(slug) > MAX_ID_CHARS:
        slug = slug[: MAX_ID_CHARS + 1].rpartition("-")[0] or slug[:MAX_ID_CHARS]
    return slug or "article"


def is_article_id(word: str) -> bool:
    """Tell whether a word can be an article's id.

    >>> is_article_id("grain-deal-2"), is_article_id("Grain deal")
    (True, False)
    """
    return len(word) <= MAX_ID_CHARS and _ID.fullmatch(word) is not None


def _choose_id(source: ArticleSource) -> str:
    if source.article_id is not None:
        if not is_article_id(source.article_id):
            problem = f"states the id {source.article_id!r}"
            remedy = f"an id is lower-case letters, digits and single hyphens, at most {MAX_ID_CHARS}"
            raise ArticleInvalid(source.origin, problem, remedy)
        return source.article_id
    if source.title:
        return slugify(source.title)
    tail = source.origin.rstrip("/").rpartition("/")[2]
    return slugify(tail.rpartition(".")[0] or tail)


def _clean_line(value: str | None) -> str | None:
    """One line of metadata, or None when nothing is left."""
    if value is None:
        return None
    line = " ".join(normalise_text(value).split())
    return line[:MAX_METADATA_CHARS] or None
