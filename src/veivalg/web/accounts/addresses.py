"""E-mail addresses as we keep them."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext


class AddressBroken(Exception):
    """What was typed is not an e-mail address; the message is for whoever typed it."""


def plain_address(typed: str) -> str:
    """The address in one way of writing. Raises AddressBroken.

    >>> plain_address(" Kari.Nordmann@Eksempel.NO ")
    'kari.nordmann@eksempel.no'
    """
    address = unicodedata.normalize("NFKC", typed).strip().lower()
    try:
        if len(address) > 254:
            raise ValidationError("too long")
        validate_email(address)
    except ValidationError:
        raise AddressBroken(
            gettext("“%(typed)s” is not an e-mail address. It should look like name@example.no.")
            % {"typed": typed[:60]}
        ) from None
    return address
