from urllib.parse import parse_qs, urlsplit

import pytest

from bot.discord_bot.errors import TokenUnreadable
from bot.discord_bot.invite import make_person_link, make_server_link, read_application_id

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.abcdef.secretsecretsecretsecretsec"


@pytest.mark.parametrize("token", ["", "hello", "a.b", "aGVsbG8.b.c", "MTIz.b", "ÄÖÜ.b.c", "....", "MTIzNDU2\x00.b.c"])
def test_what_is_no_token_is_said_to_be_none_and_not_shown(token: str) -> None:
    with pytest.raises(TokenUnreadable) as raised:
        read_application_id(token)
    told = (
        "DISCORD_TOKEN is not a bot's token; copy it from the page Bot of https://discord.com/developers/applications"
    )
    assert str(raised.value) == told


def test_the_link_asks_for_the_least_permissions() -> None:
    link = urlsplit(make_server_link(read_application_id(TOKEN)))
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc, link.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked["client_id"] == ["123456789012345678"]
    assert asked["scope"] == ["bot applications.commands"]
    assert int(asked["permissions"][0]) == 0x4800014C00


def test_the_link_for_a_persons_own_account_asks_for_no_permission() -> None:
    assert parse_qs(urlsplit(make_person_link(5)).query) == {
        "client_id": ["5"],
        "scope": ["applications.commands"],
        "integration_type": ["1"],
    }
