"""Fields that forms of other apps share."""

from django import forms

from veivalg.web.accounts.addresses import AddressBroken, plain_address


class EmailField(forms.CharField):
    """An e-mail address in one way of writing."""

    def __init__(self, **kwargs: object) -> None:
        attrs = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}
        super().__init__(max_length=300, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        try:
            return plain_address(typed) if typed else ""
        except AddressBroken as error:
            raise forms.ValidationError(str(error)) from error
