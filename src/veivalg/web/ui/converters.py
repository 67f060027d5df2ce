"""Parts of addresses that several apps share."""

import re

from django.urls import register_converter
from django.urls.converters import IntConverter


class Id(IntConverter):
    """The number of a row: 1–18 digits, so that it always fits the database. Longer ones are no page of ours."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Let addresses say ``<id:pk>``; called once, when the site starts."""
    register_converter(Id, "id")


def id_of(text: str) -> int | None:
    """The number of a row as a parameter or a form sends it, held to the same rule; None for anything else.

    >>> id_of("42"), id_of("-1"), id_of("9" * 19)
    (42, None, None)
    """
    return int(text) if re.fullmatch(Id.regex, text) else None
