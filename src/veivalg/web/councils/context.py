"""What every template may know about whoever reads it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def reader(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, what they may do, when the session ends and when the host's visit does. Costs no query."""
    account = getattr(request, "account", None)
    session = getattr(request, "session_row", None)
    if account is None:
        return {"account": None}
    now = timezone.now()
    left = (session.ends_at - now).total_seconds() if session else 0
    visit = getattr(request, "visit", None)
    return {
        "account": account,
        "actor": request.actor,
        "session_row": session,
        "seconds_left": int(left),
        "visit": visit,
        "visit_minutes_left": max(1, round((visit.ends_at - now).total_seconds() / 60)) if visit else 0,
    }
