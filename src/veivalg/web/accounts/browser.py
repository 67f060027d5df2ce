"""What a request tells about the browser it came from, and the cookies we give it."""

import ipaddress
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from veivalg.web.accounts.models import Account, Session
from veivalg.web.accounts.second_factor.factors import has_second_factor

HOME = "/min-side/"
SESSION_COOKIE = "okt"
ATTEMPT_COOKIE = "kode"
LINK_COOKIE = "lenke"
DEVICE_COOKIE = "kjent"
_DEVICE_SALT = "veivalg.known-device"
DEVICE_HOLDS = timedelta(days=180)
_DEVICE_HOLDS_S = int(DEVICE_HOLDS.total_seconds())

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device_words(request: HttpRequest) -> str:
    """Browser and system in words, for one's own list of sessions. Versions and models are left out."""
    agent = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return ", ".join(filter(None, (browser, system))) or gettext("unknown browser")


def network(request: HttpRequest) -> str:
    """Where the request came from, for counting only: an IPv4 address, or the /64 of an IPv6 one.

    Behind a proxy (`VEIVALG_PROXIES`) it is what that proxy saw; what a visitor writes into the header is not believed.
    """
    address = request.META.get("REMOTE_ADDR", "")
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        address = seen[-settings.PROXIES]
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def own_path(request: HttpRequest, path: str) -> str:
    """The path if it lies on this site, else nothing: nobody is sent elsewhere after signing in."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path[:300] if is_ours and path.isprintable() else ""


def known_device(request: HttpRequest, email: str) -> str:
    """The mark of a browser that has been signed in with this address before; else empty."""
    try:
        mark, address = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=_DEVICE_HOLDS_S
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if signing.Signer(salt=_DEVICE_SALT).signature(email) == address else ""


def give_session(response: HttpResponse, *, key: str, session: Session, now: datetime) -> None:
    """Put the session's key in the browser; on a shared machine only until the browser is closed."""
    age = None if session.is_shared_machine else int((session.last_end_at - now).total_seconds())
    give(response, SESSION_COOKIE, key, age=age)


def remember_device(response: HttpResponse, *, account: Account, mark: str) -> None:
    """Mark the browser as known for this address: strangers cannot then use up its tries."""
    if account.email is not None:
        content = [mark, signing.Signer(salt=_DEVICE_SALT).signature(account.email)]
        give(response, DEVICE_COOKIE, signing.dumps(content, salt=_DEVICE_SALT), age=_DEVICE_HOLDS_S)


def to_confirm(next_path: str) -> str:
    """The address where the second factor is shown, and back to this path afterwards."""
    return f"{reverse('accounts:confirm')}?{urlencode({'neste': next_path})}"


def let_in(request: HttpRequest, *, key: str, session: Session, next_path: str, now: datetime) -> HttpResponseRedirect:
    """The browser gets its session, and goes where it was going; `next_path` has been through `own_path`.

    Someone whose account has a second factor shows it on the way, unless the provider has seen one.
    """
    waits = session.second_factor_at is None and has_second_factor(session.account_id)
    response = HttpResponseRedirect(to_confirm(next_path) if waits else next_path or HOME)
    give_session(response, key=key, session=session, now=now)
    if not session.is_shared_machine:
        remember_device(response, account=session.account, mark=secrets.token_urlsafe(12))
    # Whatever was fetched before signing in is worth nothing afterwards.
    rotate_token(request)
    return response


def give(response: HttpResponse, name: str, value: str, *, age: int | None, path: str = "/") -> None:
    """A cookie that scripts cannot read and other sites cannot make the browser send with a form."""
    response.set_cookie(name, value, max_age=age, path=path, secure=settings.HTTPS, httponly=True, samesite="Lax")


def take(response: HttpResponse, name: str, *, path: str = "/") -> None:
    """Remove a cookie."""
    response.delete_cookie(name, path=path, samesite="Lax")
