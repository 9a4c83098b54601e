"""What can go wrong in the corpus. Each error is one sentence: what, which value, what to do.

CorpusError
├── ArticleNotFound      an id that the collection does not have
├── ArticleInvalid       a source, its front matter or its text cannot become an article
├── FetchRefused         a URL that may not be fetched, or whose server did not answer as it should
└── DataFolderError      the data folder is foreign, older, corrupt or unwritable
    └── DataFolderBusy   another process is writing it
"""

MAX_SHOWN_CHARS = 200
"""Of the name of a source; a path can have thousands."""


class CorpusError(Exception):
    """Any failure of the corpus; the message is one sentence for a person."""


class ArticleNotFound(CorpusError):
    """No article of the collection has this id."""

    def __init__(self, article_id: str, known: tuple[str, ...]) -> None:
        ids = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
        hint = f"the ids are: {ids}" if known else 'there is no article yet; add one with "footnote add"'
        super().__init__(f"no article has the id {article_id!r}; {hint}")
        self.article_id = article_id


class ArticleInvalid(CorpusError):
    """A source cannot become an article."""

    def __init__(self, source: str, problem: str, remedy: str) -> None:
        shown = source if len(source) <= MAX_SHOWN_CHARS else f"{source[: MAX_SHOWN_CHARS - 1]}…"
        super().__init__(f"{shown!r} {problem}; {remedy}")
        self.source = source


class FetchRefused(CorpusError):
    """A URL may not be fetched, or could not be."""

    def __init__(self, url: str, problem: str, remedy: str) -> None:
        super().__init__(f"{url!r} {problem}; {remedy}")
        self.url = url


class DataFolderError(CorpusError):
    """The data folder cannot be used as it is."""

    def __init__(self, path: str, problem: str, remedy: str) -> None:
        super().__init__(f"the data folder {path!r} {problem}; {remedy}")
        self.path = path


class DataFolderBusy(DataFolderError):
    """Another process holds the data folder's write lock."""

    def __init__(self, path: str, waited_s: float) -> None:
        problem = f"is being written by another process for over {waited_s:.0f} s"
        super().__init__(path, problem, "wait for it to finish, then run the command again")
