"""The one kind of error that a person may cause."""


class Refused(Exception):
    """An action that cannot be done, with a sentence that says so and what to do next.

    `message` is a (lazy) translated sentence shown as it is; `code` tells cases apart in code and tests.
    """

    def __init__(self, message, code: str = ""):
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
