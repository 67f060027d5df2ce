"""What whoever fills in a form has to correct first."""


class NotPossible(Exception):
    """The change breaks a rule. The message says what, why, and what to do; `field` says where, or is empty."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
