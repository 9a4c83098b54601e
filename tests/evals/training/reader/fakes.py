"""A small article with questions, and the files of a training, all real and small."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from evals.news import NEWS, NewsPart, news_part_of
from evals.training.reader.material import Asked, Text, make_text
from evals.training.reader.model import Logits
from evals.training.reader.paragraphs import SETS
from evals.training.reader.pool import ReaderPool
from evals.training.reader.rows import RowWriter
from evals.training.sources import ADVERSARIAL, REPORTING
from evals.training.tokens import read_markers
from retrieval.schema import PastTurn
from tests.evals.training.fakes import ask, find, make_tokenizer, write_set

TEXT = (
    "Ann Lee met Bob Cole in Oslo. It rained on Monday. She left Rome with Eve and he left with Ann Lee. "
    "The mayor of Rome met nobody. When the rain had ended, Bob Cole did what the mayor did."
)
MET, RAINED, LEFT, MAYOR, ENDED = (
    find(words, TEXT)
    for words in (
        "Ann Lee met Bob Cole in Oslo.",
        "It rained on Monday.",
        "She left Rome with Eve and he left with Ann Lee.",
        "The mayor of Rome met nobody.",
        "When the rain had ended, Bob Cole did what the mayor did.",
    )
)
WHERE = Asked("Where did Ann Lee meet Bob Cole?", parts=((find("Oslo", TEXT), find("in Oslo", TEXT)),), quotes=(MET,))
WHEN = Asked("When did it rain?", parts=((find("Monday", TEXT),),), quotes=(RAINED,))
WHO = Asked(
    "Who left and who met Bob Cole?",
    parts=((find("Eve", TEXT),), (find("Ann Lee", TEXT),)),
    quotes=(MET, LEFT),
)
NOBODY = Asked("Whom did the mayor of Oslo meet?", near=MAYOR)
AND_WHEN = Asked(
    "And when?",
    history=(PastTurn("Did it rain?", "It rained on Monday."),),
    parts=((find("Monday", TEXT),),),
    quotes=(RAINED,),
    standalone="When did it rain in Oslo?",
)
ASKED = (WHERE, WHEN, WHO, NOBODY, AND_WHEN)


def make_writer() -> RowWriter:
    tokenizer = make_tokenizer()
    return RowWriter(tokenizer, read_markers(tokenizer))


def make_article(asked: Iterable[Asked] = ASKED, text: str = TEXT, source: str = NEWS) -> Text:
    return make_text(source, text, asked)


def make_pool(*texts: Text, is_plain: bool = False) -> ReaderPool:
    return ReaderPool(texts or [make_article()], make_writer(), is_plain=is_plain)


class WordNetwork(nn.Module):
    """Says of each word the same wherever it stands, and that a window answers when it has a word that is a start.

    Args:
        words: ids of words to the logits of start, end, part and support; of all others, and of markers, they are -9.
    """

    def __init__(self, words: Mapping[int, Sequence[float]]) -> None:
        super().__init__()
        self._table = torch.full((64, 4), -9.0)
        for word, logits in words.items():
            self._table[word] = torch.tensor(logits)
        # No answer, where no word is one.
        self._table[2, :2] = 0.0

    def forward(self, ids: Tensor, mask: Tensor, segments: Tensor) -> Logits:
        tokens = self._table[ids]
        return Logits(tokens, (tokens[..., 0] * segments - 9.0 * (1 - segments)).amax(-1))


def write_lines(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))


def name_articles(part: NewsPart, count: int) -> list[str]:
    """The first so many names of articles that are of a part."""
    names = (f"news-{n}" for n in range(1000))
    return [name for name in names if news_part_of(name) is part][:count]


def make_rows(article: str) -> list[dict[str, object]]:
    """Three questions about `TEXT` as lines of `news-qa`, one of them without an answer."""
    usual = {"article": article, "kind": "fact", "style": "plain"}
    return [
        {**usual, "question": WHERE.question, "answerable": True, "quotes": [MET.cut(TEXT)], "parts": [["Oslo"]]},
        {**usual, "question": WHEN.question, "answerable": True, "quotes": [RAINED.cut(TEXT)], "parts": [["Monday"]]},
        {**usual, "question": NOBODY.question, "answerable": False, "near": MAYOR.cut(TEXT)},
    ]


def write_data(folder: Path) -> Path:
    """Write what a reader is trained on: a dozen articles of news, and sixty paragraphs of each other set."""
    counts = {NewsPart.TRAINING: 12, NewsPart.SELECTION: 2, NewsPart.CALIBRATION: 2, NewsPart.REPORTING: 1}
    articles = [name for part, count in counts.items() for name in name_articles(part, count)]
    write_lines(folder / "news" / "articles.jsonl.gz", ({"id": one, "title": one, "text": TEXT} for one in articles))
    write_lines(folder / NEWS / "rows-0.jsonl.gz", (row for one in articles for row in make_rows(one)))
    (folder / "qa").mkdir()
    for name in SETS:
        answer = None if name == ADVERSARIAL else "Oslo"
        write_set(folder / "qa", name, {f"title {n}": [ask(TEXT, "Where did Ann go?", answer)] for n in range(60)})
    for name in REPORTING:
        write_set(folder / "qa", name, {"reported": [ask(TEXT, "Where did Ann go?", "Oslo")]})
    return folder
