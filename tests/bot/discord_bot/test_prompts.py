from bot.discord_bot.prompts import FORM, read_form


def test_what_was_typed_is_found_in_a_row_and_in_a_label() -> None:
    field = {"type": 4, "custom_id": "text", "value": "And when?"}
    assert read_form({"components": [{"type": 1, "components": [field]}]}) == "And when?"
    assert read_form({"components": [{"type": 18, "component": field}]}) == "And when?"


def test_a_form_without_the_field_is_empty() -> None:
    assert read_form({"components": [{"type": 18, "component": {"custom_id": "other", "value": "x"}}]}) == ""
    assert read_form({}) == ""


def test_a_foreign_form_is_not_ours() -> None:
    assert FORM.fullmatch("footnote:form:follow:0123456789ab")
    assert not FORM.fullmatch("footnote:form:follow:0123456789AB")
    assert not FORM.fullmatch("footnote:form:delete:0123456789ab")
