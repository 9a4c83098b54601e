from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from evals.benchmarks.paragraph_index import index_paragraphs
from evals.calibration_scopes import Labelled, Searcher, label_searches
from evals.squad import SquadParagraph
from tests.fakes import fake_embeddings


def count_letters(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Embed texts by their letters: near enough for tests."""
    counts = np.array([[text.casefold().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
    lengths = np.linalg.norm(counts, axis=1, keepdims=True)
    return (counts / np.maximum(lengths, 1)).astype(np.float32)


def ask(question: str, answer: str, context: str) -> dict[str, object]:
    answers = [{"text": answer, "answer_start": context.index(answer)}]
    return {"question": question, "is_impossible": False, "answers": answers}


def closer_of(topic: str) -> str:
    return f"Ann {topic.title()}son"


def make_title(name: str, topics: Sequence[str]) -> dict[str, object]:
    paragraphs = []
    for topic in topics:
        closer = closer_of(topic)
        context = (
            f"The {topic} of {name} opened in May. {closer} of {name} closed it. Nobody knew why the {topic} fell."
        )
        qas = [ask(f"who closed the {topic} of {name}", closer, context)]
        paragraphs.append({"context": context, "qas": qas})
    return {"title": name, "paragraphs": paragraphs}


TITLES = [
    make_title("Velm", ("harbour", "bridge", "library", "tunnel", "market", "station")),
    make_title("Osterby", ("school", "museum", "tower", "stadium", "prison", "abbey")),
]


def topic_of(search: Labelled) -> str:
    return search.hits.query.split()[3]


def label() -> list[Labelled]:
    return list(label_searches(TITLES, Searcher(count_letters), adversarial={}, seed=0))


def test_an_answerable_search_knows_the_sentence_with_the_answer() -> None:
    for search in label():
        if search.kind == "answerable":
            sentences = {s.id: s.text for hit in search.hits.items for s in hit.passage.sentences}
            (right,) = search.right
            assert sentences.get(right, closer_of(topic_of(search))).startswith(closer_of(topic_of(search)))


def test_a_removed_answer_is_in_no_hit() -> None:
    removed = [search for search in label() if search.kind == "removed"]
    assert len(removed) == 12
    for search in removed:
        assert all(closer_of(topic_of(search)) not in hit.passage.text for hit in search.hits.items)


def test_questions_of_other_titles_are_never_about_this_one() -> None:
    for search in label():
        if search.kind == "other":
            name = "Velm" if "Velm" in search.hits.query else "Osterby"
            assert all(name not in hit.passage.text for hit in search.hits.items)


def test_questions_are_put_in_one_style() -> None:
    assert {search.hits.query[:4] + search.hits.query[-1] for search in label()} == {"Who ?"}


def test_the_same_seed_gives_the_same_searches() -> None:
    assert [(s.kind, s.hits.query) for s in label()] == [(s.kind, s.hits.query) for s in label()]


def test_a_benchmark_searches_an_article_as_the_product_does() -> None:
    texts = [str(paragraph["context"]) for paragraph in TITLES[0]["paragraphs"]]  # type: ignore[attr-defined]
    embeddings = fake_embeddings()
    scope = Searcher(embeddings.encode_documents).open(texts)
    with index_paragraphs([SquadParagraph("Velm", text, ()) for text in texts], embeddings) as index:
        for question in ("Who closed the harbour of Velm?", "why did the tunnel fall", "When was May?"):
            ours, theirs = index.retriever.search(question, top_k=8), scope.search(question)
            assert [one.passage.text for one in ours.items] == [one.passage.text for one in theirs.items]
            assert [one.score for one in ours.items] == pytest.approx([one.score for one in theirs.items], abs=1e-5)
            assert [one.sentence_cosines for one in ours.items] == [
                pytest.approx(one.sentence_cosines, abs=1e-5) for one in theirs.items
            ]
