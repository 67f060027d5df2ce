"""What waits for a secretariat in the cooperation agreement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from veivalg.rules.agreement import RouteKind
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.accounts.models import Account
from veivalg.web.agreements import findings, queries
from veivalg.web.agreements.models import AgreementChange, CooperationAgreement, ParticipantConsent
from veivalg.web.councils.models import Council, Participant
from veivalg.web.ui.waiting import Waiting


@dataclass(frozen=True)
class _Open:
    """A change that is under way, as far as it is told of here."""

    pk: int
    title: str
    is_for_everyone: bool
    has_vote: bool
    named: frozenset[int]
    """Participants that the text takes in."""


def waiting(actor: Actor, account: Account, on: date) -> list[Waiting]:
    """Changes that wait for participants or for the assembly, and texts that lack what the act demands.

    Two queries, and two more for each text that nothing is asked about.
    """
    ids = [id for id in actor.council_ids if actor.may(Permission.AGREEMENTS_CHANGE_SEND, council_id=id)]
    if not ids:
        return []
    found = [(agreement, _open(agreement)) for agreement in _agreements(ids)]
    asked = [agreement.council_id for agreement, change in found if change and change.is_for_everyone]
    told = _answers(asked) if asked else {}
    rows = [
        _change(agreement.council, change, told.get(agreement.council_id, []), on) if change else _text(agreement, on)
        for agreement, change in found
    ]
    return [row for row in rows if row is not None]


def _agreements(council_ids: list[int]) -> list[CooperationAgreement]:
    """With the change that is under way, in the same query."""
    under_way = FilteredRelation("changes", condition=Q(changes__state=AgreementChange.State.UNDER_WAY))
    rows = CooperationAgreement.objects.filter(council__in=council_ids).select_related("council")
    return list(
        rows.annotate(open=under_way).annotate(
            open_id=F("open__pk"),
            open_title=F("open__title"),
            open_route=F("open__route"),
            open_resolution=F("open__resolution_id"),
            open_content=F("open__content"),
        )
    )


def _open(agreement: CooperationAgreement) -> _Open | None:
    row = vars(agreement)
    if row["open_id"] is None:
        return None
    return _Open(
        pk=row["open_id"],
        title=row["open_title"],
        is_for_everyone=row["open_route"] == RouteKind.EVERY_PARTICIPANT,
        has_vote=row["open_resolution"] is not None,
        named=frozenset(each["participant"] for each in row["open_content"]["shares"]),
    )


def _answers(council_ids: list[int]) -> dict[int, list[Participant]]:
    """Participants by council, each with its standing answer to the change that is under way (`said`)."""
    standing = ParticipantConsent.objects.standing().filter(
        participant=OuterRef("pk"), change__state=AgreementChange.State.UNDER_WAY
    )
    found = defaultdict(list)
    rows = Participant.objects.filter(council__in=council_ids)
    for row in rows.annotate(said=Subquery(standing.values("is_yes")[:1])):
        found[row.council_id].append(row)
    return found


def _change(council: Council, change: _Open, everyone: list[Participant], on: date) -> Waiting:
    said = [vars(each)["said"] for each in queries.asked_by_name(change.named, everyone, on)]
    left = said.count(None)
    if not change.is_for_everyone:
        text = gettext("“%(title)s” waits for the assembly.")
        if change.has_vote:
            text = gettext("The assembly has voted on “%(title)s”. Put it in force, or withdraw it.")
    elif False in said:
        text = gettext("A participant has said no to “%(title)s”.")
    elif left:
        text = ngettext(
            "“%(title)s” waits for %(count)s participant.", "“%(title)s” waits for %(count)s participants.", left
        )
    else:
        text = gettext("Everyone has said yes to “%(title)s”. Put it in force.")
    return Waiting(
        text=text % {"title": change.title, "count": left},
        url=reverse("agreements:change", args=[council.slug, change.pk]),
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
        url=reverse("agreements:draft", args=[agreement.council.slug]),
        link=gettext("Open the agreement"),
        council=agreement.council.short_name,
    )
