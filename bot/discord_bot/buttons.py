"""The buttons below an answer. Each is known by its custom id alone, so that it works after a restart as before."""

from typing import TYPE_CHECKING, ClassVar

import discord

from bot.discord_bot.answer_button import ANSWER_ID, AnswerButton, make_view
from bot.discord_bot.places import scope_of_interaction
from bot.discord_bot.prompts import ask_for_follow_up, ask_for_reason
from bot.discord_bot.responding import Messages, respond_privately
from bot.discord_bot.threads import open_thread
from bot.render.embeds.context import render_context
from bot.render.embeds.remarks import render_notice
from bot.store.votes import Cast
from retrieval.schema import Answer, Citation, Reply

if TYPE_CHECKING:
    from bot.discord_bot.bot import FootnoteBot

MAX_FOUND = 3
VOTED = {
    Cast.FIRST: "Thank you. Your {} is counted.",
    Cast.CHANGED: "Your vote is a {} now.",
    Cast.SAME: "Your {} was counted already.",
}


def make_answer_view(answer_id: str, *, may_thread: bool) -> discord.ui.View:
    """Return the buttons of an answer that is kept.

    Args:
        answer_id: under which it is kept.
        may_thread: whether a thread can be opened from it.
    """
    thread = (ThreadButton(answer_id),) if may_thread else ()
    return make_view(
        ContextButton(answer_id), FollowUpButton(answer_id), *thread, LikeButton(answer_id), DislikeButton(answer_id)
    )


class ContextButton(AnswerButton, template=f"footnote:context:{ANSWER_ID}"):
    """Shows, to who clicks, the passages behind an answer with their neighbours."""

    kind, label, emoji = "context", "Show in context", "📖"

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Show the passages."""
        service, scope = click.client.service, scope_of_interaction(click)

        def work() -> Messages:
            _, reply = service.find_kept(self.answer_id, scope)
            library = service.footnote.library(scope.collection)
            return render_context(citations_of(reply), library.get, library.passages)

        await respond_privately(click, work)


class FollowUpButton(AnswerButton, template=f"footnote:follow:{ANSWER_ID}"):
    """Asks for a question that follows an answer."""

    kind, label, emoji = "follow", "Ask a follow-up", "💬"

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Show the form."""
        await ask_for_follow_up(click, self.answer_id)


class ThreadButton(AnswerButton, template=f"footnote:thread:{ANSWER_ID}"):
    """Opens a thread in which the conversation goes on."""

    kind, label, emoji = "thread", "Open a thread", "🧵"

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Open it, or say where it is."""
        await open_thread(click, self.answer_id)


class LikeButton(AnswerButton, template=f"footnote:like:{ANSWER_ID}"):
    """Counts a vote on an answer: one a person, who may change it."""

    kind, emoji = "like", "👍"
    liked: ClassVar[bool] = True

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Count the vote, and offer to say why or to take it back."""
        service, scope = click.client.service, scope_of_interaction(click)

        def work() -> Messages:
            cast = service.store.votes.cast(self.answer_id, scope.collection, scope.person_id, self.liked)
            return ((render_notice(VOTED[cast].format(self.emoji)),),)

        await respond_privately(click, work, make_view(ReasonButton(self.answer_id), WithdrawButton(self.answer_id)))


class DislikeButton(LikeButton, template=f"footnote:dislike:{ANSWER_ID}"):
    """Counts a vote against an answer."""

    kind, emoji = "dislike", "👎"
    liked: ClassVar[bool] = False


class ReasonButton(AnswerButton, template=f"footnote:reason:{ANSWER_ID}"):
    """Asks why somebody voted so."""

    kind, label = "reason", "Say why"

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Show the form."""
        await ask_for_reason(click, self.answer_id)


class WithdrawButton(AnswerButton, template=f"footnote:withdraw:{ANSWER_ID}"):
    """Takes a person's vote back, and its reason with it."""

    kind, label = "withdraw", "Take my vote back"

    async def click(self, click: "discord.Interaction[FootnoteBot]") -> None:
        """Delete the vote."""
        service, scope = click.client.service, scope_of_interaction(click)

        def work() -> Messages:
            there_was = service.store.votes.withdraw(self.answer_id, scope.collection, scope.person_id)
            return ((render_notice("Your vote is deleted." if there_was else "There is no vote of yours here."),),)

        await respond_privately(click, work)


BUTTONS = (ContextButton, FollowUpButton, ThreadButton, LikeButton, DislikeButton, ReasonButton, WithdrawButton)


def citations_of(reply: Reply) -> tuple[Citation, ...]:
    """Return what a reply cites; for an abstention the passages that were found, best first, at most `MAX_FOUND`."""
    if isinstance(reply, Answer):
        return reply.citations
    found = (hit.passage for hit in reply.hits.items[:MAX_FOUND])
    return tuple(Citation(n, p.article_id, p.id, p.span, p.text) for n, p in enumerate(found, start=1))
