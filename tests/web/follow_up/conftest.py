"""A plan that is followed up, on a fixed day."""

import pytest

from tests.people import TODAY
from tests.web.follow_up.following import Following


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages are read on the day that the tests are about."""
    from django.utils import timezone

    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: real(value, tz) if value else TODAY)


@pytest.fixture
def following(people):
    return Following(people)
