"""The buttons below an answer, before and after a restart."""

import pytest

from tests.bot.discord_bot.conftest import World
from tests.bot.discord_bot.seen import Seen, buttons_of, text_of
from tests.bot.discord_bot.telling import telling

QUESTION = "Who did Gerasimov speak to?"
QUOTE = "spoke to General Mark Milley, the top military officer in the US"


async def ask(world: World, question: str = QUESTION, **options: object) -> Seen:
    return (await world.alice.slash(world.channel, "ask", question=question, **options)).response


async def test_the_context_shows_the_quote_within_its_neighbours_to_who_clicked_alone(world: World) -> None:
    shown = await world.bob.click(await ask(world), label="Show in context")
    assert shown.ephemeral
    assert "**On Monday – a day after the talks" in text_of(shown.response)
    assert QUOTE in text_of(shown.response)
    assert "The UK Ministry of Defence said" in text_of(shown.response)


async def test_the_context_of_an_abstention_is_what_was_found(world: World) -> None:
    shown = await world.alice.click(await ask(world, "What did Zelensky say about the bomb?"), label="Show in context")
    assert "dirty bomb" in text_of(shown.response)


@pytest.mark.parametrize("label", ["Show in context", "Open a thread", "Ask a follow-up", "👍", "👎"])
async def test_every_button_works_after_a_restart(world: World, label: str) -> None:
    answer = await ask(world)
    await world.restart()
    clicked = await world.alice.click(answer, custom_id=buttons_of(answer)[label])
    assert clicked.acknowledged
    assert clicked.modal or "went wrong" not in text_of(clicked.response)


async def test_a_person_has_one_vote_and_may_change_it(world: World) -> None:
    answer = await ask(world)
    liked = await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    again = await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    changed = await world.alice.click(answer, custom_id=buttons_of(answer)["👎"])
    await world.bob.click(answer, custom_id=buttons_of(answer)["👍"])
    assert [text_of(one.response).split("\n")[0] for one in (liked, again, changed)] == [
        "Thank you. Your 👍 is counted.",
        "Your 👍 was counted already.",
        "Your vote is a 👎 now.",
    ]
    (voted,) = world.store.votes.all(world.collection)
    assert (voted.likes, voted.dislikes) == (1, 1)


async def test_a_vote_may_say_why(world: World) -> None:
    answer = await ask(world)
    voted = await world.alice.click(answer, custom_id=buttons_of(answer)["👎"])
    form = await world.alice.click(voted.response, label="Say why")
    sent = await world.alice.submit_modal(form, {"text": "  It leaves out the UK. "})
    assert "Thank you. That is kept with your vote." in text_of(sent.response)
    (kept,) = world.store.votes.all(world.collection)
    assert kept.reasons == ("It leaves out the UK.",)


async def test_a_vote_may_be_taken_back(world: World) -> None:
    answer = await ask(world)
    voted = await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    gone = await world.alice.click(voted.response, label="Take my vote back")
    assert "Your vote is deleted." in text_of(gone.response)
    assert world.store.votes.all(world.collection) == ()
    late = await world.alice.click(voted.response, label="Say why")
    told = await world.alice.submit_modal(late, {"text": "too late"})
    assert world.store.votes.all(world.collection) == ()
    assert "There is no vote of yours on that answer any more." in text_of(told.response)


@pytest.mark.serving(make=telling)
async def test_a_follow_up_goes_on_with_the_answer_that_it_was_asked_below(world: World) -> None:
    answer = await ask(world, "Who is Ben Wallace?")
    form = await world.bob.click(answer, label="Ask a follow-up")
    followed = await world.bob.submit_modal(form, {"text": "What did he say?"})
    assert "Read after: Who is Ben Wallace?" in text_of(followed.response)
    assert not followed.ephemeral


async def test_a_follow_up_to_a_private_answer_stays_private(world: World) -> None:
    answer = await ask(world, "Who is Ben Wallace?", private=True)
    form = await world.alice.click(answer, label="Ask a follow-up")
    assert (await world.alice.submit_modal(form, {"text": "What did he say?"})).ephemeral


@pytest.mark.serving(make=telling)
async def test_a_form_that_was_shown_before_a_restart_is_still_taken(world: World) -> None:
    answer = await ask(world, "Who is Ben Wallace?")
    form = await world.alice.click(answer, label="Ask a follow-up")
    await world.restart()
    followed = await world.alice.submit_modal(form, {"text": "What did he say?"})
    assert "Read after: Who is Ben Wallace?" in text_of(followed.response)


async def test_a_button_whose_article_is_gone_says_so(world: World) -> None:
    answer = await ask(world)
    await world.manager.slash(world.channel, "article remove", article="russia-dirty-bomb-claims")
    shown = await world.alice.click(answer, label="Show in context")
    assert "The article behind this is no longer here" in text_of(shown.response)


@pytest.mark.parametrize("label", ["Show in context", "Open a thread", "👍"])
async def test_a_button_whose_answer_is_deleted_says_so(world: World, label: str) -> None:
    answer = await ask(world)
    await world.alice.slash(world.channel, "forget", everything=True)
    clicked = await world.bob.click(answer, custom_id=buttons_of(answer)[label])
    assert "This answer is not kept any more" in text_of(clicked.response)


async def test_a_follow_up_to_a_deleted_answer_says_so(world: World) -> None:
    answer = await ask(world)
    await world.alice.slash(world.channel, "forget", everything=True)
    form = await world.bob.click(answer, label="Ask a follow-up")
    told = await world.bob.submit_modal(form, {"text": "And when?"})
    assert "This answer is not kept any more" in text_of(told.response)


async def test_a_thread_that_may_not_be_opened_is_said_not_to(world: World) -> None:
    answer = await ask(world)
    world.env.inject_error("POST", "/channels/*/threads", status=403, code=50013, message="Missing Permissions")
    opened = await world.alice.click(answer, label="Open a thread")
    assert "I lack a permission in this channel" in text_of(opened.response)


async def test_buttons_are_not_remembered_by_the_process(world: World) -> None:
    answer = await ask(world)
    await world.alice.click(answer, custom_id=buttons_of(answer)["👍"])
    assert world.bot.persistent_views == []
    assert world.bot._connection._view_store._synced_message_views == {}
