"""What waits for a secretariat in the cooperation agreement."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.agreements import findings, queries
from veivalg.web.agreements.models import AgreementChange, CooperationAgreement
from veivalg.web.councils.models import Council
from veivalg.web.ui.waiting import Waiting


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """Changes that wait for participants or for the assembly, and texts that lack what the act demands."""
    ids = [id for id in actor.council_ids if actor.may(Permission.AGREEMENTS_CHANGE_SEND, council_id=id)]
    if not ids:
        return []
    rows = []
    changes = {
        change.agreement_id: change
        for change in AgreementChange.objects.filter(agreement__council__in=ids, state=AgreementChange.State.UNDER_WAY)
    }
    for agreement in CooperationAgreement.objects.filter(council__in=ids).select_related("council"):
        change = changes.get(agreement.pk)
        row = _change(agreement.council, change) if change else _text(agreement, on)
        if row is not None:
            rows.append(row)
    return rows


def _change(council: Council, change: AgreementChange) -> Waiting:
    url = reverse("agreements:change", args=[council.slug, change.pk])
    if not change.is_for_everyone:
        text = (
            gettext("“%(title)s” waits for the assembly.")
            if change.resolution_id is None
            else gettext("The assembly has voted on “%(title)s”. Put it in force, or withdraw it.")
        )
        return Waiting(
            text=text % {"title": change.title}, url=url, link=gettext("Open the change"), council=council.short_name
        )
    answers = queries.answers(change, queries.members(council))
    left = len(answers.silent)
    if answers.no:
        text = gettext("A participant has said no to “%(title)s”.")
    elif left:
        text = ngettext(
            "“%(title)s” waits for %(count)s participant.", "“%(title)s” waits for %(count)s participants.", left
        )
    else:
        text = gettext("Everyone has said yes to “%(title)s”. Put it in force.")
    return Waiting(
        text=text % {"title": change.title, "count": left},
        url=url,
        link=gettext("Open the change"),
        council=council.short_name,
    )


def _text(agreement: CooperationAgreement, on: date) -> Waiting | None:
    lacking = len(findings.missing(findings.lines(queries.content_of(agreement), on=on)))
    if not lacking:
        return None
    return Waiting(
        text=ngettext(
            "The cooperation agreement lacks %(count)s thing that the act demands.",
            "The cooperation agreement lacks %(count)s things that the act demands.",
            lacking,
        )
        % {"count": lacking},
        url=reverse("agreements:agreement", args=[agreement.council.slug]),
        link=gettext("Open the agreement"),
        council=agreement.council.short_name,
    )
