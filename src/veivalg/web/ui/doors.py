"""What each page says about itself: who may open it, and whether it takes forms. One that says nothing is a mistake."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Everyone may open the page."""
    view.door = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Only for someone who is signed in; others sign in first and come back."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.account is None:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    behind.door = "signed in"  # type: ignore[attr-defined]
    return behind


def takes_forms(view: View) -> View:
    """The page may be posted to; others answer 405."""
    view.takes_forms = True  # type: ignore[attr-defined]
    return view


def gone_is_not_found(view: View) -> View:
    """What someone else removed between the page's look-up and its write is not found; it is no fault of the site's."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist:
            raise Http404(gettext("It was removed while you were reading.")) from None

    return behind


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """To the page for signing in, and back here afterwards. A form that was sent comes back as an empty page."""
    return HttpResponseRedirect(f"{reverse('accounts:sign_in')}?{urlencode({'neste': request.path})}")
