"""How Discord refuses a request: a status, a code of its own, and for forms where the mistakes are."""

from dataclasses import dataclass

from tests.discord_server.journal import Json


@dataclass(eq=False)
class Refusal(Exception):
    """A request that is refused (Discord's documentation, "Opcodes and Status Codes", "JSON Error Codes").

    Attributes:
        errors: for a form that is not as it should be, nested as the form is.
    """

    status: int
    code: int
    text: str
    errors: Json | None = None

    def body(self) -> Json:
        """Return the JSON that tells of it."""
        return {"message": self.text, "code": self.code, **({"errors": self.errors} if self.errors else {})}


UNAUTHORIZED = Refusal(401, 0, "401: Unauthorized")
NO_ROUTE = Refusal(404, 0, "404: Not Found")
NO_JSON = Refusal(400, 50109, "The request body contains invalid JSON.")
UNKNOWN_CHANNEL = Refusal(404, 10003, "Unknown Channel")
UNKNOWN_MESSAGE = Refusal(404, 10008, "Unknown Message")
UNKNOWN_USER = Refusal(404, 10013, "Unknown User")
UNKNOWN_WEBHOOK = Refusal(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Refusal(404, 10062, "Unknown interaction")
ACKNOWLEDGED = Refusal(400, 40060, "Interaction has already been acknowledged.")
NOT_ITS_AUTHOR = Refusal(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Refusal(400, 50006, "Cannot send an empty message")
HAS_THREAD = Refusal(400, 160004, "A thread has already been created for this message")


def refuse_form(mistakes: dict[tuple[str | int, ...], str]) -> Refusal:
    """Return the refusal of a form.

    >>> refuse_form({("embeds", 0, "title"): "Must be 256 or fewer in length."}).errors
    {'embeds': {'0': {'title': {'_errors': [{'code': 'INVALID', 'message': 'Must be 256 or fewer in length.'}]}}}}
    """
    errors: Json = {}
    for path, message in mistakes.items():
        place = errors
        for part in path:
            place = place.setdefault(str(part), {})
        place.setdefault("_errors", []).append({"code": "INVALID", "message": message})
    return Refusal(400, 50035, "Invalid Form Body", errors)
