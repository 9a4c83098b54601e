import math
import tempfile
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import ArticleNotFound
from corpus.passages import split_passages
from retrieval import retriever
from retrieval.schema import Hits
from tests.fakes import Shelf, make

GRAIN = "Ships with grain left Odesa.\n\nThe harvest was late. Farmers blamed the rain."
BOMB = "Russia spoke of a dirty bomb. The allies rejected it."

WORDS_TEXT = "grain ship harvest bomb ally minister talks rain Odesa Kyiv spoke rejected late the of a"
WORDS = WORDS_TEXT.split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=1, max_size=5).map("\n\n".join)
QUESTIONS = st.lists(st.sampled_from([*WORDS, "Zelensky", "why"]), min_size=1, max_size=6).map(" ".join)


def test_the_passage_with_the_words_of_the_question_comes_first(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        hits = shelf.retriever.search("Who blamed the rain?", top_k=2)
        first = hits.items[0]
        assert (first.passage.id, first.rank) == ("grain:1", 1)
        assert first.sentence_cosines[1] > first.sentence_cosines[0]
        assert (hits.article_count, len(hits.items)) == (2, 2)


def test_a_hit_knows_the_passages_around_it_in_its_article(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(f"{GRAIN}\n\nNobody spoke.", "grain"), make(BOMB, "bomb"))
        hits = shelf.retriever.search("Who blamed the rain?", top_k=4).items
    around = {
        hit.passage.id: (hit.before and hit.before.id, hit.after and hit.after.id)
        for hit in sorted(hits, key=lambda hit: hit.passage.id)
    }
    assert around == {
        "bomb:0": (None, None),
        "grain:0": (None, "grain:1"),
        "grain:1": ("grain:0", "grain:2"),
        "grain:2": ("grain:1", None),
    }


def test_a_search_can_be_limited_to_one_article(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        assert shelf.search("dirty bomb", article_id="grain", top_k=1)[0] in GRAIN


def test_an_unknown_article_is_named(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        with pytest.raises(ArticleNotFound, match="no article has the id 'bomb'; the ids are: grain"):
            shelf.search("bomb", article_id="bomb")


def test_without_articles_there_are_no_hits(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        assert shelf.retriever.search("bomb", top_k=3).article_count == 0


def test_a_name_is_looked_for_in_the_article_in_scope(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        assert shelf.retriever.search("What did they say in Odesa?", top_k=1).unmentioned == ()
        assert shelf.retriever.search("What did they say in Odesa?", top_k=1, article_id="bomb").unmentioned == (
            "Odesa",
        )


def test_an_article_that_changed_since_it_was_indexed_is_not_quoted(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"), make(BOMB, "bomb"))
        shelf.library.add(make("Something else altogether.", "grain"))
        assert shelf.search("grain harvest rain") == [BOMB]
        shelf.library.remove("grain")
        assert shelf.search("grain harvest rain") == [BOMB]


def test_the_next_generation_is_seen_without_a_restart(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        assert shelf.search("bomb", top_k=1)[0] in GRAIN
        shelf.add(make(BOMB, "bomb"))
        assert shelf.search("bomb", top_k=1) == [BOMB]


def test_candidates_find_what_exact_scoring_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paragraphs = [f"The {WORDS[k % 9]} of place {k} met {WORDS[(k // 9) % 9]} number {k * 7}." for k in range(300)]
    questions = [f"Who met {WORDS[k % 9]} number {k * 21} in place {k}?" for k in range(20)]
    with Shelf(tmp_path) as shelf:
        shelf.add(*(make("\n\n".join(paragraphs[k : k + 50]), f"story-{k}") for k in range(0, 300, 50)))
        proposed = [shelf.search(question, top_k=3) for question in questions]
        monkeypatch.setattr(retriever, "EXACT_PASSAGES", 1000)
        assert proposed == [shelf.search(question, top_k=3) for question in questions]


def test_several_threads_may_search_while_the_index_changes(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def search(shelf: Shelf) -> None:
        try:
            for _ in range(15):
                for hit in shelf.retriever.search("grain harvest bomb", top_k=5).items:
                    assert hit.passage.text in GRAIN + BOMB
        except BaseException as err:  # noqa: BLE001 - a thread's failure is the test's
            failures.append(err)

    with Shelf(tmp_path) as shelf:
        shelf.add(make(GRAIN, "grain"))
        threads = [Thread(target=search, args=(shelf,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(4):
            shelf.add(make(BOMB, "bomb"))
            shelf.library.remove("bomb")
            shelf.update()
        shelf.rebuild()
        for thread in threads:
            thread.join()
    assert failures == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(TEXTS, min_size=1, max_size=3, unique=True), st.lists(QUESTIONS, min_size=1, max_size=3), st.integers(1, 6)
)
def test_hits_are_ranked_finite_and_quote_their_articles(texts: list[str], questions: list[str], top_k: int) -> None:
    with tempfile.TemporaryDirectory() as folder, Shelf(Path(folder)) as shelf:
        shelf.add(*(make(text, f"story-{k}") for k, text in enumerate(texts)))
        for question in questions:
            for article_id in (None, "story-0"):
                check(shelf, shelf.retriever.search(question, top_k=top_k, article_id=article_id), top_k, article_id)


def check(shelf: Shelf, hits: Hits, top_k: int, article_id: str | None) -> None:
    scores = [hit.score for hit in hits.items]
    assert 1 <= len(hits.items) <= top_k
    assert [hit.rank for hit in hits.items] == list(range(1, len(hits.items) + 1))
    assert scores == sorted(scores, reverse=True)
    for hit in hits.items:
        passage = hit.passage
        assert article_id in {None, passage.article_id}
        article = shelf.library.get(passage.article_id)
        for one in (passage, hit.before, hit.after):
            assert one is None or one.span.cut(article.text) == one.text
        assert {one.ordinal for one in (hit.before, passage, hit.after) if one} == {
            place
            for place in range(passage.ordinal - 1, passage.ordinal + 2)
            if 0 <= place < len(split_passages(article))
        }
        assert all(map(math.isfinite, (hit.score, hit.cosine, hit.lexical, *hit.sentence_cosines)))
        assert len(hit.sentence_cosines) == len(passage.sentences)
        assert 0 <= hit.lexical <= 1.0001
        assert -1.0001 <= hit.cosine <= 1.0001


def test_a_name_of_a_new_title_is_mentioned(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        shelf.add(make("Ships left the port.", "ships"))
        before = shelf.retriever.search("What did Odesa lose?", top_k=1)
        shelf.add(make("Ships left the port.", "ships", title="Odesa waves goodbye"))
        after = shelf.retriever.search("What did Odesa lose?", top_k=1)
        alone = shelf.retriever.search("What did Odesa lose?", top_k=1, article_id="ships")
        assert (before.unmentioned, after.unmentioned, alone.unmentioned) == (("Odesa",), (), ())
