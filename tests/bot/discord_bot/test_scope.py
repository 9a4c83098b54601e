import pytest

from bot.discord_bot.errors import Declined
from bot.discord_bot.scope import Scope, check_access
from bot.store.servers import ServerSettings


def test_each_server_has_a_collection_and_a_line_of_its_own() -> None:
    ours, theirs = Scope(1, 7, 9), Scope(12, 7, 9)
    assert (ours.collection, theirs.collection) == ("server-1", "server-12")
    assert (ours.line, theirs.line) == ("server 1", "server 12")


def test_direct_messages_ask_the_default_collection_and_everybody_waits_for_oneself() -> None:
    scope = Scope(None, 7, 9)
    assert (scope.collection, scope.line) == ("default", "person 9")


def test_a_server_that_chose_nothing_lets_everybody_ask_everywhere() -> None:
    check_access(ServerSettings(), {1}, ())


def test_a_channel_that_was_not_chosen_is_told_where_to_ask() -> None:
    settings = ServerSettings(channels=frozenset({5, 6}))
    with pytest.raises(
        Declined, match=r"^I answer in <#5>, <#6> only; that is what the owners of this server chose\.$"
    ):
        check_access(settings, {1}, ())


def test_a_thread_counts_as_its_channel() -> None:
    check_access(ServerSettings(channels=frozenset({5})), {99, 5}, ())


def test_a_person_without_a_chosen_role_is_told_which_ones_there_are() -> None:
    settings = ServerSettings(roles=frozenset({3}))
    check_access(settings, {1}, (2, 3))
    with pytest.raises(Declined, match=r"^Only people with one of these roles may ask me here: <@&3>\.$"):
        check_access(settings, {1}, (2,))
