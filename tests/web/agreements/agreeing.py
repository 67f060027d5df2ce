"""Agreements for tests: some made straight in the tables, some by the operations as people make them."""

from datetime import date, datetime

from tests.people import LONG_AGO, NOW, TODAY, Someone
from veivalg.facts.agreement import agreement_facts
from veivalg.web.access.actor import OPERATOR, Actor
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import as_plain, checksum_of
from veivalg.web.agreements.models import (
    AgreementChange,
    AgreementClause,
    AgreementEdition,
    AgreementShare,
    CooperationAgreement,
)
from veivalg.web.agreements.operations import adopting, consents, sending, shares, text
from veivalg.web.agreements.operations.shares import GivenShares
from veivalg.web.councils.models import Council


def an_agreement(council: Council, *, is_whole: bool = True) -> CooperationAgreement:
    """One with the template's headings, equal shares and, when it is whole, a text under each."""
    agreement = CooperationAgreement.objects.create(
        council=council, made_at=NOW, changed_at=NOW, ownership_whole=council.participants.count()
    )
    for place, each in enumerate(agreement_facts().template):
        AgreementClause.objects.create(
            agreement=agreement,
            key=each.id,
            heading=each.name["nb"],
            text=f"Slik er det med {each.name['nb'].lower()}." if is_whole else "",
            fixes=sorted(each.items),
            place=place,
        )
    for participant in council.participants.order_by("pk"):
        AgreementShare.objects.create(agreement=agreement, participant=participant, seats=3, ownership_part=1)
    return agreement


def a_clause(agreement: CooperationAgreement, key: str = "meetings") -> AgreementClause:
    return agreement.clauses.get(key=key)


def a_change(agreement: CooperationAgreement, *, route: str = "every_participant", **more) -> AgreementChange:
    """A change that is under way, of the text as it stands."""
    plain = as_plain(queries.content_of(agreement))
    values = {"majority_part": 2, "majority_whole": 3} if route == "assembly" else {}
    return AgreementChange.objects.create(
        agreement=agreement,
        number=agreement.changes.count() + 1,
        title="Ny avtale",
        content=plain,
        checksum=checksum_of(plain),
        route=route,
        because=[],
        sent_on=LONG_AGO,
        **values | more,
    )


def an_edition(change: AgreementChange, *, in_force_from: date = LONG_AGO) -> AgreementEdition:
    return AgreementEdition.objects.create(
        agreement=change.agreement,
        number=change.agreement.editions.count() + 1,
        change=change,
        content=change.content,
        checksum=change.checksum,
        in_force_from=in_force_from,
        put_in_force_at=NOW,
    )


def sent(
    council: Council, *, actor: Actor = OPERATOR, sent_on: date = TODAY, title: str = "Endring", asked_in=None
) -> AgreementChange:
    """The text as it stands, sent out by the operation."""
    agreement = CooperationAgreement.objects.get(council=council)
    return sending.send_out(
        actor=actor,
        council=council,
        title=title,
        read=queries.content_read(agreement),
        sent_on=sent_on,
        on=TODAY,
        now=NOW,
        asked_in=asked_in,
    )


def answered(
    change: AgreementChange, participant, *, is_yes: bool = True, decided_on: date = TODAY, actor: Actor = OPERATOR
):
    return consents.register_consent(
        actor=actor,
        council=change.agreement.council,
        change_id=change.pk,
        participant_id=participant.pk,
        is_yes=is_yes,
        decided_on=decided_on,
        case_number="PS 12/26",
        on=TODAY,
        now=NOW,
    )


def in_force(change: AgreementChange, *, on: date = TODAY, actor: Actor = OPERATOR) -> AgreementEdition:
    """The change put in force by the operation."""
    return adopting.put_in_force(
        actor=actor,
        council=change.agreement.council,
        change_id=change.pk,
        checksum=change.checksum,
        in_force_from=on,
        on=TODAY,
        now=NOW,
    )


def agreed(council: Council, *, sent_on: date = LONG_AGO) -> AgreementEdition:
    """A whole agreement that everyone has adopted, by the operations."""
    an_agreement(council)
    change = sent(council, sent_on=sent_on)
    for participant in council.participants.all():
        answered(change, participant, decided_on=sent_on)
    return in_force(change, on=sent_on)


def rewrite(council: Council, key: str, words: str, *, actor: Actor = OPERATOR, now: datetime = NOW, items=None):
    """Change a clause by the operation."""
    clause = AgreementClause.objects.get(agreement__council=council, key=key)
    values = {"heading": clause.heading, "text": words, "fixes": clause.fixes if items is None else items}
    return text.change_clause(
        actor=actor, council=council, clause_id=clause.pk, version=clause.version, values=values, now=now
    )


def share_out(
    council: Council, whole: int, parts: dict[int, int], *, who: Someone | None = None, liability=None, on=TODAY
):
    """Write the shares by the operation, three seats each."""
    agreement = CooperationAgreement.objects.get(council=council)
    return shares.set_shares(
        actor=who.actor if who else OPERATOR,
        council=council,
        version=agreement.version,
        seats=dict.fromkeys(parts, 3),
        ownership=GivenShares(whole=whole, parts=parts),
        liability=liability,
        on=on,
        now=NOW,
    )
