"""Finds out who is signed in, before anything else needs to know."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from veivalg.web.accounts import browser
from veivalg.web.accounts.models import Account, Session
from veivalg.web.accounts.operations import sessions
from veivalg.web.accounts.second_factor.factors import factor_exists
from veivalg.web.accounts.secrets import key_hash

WITHOUT_SESSION = ("/kode/", "/svar/")
"""Pages where one answers with a code: nobody is signed in there, and no session is read or moved on."""


class SignedIn:
    """Sets `request.session_row` and `request.account`: None for visitors, who cost no query.

    Someone whose account has a second factor is a visitor until it has been shown; `request.waiting_session` is theirs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answers = request.path.startswith(WITHOUT_SESSION)
        found = None if answers else _session(request)
        waits = found is not None and found.has_factor and found.second_factor_at is None
        session = None if waits else found
        request.waiting_session = found if waits else None
        request.session_row = session
        request.account = session.account if session else None
        request.account_language = found.account.language if found else ""
        response = self.get_response(request)
        if browser.SESSION_COOKIE in request.COOKIES and found is None and not answers:
            browser.take(response, browser.SESSION_COOKIE)
        if found is not None:
            # What is shown to someone who is signed in is theirs; no store on the way may keep it.
            response.headers["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ("Cookie",))
        return response


def _session(request: HttpRequest) -> Session | None:
    key = request.COOKIES.get(browser.SESSION_COOKIE)
    if not key:
        return None
    now = timezone.now()
    session = (
        Session.objects.select_related("account")
        .annotate(has_factor=factor_exists("account_id"))
        .filter(key_hash=key_hash(key), ends_at__gt=now, account__erased_at=None)
        .first()
    )
    if session is not None:
        sessions.note_seen(session=session, now=now)
    return session


def account_of(request: HttpRequest) -> Account:
    """Who is signed in; for pages behind the door `signed_in`."""
    account: Account | None = request.account
    if account is None:
        raise LookupError("the page is not behind the door signed_in")
    return account
