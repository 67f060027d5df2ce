"""Speaks with the provider: its own description, where to send people, the exchange of a code, its keys.

OpenID Connect Discovery 1.0; OpenID Connect Core 1.0, section 3.1; RFC 7636 (proof key); RFC 9207 (who answered).
"""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

import orjson
from django.core.cache import cache

from veivalg.web.accounts.oidc.configuration import Configuration, problems
from veivalg.web.accounts.oidc.guarded import Answer, Guard, Place, fetch, place_of
from veivalg.web.accounts.oidc.id_token import Keys
from veivalg.web.accounts.oidc.stops import Reason, Stopped

_WELL_KNOWN = "/.well-known/openid-configuration"
_KEPT_SECONDS = 600
_TEMPORARY = {"server_error", "temporarily_unavailable"}
_MOST_KEYS = 100


@dataclass(frozen=True, kw_only=True)
class Description:
    """What the provider says about itself, as far as we use it."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    """Empty when the provider has none."""
    token_endpoint_auth_methods: tuple[str, ...]
    answers_with_issuer: bool
    """True when it promises to name itself in what the browser brings back."""


@dataclass(frozen=True)
class Tokens:
    """What a code was exchanged for. Lives as long as the request, and is never written anywhere."""

    id_token: str = field(repr=False)
    access_token: str = field(repr=False)


def description(configuration: Configuration) -> Description:
    """The provider's own description, asked for at most every ten minutes. Raises Stopped."""
    found = problems(configuration)
    if found:
        raise Stopped(Reason.SETTINGS_WRONG, " ".join(found))
    url = configuration.issuer.rstrip("/") + _WELL_KNOWN
    place = place_of(url, allow_loopback=configuration.allow_loopback)
    document = _kept(url, lambda: _document(url, configuration, place))
    if document.get("issuer") != configuration.issuer:
        cache.delete(_cache_key(url))
        raise Stopped(Reason.SETTINGS_WRONG, "VEIVALG_OIDC_ISSUER is not written exactly as the provider writes it")
    methods = document.get("token_endpoint_auth_methods_supported")
    return Description(
        authorization_endpoint=_address(document, "authorization_endpoint", configuration),
        token_endpoint=_address(document, "token_endpoint", configuration),
        jwks_uri=_address(document, "jwks_uri", configuration),
        userinfo_endpoint=(
            _address(document, "userinfo_endpoint", configuration) if "userinfo_endpoint" in document else ""
        ),
        # What goes without saying, in OpenID Connect Discovery 1.0, section 3.
        token_endpoint_auth_methods=tuple(methods) if isinstance(methods, list) else ("client_secret_basic",),
        answers_with_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def sign_in_address(
    configuration: Configuration,
    known: Description,
    *,
    redirect_uri: str,
    state: str,
    nonce: str,
    code_verifier: str,
    language: str,
) -> str:
    """Where the browser is sent."""
    challenge = hashlib.sha256(code_verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": configuration.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(configuration.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    if configuration.acr_values:
        asked["acr_values"] = " ".join(configuration.acr_values)
    joint = "&" if urlsplit(known.authorization_endpoint).query else "?"
    return f"{known.authorization_endpoint}{joint}{urlencode(asked)}"


def exchange(
    configuration: Configuration, known: Description, *, code: str, code_verifier: str, redirect_uri: str
) -> Tokens:
    """Give the provider its code back and get the tokens. Raises Stopped."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": code_verifier,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if not configuration.client_secret:
        form["client_id"] = configuration.client_id
    elif "client_secret_basic" in known.token_endpoint_auth_methods:
        # RFC 6749, section 2.3.1: both are written as in a form before they are put together.
        pair = f"{quote_plus(configuration.client_id)}:{quote_plus(configuration.client_secret)}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    elif "client_secret_post" in known.token_endpoint_auth_methods:
        form |= {"client_id": configuration.client_id, "client_secret": configuration.client_secret}
    else:
        raise Stopped(Reason.SETTINGS_WRONG, "the provider takes no client secret in a way that is built here")
    answer = _ask(known.token_endpoint, configuration, headers=headers, form=urlencode(form).encode())
    content = _json_object(answer)
    if answer.status != 200:
        raise _refused_exchange(answer, content)
    id_token, access_token = content.get("id_token"), content.get("access_token", "")
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise Stopped(Reason.NONSENSE, "the answer to the exchange holds no ID token")
    return Tokens(id_token, access_token)


def keys_of(configuration: Configuration, known: Description) -> Callable[[bool], Keys]:
    """A way to get the provider's signing keys; called with True it asks anew."""
    place = place_of(known.jwks_uri, allow_loopback=configuration.allow_loopback)

    def keys(anew: bool) -> Keys:
        if anew:
            cache.delete(_cache_key(known.jwks_uri))
        found = _kept(known.jwks_uri, lambda: _document(known.jwks_uri, configuration, place)).get("keys")
        if not isinstance(found, list):
            cache.delete(_cache_key(known.jwks_uri))
            raise Stopped(Reason.NONSENSE, "the provider's list of keys is not a list")
        return [key for key in found[:_MOST_KEYS] if isinstance(key, dict)]

    return keys


def claims_from_userinfo(configuration: Configuration, known: Description, access_token: str) -> Mapping[str, Any]:
    """What the provider says about the bearer of an access token. Raises Stopped.

    Many providers give the e-mail address only here. The caller must compare `sub` with the ID token's.
    """
    if not access_token.isascii() or not access_token.isprintable():
        raise Stopped(Reason.NONSENSE, "the access token cannot be sent")
    answer = _ask(known.userinfo_endpoint, configuration, headers={"Authorization": f"Bearer {access_token}"})
    if answer.status != 200:
        raise Stopped(Reason.PROVIDER_TROUBLED, f"the address for user information answered {answer.status}")
    return _json_object(answer)


def _refused_exchange(answer: Answer, content: Mapping[str, Any]) -> Stopped:
    error = content.get("error")
    error = error if isinstance(error, str) else ""
    if error == "invalid_grant":
        return Stopped(Reason.CODE_REFUSED, "the exchange was refused: invalid_grant")
    if answer.status >= 500 or error in _TEMPORARY:
        return Stopped(Reason.PROVIDER_TROUBLED, f"the exchange was answered with {answer.status}")
    known = error if error in {"invalid_client", "invalid_request", "unauthorized_client"} else "another reason"
    return Stopped(Reason.SETTINGS_WRONG, f"the exchange was refused with {answer.status}: {known}")


def _ask(
    url: str,
    configuration: Configuration,
    place: Place | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    form: bytes | None = None,
) -> Answer:
    allowed = place or place_of(url, allow_loopback=configuration.allow_loopback)
    guard = Guard(places=frozenset({allowed}), allow_loopback=configuration.allow_loopback)
    answer = fetch(url, guard=guard, headers=headers, form=form)
    if 300 <= answer.status < 400:
        raise Stopped(Reason.NONSENSE, "the provider sent us on to another address, which we do not follow")
    return answer


def _document(url: str, configuration: Configuration, place: Place) -> dict[str, Any]:
    answer = _ask(url, configuration, place)
    if answer.status != 200:
        raise Stopped(Reason.PROVIDER_TROUBLED, f"{place[0]} answered {answer.status} to a document it must have")
    return _json_object(answer)


def _json_object(answer: Answer) -> dict[str, Any]:
    try:
        value = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, dict):
        return value
    if answer.status >= 500:
        raise Stopped(Reason.PROVIDER_TROUBLED, f"the provider answered {answer.status}")
    raise Stopped(Reason.NONSENSE, f"the provider answered {answer.status} with something that is not a JSON object")


def _address(document: Mapping[str, Any], name: str, configuration: Configuration) -> str:
    address = document.get(name)
    if not isinstance(address, str):
        raise Stopped(Reason.NONSENSE, f"the provider's description has no {name}")
    place_of(address, allow_loopback=configuration.allow_loopback)
    return address


def _kept(url: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    kept = cache.get(_cache_key(url))
    if kept is None:
        kept = make()
        cache.set(_cache_key(url), kept, _KEPT_SECONDS)
    return kept


def _cache_key(url: str) -> str:
    return "oidc:" + hashlib.sha256(url.encode()).hexdigest()
