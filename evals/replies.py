"""Replies kept in a file, so that a reader that costs money is asked once: `footnote eval run --replies FILE`.

A reply is found again when the question, the conversation, the article, and what made it (reader, models, prompts,
settings) are the same.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from corpus.schema import Article
from evals.errors import EvalError, FileUnwritable, ResultInvalid
from evals.product import Answerer
from retrieval.record import Provenance, from_record, to_record
from retrieval.schema import Abstention, Answer, Ask, Reply


class ReplyNotKept(EvalError):
    """A question has no kept reply, and none may be asked for."""

    def __init__(self, question: str, path: Path) -> None:
        shown = question if len(question) <= 60 else f"{question[:59]}…"
        super().__init__(f"no reply to {shown!r} is kept in {str(path)!r}; run without --cached-only to ask for it")


class KeptReplies:
    """A chain that answers from a file, and asks another chain for what is not in it.

    Args:
        path: of the file; made when the first reply is kept. A line that was cut off by an interrupt is passed over.
        chain: asked for what is missing, or None to ask nobody.
        provenance: what makes the replies of the chain.
        article_of: a collection's article.
        settings: of the chain, whatever else its replies depend on.

    Raises:
        ResultInvalid: when the file cannot be read.
    """

    def __init__(
        self,
        path: Path,
        chain: Answerer | None,
        *,
        provenance: Provenance,
        article_of: Callable[[str], Article],
        settings: Mapping[str, Any],
    ) -> None:
        self._path = path
        self._chain = chain
        self._provenance = provenance
        self._article_of = article_of
        # The generation of a temporary index says nothing.
        self._made_by = {**asdict(provenance), "index": provenance.index.partition("@")[2], **settings}
        self._kept, self._break = _read(path)

    def answer(self, ask: Ask) -> Reply:
        """Return the kept reply to a question, or ask for it and keep it.

        Raises:
            ReplyNotKept: when there is none and nobody to ask.
            FileUnwritable: when a reply cannot be kept.
        """
        key = self._key(ask)
        if key in self._kept:
            return _decode(self._kept[key], self._path)
        if self._chain is None:
            raise ReplyNotKept(ask.question, self._path)
        reply = self._chain.answer(ask)
        self._kept[key] = self._encode(reply)
        try:
            with self._path.open("a", encoding="utf-8") as lines:
                lines.write(self._break + json.dumps({"key": key, **self._kept[key]}, ensure_ascii=False) + "\n")
        except OSError as err:
            raise FileUnwritable(str(self._path), err.strerror or str(err)) from err
        self._break = ""
        return reply

    def _key(self, ask: Ask) -> str:
        turns = [self._encode(turn.reply)["reply"] for turn in ask.conversation.turns]
        said = [[turn["question"], turn["standalone_question"], turn["answer"]] for turn in turns]
        content = [ask.question, said, self._article_of(ask.collection).content_hash, ask.top_k, self._made_by]
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:24]

    def _encode(self, reply: Reply) -> dict[str, Any]:
        withheld = reply.rejected if isinstance(reply, Abstention) else None
        return {
            "reply": to_record(reply, self._provenance, self._article_of, why=True),
            "withheld": to_record(withheld, self._provenance, self._article_of, why=True) if withheld else None,
        }


def _decode(kept: Mapping[str, Any], path: Path) -> Reply:
    try:
        reply = from_record(kept["reply"])
        withheld = from_record(kept["withheld"]) if kept["withheld"] else None
    except (KeyError, ValueError) as err:
        raise ResultInvalid(str(path), f"holds a reply that cannot be read ({err})") from err
    if isinstance(reply, Abstention) and isinstance(withheld, Answer):
        return replace(reply, rejected=withheld)
    return reply


def _read(path: Path) -> tuple[dict[str, dict[str, Any]], str]:
    """The kept replies by their keys, and what ends the last line if an interrupt cut it off."""
    kept: dict[str, dict[str, Any]] = {}
    if not path.exists():
        return kept, ""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as err:
        raise ResultInvalid(str(path), f"cannot be read ({err})") from err
    for line in lines:
        try:
            fields = json.loads(line)
            kept[fields["key"]] = {"reply": fields["reply"], "withheld": fields["withheld"]}
        except (ValueError, KeyError, TypeError):
            continue
    return kept, "\n" if lines[-1] else ""
