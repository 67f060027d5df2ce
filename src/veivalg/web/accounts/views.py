"""Pages of signing in and out, and of invitations."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.actor import Actor
from veivalg.web.accounts import browser, limits
from veivalg.web.accounts.forms import CodeForm, PersonalCodeForm, SignInForm
from veivalg.web.accounts.models import MailLink
from veivalg.web.accounts.operations import codes, sessions
from veivalg.web.accounts.operations import sign_in as operations
from veivalg.web.accounts.operations.sign_in import CODE_HOLDS, CodeRefused
from veivalg.web.ui.doors import public, takes_forms
from veivalg.web.ui.forms import status_of


@public
@takes_forms
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a code by mail (logg inn)."""
    next_path = browser.own_path(request, request.GET.get("neste", ""))
    if request.account is not None and request.method == "GET":
        return redirect(next_path or browser.HOME)
    if request.waiting_session is not None and request.method == "GET":
        return redirect(browser.to_confirm(next_path))
    form = SignInForm(request.POST or None, initial={"next_path": next_path})
    status = 0
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            return _asked(request, email, form.cleaned_data["next_path"], form.cleaned_data["is_shared_machine"])
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
    return render(request, "accounts/sign_in.html", {"form": form}, status=status or status_of(form))


@public
@takes_forms
def enter_code(request: HttpRequest) -> HttpResponse:
    """Type the code (skriv inn koden)."""
    key = request.COOKIES.get(browser.ATTEMPT_COOKIE, "")
    if not key:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    status = 0
    if form.is_valid():
        try:
            session_key, session = operations.enter_code(
                key=key,
                typed=form.cleaned_data["code"],
                device=browser.device_words(request),
                now=timezone.now(),
                request_id=request.id,
            )
        except CodeRefused as error:
            form.add_error("code", str(error))
            status = 403
        else:
            next_path = browser.own_path(request, operations.next_path_of(key=key))
            response = browser.let_in(
                request, key=session_key, session=session, next_path=next_path, now=timezone.now()
            )
            browser.take(response, browser.ATTEMPT_COOKIE)
            return response
    context = {"form": form, "minutes": int(CODE_HOLDS.total_seconds() // 60)}
    return render(request, "accounts/enter_code.html", context, status=status or status_of(form))


@public
@takes_forms
def enter_personal_code(request: HttpRequest) -> HttpResponse:
    """Sign in with a code on a note (ungdomspanelet)."""
    form = PersonalCodeForm(request.POST or None)
    status = 0
    if form.is_valid():
        try:
            session_key, session = codes.enter_personal_code(
                typed=form.cleaned_data["code"],
                network=browser.network(request),
                device=browser.device_words(request),
                is_shared_machine=form.cleaned_data["is_shared_machine"],
                now=timezone.now(),
                request_id=request.id,
            )
        except CodeRefused as error:
            form.add_error("code", str(error))
            status = 403
        except limits.TooMany as error:
            form.add_error(None, _wait(error))
            status = 429
        else:
            next_path = "" if session.account.name else reverse("accounts:own_alias")
            return browser.let_in(request, key=session_key, session=session, next_path=next_path, now=timezone.now())
    return render(request, "accounts/enter_personal_code.html", {"form": form}, status=status or status_of(form))


@public
@takes_forms
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of this browser (logg ut). A link to here only asks."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    response = redirect("thread:front")
    session = request.session_row or request.waiting_session
    if session is not None:
        who = Actor(account_id=session.account_id, request_id=request.id)
        sessions.end(actor=who, session_id=session.pk, now=timezone.now())
        messages.success(request, gettext("You are signed out."))
        request.session_row = request.waiting_session = request.account = None
    browser.take(response, browser.SESSION_COOKIE)
    rotate_token(request)
    # What was typed and not saved is kept in the browser for whoever is signed in, and for nobody else.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@public
def open_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """The link of an invitation. It only moves the key out of the address, where logs and other sites could see it."""
    response = redirect("accounts:invitation")
    # No key of ours has other signs, and a cookie with them cannot be sent.
    browser.give(response, browser.LINK_COOKIE, key[:100] if key.isascii() else "", age=3600, path="/invitasjon/")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@public
@takes_forms
def invitation(request: HttpRequest) -> HttpResponse:
    """What the invitation is about, and a button that sends a code to the address it was sent to."""
    now = timezone.now()
    try:
        limits.count(limits.LINKS_TRIED, browser.network(request), now=now)
        link = codes.link_of(
            key=request.COOKIES.get(browser.LINK_COOKIE, ""), purpose=MailLink.Purpose.INVITATION, now=now
        )
    except codes.LinkRefused as error:
        return render(request, "accounts/link_refused.html", {"reason": str(error)}, status=410)
    except limits.TooMany as error:
        return render(request, "accounts/link_refused.html", {"reason": _wait(error)}, status=429)
    if request.account == link.account:
        return redirect(browser.HOME)
    if request.method == "POST" and link.account.email is not None:
        try:
            return _asked(
                request,
                link.account.email,
                "",
                bool(request.POST.get("is_shared_machine")),
                # Whoever has the link has been in the mailbox: strangers who know the address cannot use up its tries.
                mark=f"link:{link.pk}",
            )
        except limits.TooMany as error:
            return render(request, "accounts/link_refused.html", {"reason": _wait(error)}, status=429)
    return render(
        request, "accounts/invitation.html", {"link": link, "address": _half_hidden(link.account.email or "")}
    )


def _asked(
    request: HttpRequest, email: str, next_path: str, is_shared_machine: bool, *, mark: str = ""
) -> HttpResponse:
    """Send a code, and go to where it is typed. The same for an address that nobody has. `mark` is what else than the
    browser shows that it is no stranger's."""
    asked = operations.ask_for_code(
        email=email,
        network=browser.network(request),
        known_device=browser.known_device(request, email) or mark,
        next_path=browser.own_path(request, next_path),
        is_shared_machine=is_shared_machine,
        now=timezone.now(),
    )
    response = redirect("accounts:enter_code")
    browser.give(response, browser.ATTEMPT_COOKIE, asked.key, age=int(CODE_HOLDS.total_seconds()))
    return response


def _wait(error: limits.TooMany) -> str:
    return gettext("Too many attempts from here. Wait until %(time)s and try again.") % {
        "time": f"{timezone.localtime(error.until):%H.%M}"
    }


def _half_hidden(email: str) -> str:
    """``k…@eksempel.no``: enough for whoever owns it, not enough for whoever found the link."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
