from hypothesis import given, settings

from bot.render.embeds.remarks import render_failure, render_notice
from tests.bot.render.embeds.discord_markup import marks_of
from tests.bot.render.embeds.hostile import long_hostile_texts
from tests.bot.render.embeds.seen import check_message


def test_a_notice_shows_our_own_markup() -> None:
    assert render_notice("**Added.** See <#1>.\n`/ask`").description == "**Added.** See <#1>.\n`/ask`"


def test_a_failure_is_told_by_a_sign_and_words_and_its_number() -> None:
    embed = render_failure("Something went wrong.", "a1b2c3d4")
    assert embed.description == "⚠️ Something went wrong."
    assert embed.footer.text == "Incident a1b2c3d4"


def test_a_number_that_the_text_names_is_not_said_twice() -> None:
    assert render_failure("See incident a1b2c3d4.", "a1b2c3d4").footer.text is None


def test_a_failure_shows_what_a_person_typed_as_typed_and_a_command_as_code() -> None:
    embed = render_failure("There is no article `**x**`. Add it with `/article add`.", None)
    assert embed.description == r"⚠️ There is no article \`\*\*x\*\*\`. Add it with `/article add`."


def test_a_notice_and_a_failure_differ_in_colour() -> None:
    assert render_notice("Busy.").colour != render_failure("Busy.", None).colour


@settings(deadline=None)
@given(long_hostile_texts)
def test_whatever_went_wrong_the_limits_hold_and_there_is_no_markup(text: str) -> None:
    embed = render_failure(text, "a1b2c3d4")
    check_message([embed])
    assert marks_of(embed.description or "") == set()


@settings(deadline=None)
@given(long_hostile_texts)
def test_a_notice_of_any_length_is_one_message(text: str) -> None:
    check_message([render_notice(text)])
