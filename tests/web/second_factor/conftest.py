"""Someone who is signed in, and what they have besides their mailbox."""

import pytest
from django.test import Client
from django.utils import timezone, translation

from veivalg.web.access.actor import Actor
from veivalg.web.accounts.browser import SESSION_COOKIE
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import code_app, sessions
from veivalg.web.accounts.second_factor import totp
from veivalg.web.outbox.models import Message


class Someone:
    """One account, the session they are in, and a browser with it."""

    def __init__(self, email: str | None) -> None:
        self.account = Account.objects.create(email=email, made_at=timezone.now())
        self.actor = Actor(account_id=self.account.pk)
        self.key, self.session = self.sign_in()
        self.client = self.browser(self.key)

    def sign_in(self):
        """Another session for the same account, as after the code from the mail."""
        return sessions.start(account=self.account, method="code", device="Firefox, Linux", now=timezone.now())

    def browser(self, key: str) -> Client:
        client = Client()
        client.cookies[SESSION_COOKIE] = key
        return client

    def add_code_app(self, *, now) -> bytes:
        """Set up a code app, and return its secret."""
        device = code_app.begin_totp(session=self.session, now=now)
        secret = code_app.secret_of(device)
        code_app.confirm_totp(actor=self.actor, session=self.session, typed=code_at(secret, now), now=now)
        return secret

    def mail(self) -> list[str]:
        """The kinds of mail they have been sent, oldest first."""
        return list(Message.objects.filter(account_id=self.account.pk).values_list("kind", flat=True))


def code_at(secret: bytes, now) -> str:
    """What the code app shows at a moment."""
    return totp.code_of(secret, totp.step_at(now))


@pytest.fixture(autouse=True)
def our_address(settings):
    settings.ADDRESS = "https://veivalg.example.no"


@pytest.fixture(autouse=True)
def in_english():
    """Operations say what is wrong in the reader's language; the tests read it as it stands in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def kari(db):
    return Someone("kari@example.no")


@pytest.fixture
def ola(db):
    return Someone("ola@example.no")
