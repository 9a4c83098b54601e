import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from evals.cases import Case
from evals.dataset import Dataset
from evals.experiment import Experiment, assess
from evals.outcome import Shown, Verdict
from evals.report.page import render_page
from evals.result import Part, Result
from tests.evals.builders import case, outcome, part
from tests.fakes import make

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' {{ 7*7 }} \u202e"


def experiment(
    cases: Sequence[Case], after: Part, before: Part | None = None, *, article: str = "Ann met Bob."
) -> Experiment:
    dataset = Dataset("dev", Path("dev"), tuple(cases), {"story": make(article)})
    return assess([dataset], Result((after,)), Result((before,)) if before else None)


class Reader(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_every_case_is_on_the_page_with_its_reply_gold_and_reason() -> None:
    shown = Shown("Eve met Bob. [1]", None, "Who met Bob?")
    after = part(replace(outcome("one", Verdict.WRONG_SENTENCE, scores={"mrr": 1.0}), shown=shown))
    text = " ".join(read(render_page(experiment([case()], after))).words)
    for words in (
        "wrong sentence",
        "Eve met Bob. [1]",
        "None of the sentences that answer is cited. The right passage was found at rank 1.",
        "Ann met Bob.",
        "there is no baseline to compare with",
    ):
        assert words in text


def test_a_follow_up_is_shown_with_all_that_was_asked_before_it() -> None:
    later = {"tags": ["pronoun"], "conversation": "c1"}
    cases = [
        case(id="one", conversation="c1", turn=1),
        case(id="two", turn=2, before=["And Eve?"], question="And him?", standalone="Who met Rob?", **later),
    ]
    shown = Shown("Eve met Bob. [1]", None, "And him?")
    after = part(replace(outcome("one"), shown=shown), replace(outcome("two"), question="And him?", shown=shown))
    words = [word for word in read(render_page(experiment(cases, after))).words if word.strip()]
    at = words.index("asked before")
    assert words[at + 1 : at + 3] == ["Who met Bob?", "And Eve?"]
    assert words[words.index("in full") + 1] == "Who met Rob?"


def test_a_changed_verdict_is_shown_with_what_it_was() -> None:
    after = part(outcome("one", Verdict.WRONG_SENTENCE))
    page = read(render_page(experiment([case()], after, part(outcome("one")))))
    (card,) = [attributes for tag, attributes in page.tags if tag == "details"]
    assert card["data-verdict"] == "wrong sentence|wrong|changed"


def test_hostile_text_stays_text() -> None:
    hostile = case(question=HOSTILE, answers=[HOSTILE], quotes=[HOSTILE], note=HOSTILE)
    shown = Shown(HOSTILE, None, HOSTILE, notices=(HOSTILE,))
    outcomes = part(replace(outcome("one", Verdict.NOT_SCORED, error=HOSTILE), question=HOSTILE, shown=shown))
    page = read(render_page(experiment([hostile], outcomes, article=f"{HOSTILE} and so on")))
    assert [tag for tag, _ in page.tags if tag in {"img", "script"}] == ["script"]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "{{ 7*7 }}" in " ".join(page.words)


def test_the_page_needs_no_network_and_lets_no_other_script_run() -> None:
    html = render_page(experiment([case()], part(outcome("one"))))
    page = read(html)
    assert not [name for _, attributes in page.tags for name in attributes if name in {"src", "href", "style"}]
    script = html.partition("<script>")[2].partition("</script>")[0]
    style = html.partition("<style>")[2].partition("</style>")[0]
    (policy,) = [a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv")]
    for text in (script, style):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in (policy or "")
    assert (policy or "").startswith("default-src 'none'")
    assert "prefers-color-scheme: dark" in style
    assert not re.findall(r"https?://|url\(|@import", script + style)


def test_a_run_of_two_datasets_has_both_side_by_side() -> None:
    one, other = (Dataset(name, Path(name), (case(),), {"story": make("Ann met Bob.")}) for name in ("dev", "test"))
    result = Result((part(outcome("one")), part(outcome("one"), dataset="test")))
    page = read(render_page(assess([one, other], result, None)))
    assert [a["id"] for tag, a in page.tags if tag == "details"] == ["dev-one", "test-one"]
    assert "every dataset" in " ".join(page.words)
