"""What a rule says no to, in words for whoever asked."""

from django.forms import Form


class NotPossible(Exception):
    """A rule stands in the way; nothing was written. `field` says where in the form, empty for all of it."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field

    def put_on(self, form: Form) -> None:
        """Say it at the field it is about, or above the form when the form has no such field."""
        form.add_error(self.field if self.field in form.fields else None, str(self))
