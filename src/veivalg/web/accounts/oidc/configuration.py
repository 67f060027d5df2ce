"""What the settings say about the provider, and what is wrong with what they say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks

from veivalg.web.accounts.oidc.guarded import LOOPBACK_NAMES


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One provider, as whoever runs the site has registered with it."""

    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    """Empty for a public client: the proof key (PKCE) alone then ties the code to us."""
    name: str = "OpenID Connect"
    """The provider's name as people know it, for the button."""
    scopes: tuple[str, ...] = ("openid", "email")
    acr_values: tuple[str, ...] = ()
    """Levels of assurance that count as a second factor. Empty: the provider never counts as one."""
    allow_loopback: bool = False
    """True on a developer's machine: plain http and this machine's own addresses are then allowed."""


def configuration() -> Configuration | None:
    """The provider in the settings, or None when none is named."""
    if not settings.OIDC_ISSUER:
        return None
    return Configuration(
        issuer=settings.OIDC_ISSUER,
        client_id=settings.OIDC_CLIENT_ID,
        client_secret=settings.OIDC_CLIENT_SECRET,
        name=settings.OIDC_NAME or urlsplit(settings.OIDC_ISSUER).hostname or "OpenID Connect",
        scopes=tuple(settings.OIDC_SCOPES.split()),
        acr_values=tuple(settings.OIDC_ACR_VALUES.split()),
        allow_loopback=settings.OIDC_LOOPBACK,
    )


def problems(chosen: Configuration) -> list[str]:
    """What stops a configuration from working, each with its setting and what to write instead."""
    found = []
    issuer = urlsplit(chosen.issuer)
    is_loopback = chosen.allow_loopback and issuer.hostname in LOOPBACK_NAMES
    if not issuer.hostname or (issuer.scheme != "https" and not (issuer.scheme == "http" and is_loopback)):
        found.append("VEIVALG_OIDC_ISSUER must be an address that begins with https://, as the provider writes it.")
    if issuer.query or issuer.fragment or issuer.username:
        found.append("VEIVALG_OIDC_ISSUER must not hold a user name, a “?” or a “#”.")
    if not chosen.client_id:
        found.append("VEIVALG_OIDC_CLIENT_ID is missing. The provider gives it when you register the site.")
    if "openid" not in chosen.scopes:
        found.append("VEIVALG_OIDC_SCOPES must hold the word “openid”.")
    return found


def check_settings(app_configs: Sequence[Any] | None, **options: Any) -> list[checks.CheckMessage]:
    """Django's own check, run by every command, so that a mistake is seen before anyone tries to sign in."""
    chosen = configuration()
    found = problems(chosen) if chosen else []
    return [checks.Error(text, id=f"oidc.E{number:03}") for number, text in enumerate(found, start=1)]
