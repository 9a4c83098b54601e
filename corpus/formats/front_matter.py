"""The YAML head of a Markdown article: its metadata, and a person's corrections to the furniture marks."""

import re
from dataclasses import dataclass

import yaml

from corpus.articles import ArticleSource
from corpus.errors import ArticleInvalid
from corpus.schema import FurnitureMarks

MAX_BLOCK_CHARS = 64_000
# A mapping of lists of words is two levels deep.
MAX_DEPTH = 2

_TEXT_KEYS = ("id", "title", "publisher", "url", "published")
_LIST_KEYS = ("furniture", "keep")
_KEYS = ", ".join(_TEXT_KEYS + _LIST_KEYS)

# The line after the fence tells front matter from a thematic break: "key:", a comment, or the closing fence.
_OPENING = re.compile(r"---[ \t]*\r?\n(?=[A-Za-z_][\w-]*[ \t]*:(?:\s|\Z)|#|---[ \t]*(?:\r?\n|\Z))")
_CLOSING = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_NULL = "tag:yaml.org,2002:null"


def has_front_matter(document: str) -> bool:
    r"""Tell whether a document opens with front matter, whether or not that is valid.

    >>> has_front_matter("---\ntitle: A\n---\nBody"), has_front_matter("---\nIt was a break.\n---\n")
    (True, False)
    """
    return _OPENING.match(document) is not None


def split_front_matter(document: str, origin: str) -> ArticleSource:
    """Return the source that a document with front matter holds; its text is all that follows the closing fence.

    Values are taken as they are written: `published: 2024-06-12` and `title: No` stay those very words.

    Raises:
        ArticleInvalid: when the front matter is not closed, too long, not YAML, or says what it may not.
    """
    opening = _OPENING.match(document)
    closing = _CLOSING.search(document, opening.end()) if opening else None
    if opening is None or closing is None:
        raise ArticleInvalid(origin, "opens front matter that never ends", 'close it with a line of "---"')
    block = document[opening.end() : closing.start()]
    fields = _Fields(_parse_block(block, origin), origin)
    return ArticleSource(
        origin=origin,
        text=document[closing.end() :],
        article_id=fields.text("id"),
        title=fields.text("title"),
        publisher=fields.text("publisher"),
        url=_web_address(fields.text("url"), origin),
        published=fields.text("published"),
        marks=FurnitureMarks(furniture=fields.texts("furniture"), keep=fields.texts("keep")),
    )


def _parse_block(block: str, origin: str) -> dict[str, yaml.Node]:
    if len(block) > MAX_BLOCK_CHARS:
        problem = f"has front matter of {len(block):,} characters, more than {MAX_BLOCK_CHARS:,}"
        raise ArticleInvalid(origin, problem, 'the article belongs below the second line of "---"')
    try:
        _refuse_depth_and_aliases(block, origin)
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.YAMLError as err:
        remedy = 'write "key: value" lines, and quotes around a value with ": ", "#", "?" or brackets'
        raise ArticleInvalid(origin, f"has front matter that is not YAML ({_describe(err)})", remedy) from err
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise ArticleInvalid(origin, 'has front matter without "key: value" lines', f"the keys are: {_KEYS}")
    return _collect_keys(root, origin)


def _refuse_depth_and_aliases(block: str, origin: str) -> None:
    """Refuse what would make composing the block recurse or multiply; parsing alone does neither."""
    depth = 0
    for event in yaml.parse(block, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise ArticleInvalid(origin, "has front matter with a YAML alias", "write the value out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ArticleInvalid(origin, "has front matter with nested values", "give one value, or one list, to a key")


def _collect_keys(root: yaml.MappingNode, origin: str) -> dict[str, yaml.Node]:
    nodes: dict[str, yaml.Node] = {}
    for key_node, node in root.value:
        key = str(key_node.value)
        if key not in _TEXT_KEYS + _LIST_KEYS:
            raise ArticleInvalid(origin, f"has front matter with an unknown key {key!r}", f"the keys are: {_KEYS}")
        if key in nodes:
            raise ArticleInvalid(origin, f"has front matter that gives {key!r} twice", "keep one of the two")
        nodes[key] = node
    return nodes


@dataclass(frozen=True, slots=True)
class _Fields:
    nodes: dict[str, yaml.Node]
    origin: str

    def text(self, key: str) -> str | None:
        node = self.nodes.get(key)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            raise ArticleInvalid(self.origin, f"has front matter whose {key!r} is a list", "give it one value")
        return None if node.tag == _NULL else str(node.value)

    def texts(self, key: str) -> tuple[str, ...]:
        node = self.nodes.get(key)
        if node is None or node.tag == _NULL:
            return ()
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        if not all(isinstance(item, yaml.ScalarNode) for item in items):
            remedy = 'give the whole text of each paragraph on a line of its own: "  - …", in quotes if it holds ": "'
            raise ArticleInvalid(self.origin, f"has front matter whose {key!r} is not a list of paragraphs", remedy)
        return tuple(str(item.value) for item in items)


def _web_address(url: str | None, origin: str) -> str | None:
    if url is None or url.lower().startswith(("http://", "https://")):
        return url
    raise ArticleInvalid(origin, f"has front matter whose url is {url!r}", "start it with https:// or http://")


def _describe(err: yaml.YAMLError) -> str:
    mark = getattr(err, "problem_mark", None)
    problem = getattr(err, "problem", None) or "a character that YAML does not allow"
    # Line 1 of the file is the opening fence.
    return f"line {mark.line + 2}: {problem}" if mark else str(problem)
