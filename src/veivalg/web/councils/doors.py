"""Pages of one council: found by its slug, in its language, and only for those who may."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.web.access.catalogue import NEEDS_SECOND_FACTOR, Permission, Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.councils.models import Council, StaffSession
from veivalg.web.councils.operations.set_up import AlreadySetUp, may_set_up
from veivalg.web.councils.operations.staff_sessions import ON_BEHALF, note_use
from veivalg.web.ui.doors import View, to_sign_in
from veivalg.web.ui.language import use_council_language


def council_of(request: HttpRequest, slug: str) -> Council:
    """The council with that slug and its participants of today, in its language. Raises Http404."""
    found = Council.objects.with_members(on=timezone.localdate()).filter(slug=slug).first()
    if found is None:
        raise Http404(gettext("There is no council called “%(slug)s” here.") % {"slug": slug[:60]})
    use_council_language(request, found.language)
    if Role.HOST in request.actor.roles_in(found.pk):
        _note_visit(request, found)
    return found


def _note_visit(request: HttpRequest, council: Council) -> None:
    """Write down that the host opened a page of a council, before it is shown. The page tells how long is left."""
    now = timezone.now()
    open_now = StaffSession.objects.open_at(now).filter(council=council, account=request.account)
    visit = open_now.order_by("-ends_at").first()
    if visit is None:
        return
    visit.council = council
    request.visit = visit
    request.actor = replace(request.actor, on_behalf_of=ON_BEHALF)
    note_use(actor=request.actor, visit=visit, path=request.path, now=now)


def public_in_council(view: View) -> View:
    """Everyone may open the page; the view gets the council instead of its slug."""

    @wraps(view)
    def behind(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, council_of(request, slug), *args, **kwargs)

    behind.door = "public"  # type: ignore[attr-defined]
    return behind


def needs(permission: Permission, *, own_is_enough: bool = False) -> Callable[[View], View]:
    """Only for those who have the permission in the council; the view gets the council instead of its slug.

    Visitors sign in first. For someone who is nothing in the council the page does not exist. With `own_is_enough` the
    permission may be for one's own participant only, and the view must then ask `visible_to`.
    """

    def door(view: View) -> View:
        @wraps(view)
        def behind(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            council = council_of(request, slug)
            actor = request.actor
            if request.account is None:
                return to_sign_in(request)
            if not actor.roles_in(council.pk):
                raise Http404(gettext("There is no page here that you have access to."))
            own = own_is_enough and actor.own_participant_ids(council.pk, permission)
            if not own and not actor.may(permission, council_id=council.pk):
                raise Refused(permission)
            if permission in NEEDS_SECOND_FACTOR and not actor.has_second_factor:
                # Asked before the form is filled in, and not after.
                raise SecondFactorNeeded(permission)
            return view(request, council, *args, **kwargs)

        behind.door = permission  # type: ignore[attr-defined]
        return behind

    return door


def needs_host(permission: Permission) -> Callable[[View], View]:
    """Only for whoever runs the installation: pages that are about no council in particular."""

    def door(view: View) -> View:
        @wraps(view)
        def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.account is None:
                return to_sign_in(request)
            if not request.actor.may(permission):
                raise Refused(permission)
            if permission in NEEDS_SECOND_FACTOR and not request.actor.has_second_factor:
                raise SecondFactorNeeded(permission)
            return view(request, *args, **kwargs)

        behind.door = permission  # type: ignore[attr-defined]
        return behind

    return door


def invited(view: View) -> View:
    """Only for those who have been invited to set up a council; others are told whom to ask."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.account is None:
            return to_sign_in(request)
        if not may_set_up(request.account, on=timezone.localdate()):
            return render(request, "councils/set_up/not_invited.html", status=403)
        return view(request, *args, **kwargs)

    behind.door = "invited to set up"  # type: ignore[attr-defined]
    return behind


def taken(request: HttpRequest, error: AlreadySetUp) -> HttpResponse:
    """Someone was faster: say whom to ask."""
    return render(request, "councils/set_up/taken.html", {"taken": error.council}, status=409)
