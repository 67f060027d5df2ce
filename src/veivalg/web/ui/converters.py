"""Parts of addresses that several apps share."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class Id(IntConverter):
    """The number of a row: 1–18 digits, so that it always fits the database. Longer ones are no page of ours."""

    regex = "[0-9]{1,18}"


def register() -> None:
    """Let addresses say ``<id:pk>``; called once, when the site starts."""
    register_converter(Id, "id")
