"""To the provider and back. Both addresses are opened as links: the policy on forms lets none lead to another site."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from veivalg.web.accounts import browser
from veivalg.web.accounts.oidc import operations, provider, queries
from veivalg.web.accounts.oidc.configuration import Configuration, configuration
from veivalg.web.accounts.oidc.explaining import explain, not_set_up
from veivalg.web.accounts.oidc.id_token import Identity, verified_email, verified_identity
from veivalg.web.accounts.oidc.stops import Reason, Stopped
from veivalg.web.accounts.operations import sessions
from veivalg.web.ui.doors import public

log = logging.getLogger(__name__)

COOKIE = "oidc"
_REASONS = {
    "access_denied": Reason.DENIED,
    "login_required": Reason.NOT_SIGNED_IN_THERE,
    "interaction_required": Reason.NOT_SIGNED_IN_THERE,
    "consent_required": Reason.NOT_SIGNED_IN_THERE,
    "account_selection_required": Reason.NOT_SIGNED_IN_THERE,
    "server_error": Reason.PROVIDER_TROUBLED,
    "temporarily_unavailable": Reason.PROVIDER_TROUBLED,
    "invalid_request": Reason.SETTINGS_WRONG,
    "invalid_scope": Reason.SETTINGS_WRONG,
    "unauthorized_client": Reason.SETTINGS_WRONG,
    "unsupported_response_type": Reason.SETTINGS_WRONG,
}
"""RFC 6749, section 4.1.2.1, and OpenID Connect Core, section 3.1.2.6."""


def _page(
    view: Callable[[HttpRequest, Configuration], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What both addresses have in common: 404 without a provider, a page for whatever stops, nothing kept or leaked."""

    @public
    @require_GET
    def page(request: HttpRequest) -> HttpResponse:
        chosen = configuration()
        if chosen is None:
            raise Http404(not_set_up())
        try:
            response = view(request, chosen)
        except Stopped as stopped:
            response = _stopped(request, chosen, stopped)
        add_never_cache_headers(response)
        # The address holds the code and the state.
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return page


@_page
def start(request: HttpRequest, chosen: Configuration) -> HttpResponse:
    """Send the browser to the provider (til leverandøren)."""
    known = provider.description(chosen)
    redirect_uri = request.build_absolute_uri(reverse("oidc:answer"))
    begun = operations.begin_sign_in(
        redirect_uri=redirect_uri,
        next_path=browser.own_path(request, request.GET.get("neste", "")),
        network=browser.network(request),
        is_shared_machine=request.GET.get("felles") == "1",
        now=timezone.now(),
    )
    address = provider.sign_in_address(
        chosen,
        known,
        redirect_uri=redirect_uri,
        state=begun.state,
        nonce=begun.nonce,
        code_verifier=begun.code_verifier,
        language=get_language() or settings.LANGUAGE_CODE,
    )
    response = HttpResponseRedirect(address)
    # SameSite=Lax and not Strict: the way back is a link from the provider's site.
    age = int(operations.HOLDS.total_seconds())
    browser.give(response, COOKIE, begun.browser_key, age=age, path=reverse("oidc:start"))
    return response


@_page
def answer(request: HttpRequest, chosen: Configuration) -> HttpResponse:
    """Take the provider's answer and sign in the one it is about (svar)."""
    now = timezone.now()
    state = _one(request, "state")
    if not state:
        raise Stopped(Reason.ANSWER_INCOMPLETE, "no state")
    returned = operations.take_back(state=state, browser_key=request.COOKIES.get(COOKIE, ""), now=now)
    known = provider.description(chosen)
    issuer = _one(request, "iss")
    if (issuer or known.answers_with_issuer) and issuer != chosen.issuer:
        raise Stopped(Reason.OTHER_SENDER, "the answer names another issuer than the settings")
    error = _one(request, "error")
    if error:
        # The provider's own text is not shown or logged: anyone may have written it.
        word = error if error in _REASONS else "a word that is not in the standard"
        raise Stopped(_REASONS.get(error, Reason.SETTINGS_WRONG), f"the provider answered with {word}")
    code = _one(request, "code")
    if not code:
        raise Stopped(Reason.ANSWER_INCOMPLETE, "no code")
    tokens = provider.exchange(
        chosen, known, code=code, code_verifier=returned.code_verifier, redirect_uri=returned.redirect_uri
    )
    identity = verified_identity(
        tokens.id_token,
        configuration=chosen,
        keys=provider.keys_of(chosen, known),
        nonce=returned.nonce,
        access_token=tokens.access_token,
        now=now,
    )
    email = "" if queries.is_known(identity) else _email(chosen, known, identity, tokens.access_token)
    account = operations.account_of(identity=identity, email=email, now=now, request_id=request.id)
    key, session = sessions.start(
        account=account,
        method="oidc",
        device=browser.device_words(request),
        is_shared_machine=returned.is_shared_machine,
        has_second_factor=identity.is_second_factor,
        now=now,
        request_id=request.id,
    )
    next_path = browser.own_path(request, returned.next_path)
    response = browser.let_in(request, key=key, session=session, next_path=next_path, now=now)
    browser.take(response, COOKIE, path=reverse("oidc:start"))
    return response


def _email(chosen: Configuration, known: provider.Description, identity: Identity, access_token: str) -> str:
    """The verified address, from where many providers give it: not in the token, but to whoever asks with it."""
    if identity.verified_email or not known.userinfo_endpoint or not access_token:
        return identity.verified_email
    claims = provider.claims_from_userinfo(chosen, known, access_token)
    if claims.get("sub") != identity.subject:
        raise Stopped(Reason.TOKEN_MISMATCH, "the user information is about someone else")
    return verified_email(claims)


def _one(request: HttpRequest, name: str) -> str:
    values = request.GET.getlist(name)
    if len(values) > 1:
        raise Stopped(Reason.ANSWER_INCOMPLETE, f"“{name}” more than once")
    return values[0] if values else ""


def _stopped(request: HttpRequest, chosen: Configuration, stopped: Stopped) -> HttpResponse:
    explanation = explain(stopped.reason, name=chosen.name)
    log.warning("Sign-in with OpenID Connect stopped (%s). %s", stopped.reason, stopped.detail)
    context = {"explanation": explanation, "sign_in": reverse("accounts:sign_in")}
    return render(request, "oidc/stopped.html", context, status=explanation.status)
