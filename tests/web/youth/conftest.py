"""What every test of the youth panel's room begins with."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Messages of operations in English, whatever language the site falls back on. Pages choose their own."""
    with translation.override("en"):
        yield
