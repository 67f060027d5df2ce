"""A provider that runs, and someone with an account."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.web.oidc_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    running_provider,
)
from veivalg.web.accounts.models import Account


@pytest.fixture
def provider(settings):
    with running_provider() as running:
        settings.OIDC_ISSUER = running.issuer
        settings.OIDC_CLIENT_ID = CLIENT_ID
        settings.OIDC_CLIENT_SECRET = CLIENT_SECRET
        settings.OIDC_NAME = "Kommuneinnlogging"
        settings.OIDC_LOOPBACK = True
        cache.clear()
        yield running
        cache.clear()


@pytest.fixture
def kari(db):
    return Account.objects.create(email="kari@eksempel.no", name="Kari", made_at=timezone.now())
