"""What every template may know about whoever reads it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def reader(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, what they may do, and when the session ends. Costs no query."""
    account = getattr(request, "account", None)
    session = getattr(request, "session_row", None)
    if account is None:
        return {"account": None}
    left = (session.ends_at - timezone.now()).total_seconds() if session else 0
    return {"account": account, "actor": request.actor, "session_row": session, "seconds_left": int(left)}
