"""What every page of the agreement tells its template."""

from datetime import date
from typing import Any

from django.db.models import Min
from django.http import HttpRequest
from django.utils.translation import gettext

from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements.models import AgreementEdition
from veivalg.web.agreements.queries import may_read_drafts
from veivalg.web.councils.models import Council
from veivalg.web.ui.dates import day


def page_of(request: HttpRequest, council: Council, **more: Any) -> dict[str, Any]:
    """The council and what the reader may do."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "council": council,
        "may_edit": actor.may(Permission.AGREEMENTS_AGREEMENT_EDIT, council_id=council.pk),
        "may_send": actor.may(Permission.AGREEMENTS_CHANGE_SEND, council_id=council.pk),
        "may_read_drafts": may_read_drafts(actor, council),
        **more,
    }


def day_of(request: HttpRequest, today: date) -> tuple[date, bool]:
    """The day that the address asks for (`?dato=`), or today; and whether what was asked for is a day at all."""
    asked = request.GET.get("dato", "")
    if not asked:
        return today, True
    try:
        return date.fromisoformat(asked), True
    except ValueError:
        return today, False


def standing_words(edition: AgreementEdition | None, *, on: date) -> str:
    """Whether a text is in force, for its file. An edition that another has followed says from when."""
    if edition is None:
        return gettext("Not in force. The text as it was on %(day)s.") % {"day": day(on)}
    facts = {"number": edition.number, "day": day(edition.in_force_from)}
    later = AgreementEdition.objects.filter(agreement=edition.agreement_id, number__gt=edition.number)
    followed_on = later.aggregate(first=Min("in_force_from"))["first"]
    if followed_on is None:
        return gettext("Edition %(number)s. In force from %(day)s.") % facts
    return gettext("Edition %(number)s. In force from %(day)s, until another follows it on %(followed)s.") % {
        **facts,
        "followed": day(followed_on),
    }
