"""The demo council's cooperation agreement, written, answered and put in force by the operations that all use."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any

import yaml

from veivalg.web.access.actor import OPERATOR
from veivalg.web.agreements import queries
from veivalg.web.agreements.models import AgreementChange, AgreementClause, CooperationAgreement
from veivalg.web.agreements.operations import adopting, consents, sending, shares, text
from veivalg.web.agreements.operations.shares import GivenShares
from veivalg.web.councils.models import Council


def fill(council: Council, *, on: date, now: datetime) -> None:
    """Everything of agreement.yaml, in a council that has no agreement yet."""
    if CooperationAgreement.objects.filter(council=council).exists():
        return
    source = resources.files("veivalg.demo").joinpath("agreement.yaml")
    content = yaml.safe_load(source.read_text(encoding="utf-8"))
    text.begin_agreement(actor=OPERATOR, council=council, now=now)
    ids = [each.pk for each in queries.members(council)]
    _write(council, content, now=now)
    shares.set_shares(
        actor=OPERATOR,
        council=council,
        version=CooperationAgreement.objects.get(council=council).version,
        seats=dict.fromkeys(ids, content["seats"]),
        ownership=GivenShares(whole=len(ids), parts=dict.fromkeys(ids, 1)),
        liability=None,
        on=on,
        now=now,
    )
    sent_on = on + timedelta(days=content["sent_days"])
    first = _send(council, "Ny samarbeidsavtale", sent_on, on=on, now=now)
    for id in ids:
        _answer(council, first, id, sent_on + timedelta(days=30 + ids.index(id) % 5 * 7), on=on, now=now)
    adopting.put_in_force(
        actor=OPERATOR,
        council=council,
        change_id=first.pk,
        checksum=first.checksum,
        in_force_from=on + timedelta(days=content["in_force_days"]),
        on=on,
        now=now,
    )
    wanted = content["change"]
    _write(council, wanted, now=now)
    change = _send(council, wanted["title"], on + timedelta(days=wanted["sent_days"]), on=on, now=now)
    # Silent ones are left, whatever number of municipalities the demonstration has.
    for id, days in zip(ids[:-1], wanted["answers"], strict=False):
        _answer(council, change, id, on + timedelta(days=days), on=on, now=now)


def _write(council: Council, content: Mapping[str, Any], *, now: datetime) -> None:
    """The clauses' texts and the notice."""
    for key, words in content["clauses"].items():
        clause = AgreementClause.objects.get(agreement__council=council, key=key)
        text.change_clause(
            actor=OPERATOR,
            council=council,
            clause_id=clause.pk,
            version=clause.version,
            values={"heading": clause.heading, "text": words, "fixes": clause.fixes},
            now=now,
        )
    text.change_rules(
        actor=OPERATOR,
        council=council,
        version=CooperationAgreement.objects.get(council=council).version,
        values={"leaving_months": content["leaving_months"]},
        now=now,
    )


def _send(council: Council, title: str, sent_on: date, *, on: date, now: datetime) -> AgreementChange:
    agreement = CooperationAgreement.objects.get(council=council)
    agreement.council = council
    read = queries.content_read(agreement)
    return sending.send_out(actor=OPERATOR, council=council, title=title, read=read, sent_on=sent_on, on=on, now=now)


def _answer(council: Council, change: AgreementChange, id: int, day: date, *, on: date, now: datetime) -> None:
    consents.register_consent(
        actor=OPERATOR,
        council=council,
        change_id=change.pk,
        participant_id=id,
        is_yes=True,
        decided_on=day,
        case_number=f"PS {day.timetuple().tm_yday}/{day:%y}",
        on=on,
        now=now,
    )
