"""Makes the actor of each request: who asks, and what they are where."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from veivalg.web.access.actor import VISITOR, Actor
from veivalg.web.accounts.models import Account, Session
from veivalg.web.councils import queries


class WhoAsks:
    """Sets `request.actor` and `request.id`. Comes after the middleware that knows who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex
        request.actor = actor_of(request.account, request.session_row, request.id) if request.account else VISITOR
        return self.get_response(request)


def actor_of(account: Account, session: Session, request_id: str) -> Actor:
    """The actor behind a session."""
    now = timezone.now()
    return Actor(
        account_id=account.pk,
        grants=queries.grants_of(account, now=now),
        is_host=account.is_host,
        has_second_factor=session.has_second_factor(now),
        request_id=request_id,
    )
