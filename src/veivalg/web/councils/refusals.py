"""What a rule says no to, in words for whoever asked."""


class NotPossible(Exception):
    """A rule stands in the way; nothing was written. `field` is where in the form it shows, empty for the whole form."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
