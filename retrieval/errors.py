"""What can go wrong between a question and its reply. Each error is one sentence: what, which value, what to do.

RetrievalError
├── QuestionInvalid      a question that cannot be asked as it is
├── SettingInvalid       a setting whose value cannot be used
├── ModelUnavailable     an embedding model that cannot be loaded
└── IndexProblem
    ├── IndexStale       made with other settings than today's
    ├── IndexUnwritable  it cannot be built here, or another process is building it
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
        super().__init__(f"{name} is {value!r}: {problem}")
        self.name = name


class ModelUnavailable(RetrievalError):
    """An embedding model cannot be loaded."""

    def __init__(self, model: str, problem: str) -> None:
        remedy = "set FOOTNOTE_EMBEDDING_MODEL to a sentence-transformers model on this machine, or unset it"
        super().__init__(f"the embedding model {model!r} cannot be loaded ({problem}); {remedy}")
        self.model = model


class IndexProblem(RetrievalError):
    """The index cannot be used as it is."""


class IndexStale(IndexProblem):
    """The index was made with other settings."""

    def __init__(self, made_with: str, asked_for: str) -> None:
        super().__init__(
            f"the index was built with {made_with!r}, the settings ask for {asked_for!r}; "
            'run "footnote index --rebuild"'
        )


class IndexUnwritable(IndexProblem):
    """The index cannot be written."""

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        super().__init__(f"the index in {where!r} {problem}; {remedy}")


class ChromaUnreachable(IndexProblem):
    """The Chroma server does not answer as one."""

    def __init__(self, url: str, problem: str) -> None:
        super().__init__(
            f"the Chroma server at {url!r} {problem}; start it (chroma run) or unset FOOTNOTE_CHROMA_URL to use the "
            "embedded Chroma"
        )
