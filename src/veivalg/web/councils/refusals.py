"""What a rule says no to, in words for whoever asked."""


class NotPossible(Exception):
    """A rule stands in the way; nothing was written. `field` says where in the form, empty for all of it."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
