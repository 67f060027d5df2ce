"""Reads of the cooperation agreement."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q, QuerySet

from veivalg.rules.agreement import ChangeRoute
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements.content import (
    AgreementContent,
    ContentClause,
    ContentShare,
    as_plain,
    checksum_of,
    fraction,
    from_plain,
)
from veivalg.web.agreements.models import (
    AgreementChange,
    AgreementClause,
    AgreementEdition,
    CooperationAgreement,
    ParticipantConsent,
    in_force_on,
)
from veivalg.web.agreements.touching import Touched, route
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.meetings import asked as asked_elsewhere
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.words import norwegian_order

MOST_ROUNDS = 10
"""Resolutions to choose among, the newest."""


def agreement_of(council: Council) -> CooperationAgreement | None:
    """The text that the council works on."""
    found = CooperationAgreement.objects.filter(council=council).first()
    if found is not None:
        found.council = council
    return found


def may_read_drafts(actor: Actor, council: Council) -> bool:
    """Whether someone sees more than what is in force."""
    return actor.is_operator or actor.may(Permission.AGREEMENTS_DRAFT_READ, council_id=council.pk)


def entries_of_drafts(council: Council, actor: Actor) -> Q:
    """Lines of the history that are not for this person: all about the agreement but what has been put in force."""
    if may_read_drafts(actor, council):
        return Q(pk__in=[])
    return Q(verb__startswith="agreements.") & ~Q(verb=Verb.AGREEMENT_ADOPTED.value)


def content_of(agreement: CooperationAgreement) -> AgreementContent:
    """The text that is worked on, as it stands, in two queries."""
    shares = agreement.shares.select_related("participant__municipality", "participant__county")
    return AgreementContent(
        name=agreement.council.name,
        is_own_legal_person=agreement.council.is_own_legal_person,
        clauses=tuple(_clause(row) for row in agreement.clauses.all()),
        shares=tuple(
            ContentShare(
                participant=row.participant_id,
                name=row.participant.name,
                seats=row.seats,
                ownership=row.ownership_part,
                liability=row.liability_part,
            )
            for row in sorted(shares, key=lambda row: (norwegian_order(row.participant.name), row.pk))
        ),
        ownership_whole=agreement.ownership_whole,
        liability_whole=agreement.liability_whole,
        majority=fraction(agreement.majority_part, agreement.majority_whole),
        always_every_participant=agreement.always_every_participant,
        leaving_months=agreement.leaving_months,
    )


def _clause(row: AgreementClause) -> ContentClause:
    return ContentClause(key=row.key, heading=row.heading, text=row.text, items=tuple(row.fixes))


def place_of(clause: AgreementClause) -> tuple[int, int]:
    """Which of how many a clause is, in the order that they stand in. Raises DoesNotExist for one that is removed."""
    found = list(AgreementClause.objects.filter(agreement=clause.agreement_id).values_list("pk", flat=True))
    if clause.pk not in found:
        raise AgreementClause.DoesNotExist
    return found.index(clause.pk) + 1, len(found)


def clause_after(clause: AgreementClause) -> AgreementClause | None:
    """The one that stands after it. None after the last."""
    found = list(AgreementClause.objects.filter(agreement=clause.agreement_id).defer("text"))
    return next((last for first, last in pairwise(found) if first.pk == clause.pk), None)


def editions(council: Council) -> QuerySet[AgreementEdition]:
    """All that has been in force or will be, the newest first."""
    found = AgreementEdition.objects.filter(agreement__council=council).select_related(
        "agreement", "change__resolution"
    )
    # The change holds the same text once more.
    return found.defer("change__content")


def edition_on(council: Council, day: date) -> AgreementEdition | None:
    """The edition that holds on a day. None before the first."""
    return editions(council).filter(in_force_on(day)).order_by("-number").first()


def last_edition(agreement: CooperationAgreement) -> AgreementEdition | None:
    """The newest one, which a change starts from, whether it holds yet or not."""
    return agreement.editions.order_by("-number").first()


def way_of(
    council: Council, base: AgreementEdition | None, after: AgreementContent, *, on: date
) -> tuple[ChangeRoute, list[Touched]]:
    """The way of a change of the last edition, sent out on a day. Raises ValueError when it touches nothing."""
    in_force = edition_on(council, on) if base is not None and base.in_force_from > on else None
    return route(
        from_plain(base.content) if base else None, after, in_force=from_plain(in_force.content) if in_force else None
    )


def change_under_way(council: Council) -> AgreementChange | None:
    """What the participants are asked about just now."""
    return AgreementChange.objects.filter(agreement__council=council, state=AgreementChange.State.UNDER_WAY).first()


def content_read(agreement: CooperationAgreement) -> str:
    """What tells the text that was read from every other: a checksum of all of it, the council's name as well."""
    return checksum_of(as_plain(content_of(agreement)))


def rounds_to_count(council: Council) -> list[Resolution]:
    """Resolutions that change the agreement, that participants are asked about, and that count for no change yet."""
    found = Resolution.objects.standing().filter(council=council, kind=Resolution.Kind.AGREEMENT_CHANGE)
    used = AgreementChange.objects.exclude(state=AgreementChange.State.WITHDRAWN).filter(asked_in__isnull=False)
    found = found.exclude(pk__in=used.values("asked_in")).select_related("body").order_by("-resolved_on", "-pk")
    return [row for row in found[:MOST_ROUNDS] if asked_elsewhere.answers_to(row) is not None]


def members(council: Council) -> list[Participant]:
    """All who take part, have done so or will, by name, in one query."""
    found = Participant.objects.filter(council=council).with_places()
    return sorted(found, key=lambda row: (norwegian_order(row.name), row.pk))


def takes_part(participant: Participant, day: date) -> bool:
    """Whether it takes part on a day."""
    return (participant.starts_on is None or participant.starts_on <= day) and (
        participant.ends_on is None or day <= participant.ends_on
    )


def will_take_part(participant: Participant, day: date) -> bool:
    """Whether it takes part on a day or later."""
    return participant.ends_on is None or participant.ends_on >= day


def asked(change: AgreementChange, everyone: Iterable[Participant], day: date) -> list[Participant]:
    """Whose councils have to answer, as of a day: those who take part then, and those whom the text takes in."""
    named = {each.participant for each in from_plain(change.content).shares}
    return asked_by_name(named, everyone, day)


def asked_by_name(named: Collection[int], everyone: Iterable[Participant], day: date) -> list[Participant]:
    """The same, where the numbers of those whom the text takes in are known."""
    return [
        each
        for each in everyone
        if takes_part(each, day) or (each.pk in named and (each.ends_on is None or day <= each.ends_on))
    ]


def leaving(asked: Iterable[Participant], day: date) -> list[Participant]:
    """Those among the asked who have said that they leave. They take part until then, and answer like the others.

    § 18-4 wants the councils of all participants, and knows no exception for who has given notice: the shares of the
    day that somebody leaves decide what they go on answering for (§ 18-2).
    """
    return [each for each in asked if each.ends_on is not None and each.ends_on >= day]


@dataclass(frozen=True)
class Answers:
    """How far a change has come among the participants."""

    asked: tuple[Participant, ...]
    given: Mapping[int, ParticipantConsent]
    """The standing answers, by participant."""

    @property
    def yes(self) -> list[Participant]:
        return [each for each in self.asked if each.pk in self.given and self.given[each.pk].is_yes]

    @property
    def no(self) -> list[Participant]:
        return [each for each in self.asked if each.pk in self.given and not self.given[each.pk].is_yes]

    @property
    def silent(self) -> list[Participant]:
        return [each for each in self.asked if each.pk not in self.given]

    @property
    def is_complete(self) -> bool:
        """Whether everyone has said yes. Nobody at all is not everyone."""
        return bool(self.asked) and len(self.yes) == len(self.asked)

    @property
    def rows(self) -> list[tuple[Participant, ParticipantConsent | None]]:
        return [(each, self.given.get(each.pk)) for each in self.asked]


def answers(change: AgreementChange, everyone: Iterable[Participant], *, on: date | None = None) -> Answers:
    """Who is asked and what they have answered. As of the last answer, unless a day is given."""
    rows = {row.participant_id: row for row in ParticipantConsent.objects.standing().filter(change=change)}
    day = on or max([change.sent_on, *(row.decided_on for row in rows.values())])
    return Answers(tuple(asked(change, everyone, day)), rows)
