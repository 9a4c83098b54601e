"""What a reader of pages or PDFs hands over, or why it cannot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageText:
    """The article of a page or PDF: its text, paragraphs parted by blank lines, and what it says about itself."""

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None


class Unreadable(Exception):
    """No article can be taken from the content; `problem` and `remedy` are parts of one sentence."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem = problem
        self.remedy = remedy
