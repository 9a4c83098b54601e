"""What can go wrong between a question and its reply. Each error is one sentence: what, which value, what to do.

RetrievalError
├── QuestionInvalid      a question that cannot be asked as it is
├── SettingInvalid       a setting whose value cannot be used
├── CollectionEmpty      there is no article to ask about
├── CollectionKept       a collection that is not to be deleted
├── CollectionUnknown    a collection that does not exist
├── ModelUnavailable     an embedding model that cannot be loaded
├── ModelUnusable        one of Footnote's own trained models, which cannot be run
├── ChatModelUnavailable a chat model that cannot be opened
├── ChatFailed, in retrieval.chat.failures: one that gave nothing that can be used
└── IndexProblem
    ├── IndexStale       made with other settings than today's
    ├── IndexDamaged     files that cannot be read back
    ├── LexicalIndexBroken, in retrieval.lexical: the same of its word index
    └── ChromaUnreachable
"""


class RetrievalError(Exception):
    """Any failure of retrieval; the message is one sentence for a person."""


class QuestionInvalid(RetrievalError):
    """A question cannot be asked as it is."""

    def __init__(self, question: str, problem: str, remedy: str) -> None:
        shown = question if len(question) <= 60 else question[:59] + "…"
        super().__init__(f"the question {shown!r} {problem}; {remedy}")
        self.question = question


class SettingInvalid(RetrievalError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: object, problem: str) -> None:
        super().__init__(f"{name} is {'not set' if value is None else repr(value)}: {problem}")
        self.name = name


class CollectionEmpty(RetrievalError):
    """There is no article to ask about."""

    def __init__(self, collection: str) -> None:
        super().__init__(f'the collection {collection!r} has no article; add one with "footnote add PATH or URL"')


class CollectionKept(RetrievalError):
    """A collection is not to be deleted."""

    def __init__(self, collection: str) -> None:
        super().__init__(f"the collection {collection!r} stays; remove its articles one by one")


class CollectionUnknown(RetrievalError):
    """There is no such collection."""

    def __init__(self, collection: str, known: tuple[str, ...]) -> None:
        names = ", ".join(known[:5]) + (", …" if len(known) > 5 else "")
        super().__init__(f"there is no collection {collection!r}; there are: {names or 'none'}")


class ModelUnavailable(RetrievalError):
    """An embedding model cannot be loaded."""

    def __init__(self, model: str, problem: str) -> None:
        remedy = "set FOOTNOTE_EMBEDDING_MODEL to a sentence-transformers model on this machine, or unset it"
        super().__init__(f"the embedding model {model!r} cannot be loaded ({problem}); {remedy}")
        self.model = model


class ModelUnusable(RetrievalError):
    """One of the trained models that come with Footnote is missing, is another one, or cannot be run."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; install Footnote again to mend it")


class ChatModelUnavailable(RetrievalError):
    """A chat model cannot be opened."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        super().__init__(f"the chat model {name!r} cannot be used ({problem}); {remedy}")
        self.problem = problem


class IndexProblem(RetrievalError):
    """The index cannot be used as it is."""


class IndexStale(IndexProblem):
    """The index was made with other settings."""

    def __init__(self, made_with: str, asked_for: str) -> None:
        super().__init__(
            f"the index was built with {made_with!r}, the settings ask for {asked_for!r}; "
            'run "footnote index --rebuild"'
        )


class IndexDamaged(IndexProblem):
    """The index's files cannot be read back; the articles are not touched by that."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f'the index in {where!r} is damaged ({problem}); run "footnote index --rebuild"')


class ChromaUnreachable(IndexProblem):
    """The Chroma server does not answer as one."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(
            f"the Chroma server at {url!r} {problem}; start it (chroma run) or unset FOOTNOTE_CHROMA_URL to use the "
            "embedded Chroma"
        )
