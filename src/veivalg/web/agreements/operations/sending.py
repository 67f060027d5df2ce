"""A text is sent out, or withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, override

from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import as_plain, checksum_of
from veivalg.web.agreements.models import AgreementChange
from veivalg.web.agreements.obstacles import obstacles
from veivalg.web.agreements.operations.asking import ask_in
from veivalg.web.agreements.operations.holding import held, one_line, under_way
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.operations import FIRST_YEAR
from veivalg.web.ui.dates import day


@transaction.atomic
def send_out(
    *,
    actor: Actor,
    council: Council,
    title: str,
    read: str,
    sent_on: date,
    on: date,
    now: datetime,
    asked_in: int | None = None,
) -> AgreementChange:
    """Freeze the text as it stands and send it the way that the act and the edition in force say.

    `read` is `queries.content_read` of the text that was read; `on` is today in Norway; `asked_in` a resolution that
    the participants are asked about already, whose answers count. Raises access.doors.Refused,
    audit.changes.ChangedMeanwhile, and NotPossible when something that the act demands is missing, when another change
    is under way, when nothing differs, when the day cannot be right, or when an answer cannot count for this text.
    """
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    if queries.content_read(agreement) != read:
        raise ChangedMeanwhile(agreement)
    if agreement.changes.filter(state=AgreementChange.State.UNDER_WAY).exists():
        raise NotPossible(gettext("Another change is under way. It is settled or withdrawn first."))
    content = queries.content_of(agreement)
    if missing := obstacles(content, queries.members(council), on=on, sent_on=sent_on):
        raise NotPossible(" ".join(missing))
    base = queries.last_edition(agreement)
    _check_sent(sent_on, base.in_force_from if base else None, on=on)
    # The council's own language, whoever is writing: headings stand in the frozen text.
    try:
        with override(council.language):
            way, because = queries.way_of(council, base, content, on=on)
    except ValueError as error:
        raise NotPossible(gettext("The text says the same as the edition in force. Change it first.")) from error
    plain = as_plain(content)
    change = AgreementChange.objects.create(
        agreement=agreement,
        number=(agreement.changes.aggregate(last=Max("number"))["last"] or 0) + 1,
        title=one_line(title) or gettext("Change of the cooperation agreement"),
        content=plain,
        checksum=checksum_of(plain),
        base=base,
        route=way.kind.value,
        majority_part=way.majority.numerator if way.majority else None,
        majority_whole=way.majority.denominator if way.majority else None,
        because=[each.as_plain() for each in because],
        sent_on=sent_on,
    )
    record(
        actor,
        Verb.AGREEMENT_CHANGE_SENT,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={
            "title": [None, change.title],
            "route": [None, change.route],
            "sent_on": [None, sent_on.isoformat()],
            "checksum": [None, change.checksum],
        },
        at=now,
    )
    if asked_in is not None:
        ask_in(actor, change, asked_in, on=on, now=now)
    return change


@transaction.atomic
def withdraw(*, actor: Actor, council: Council, change_id: int, reason: str, now: datetime) -> AgreementChange:
    """Stop asking. The text that is worked on stays as it is. Raises access.doors.Refused and NotPossible."""
    agreement = held(actor, council, Permission.AGREEMENTS_CHANGE_SEND)
    change = under_way(agreement, change_id)
    if not (why := one_line(reason)):
        raise NotPossible(gettext("Say why it is withdrawn."), field="reason")
    change.state = AgreementChange.State.WITHDRAWN
    change.withdrawn_because = why
    change.version += 1
    change.save(update_fields=["state", "withdrawn_because", "version"])
    record(
        actor,
        Verb.AGREEMENT_CHANGE_WITHDRAWN,
        subject=change,
        under=agreement,
        council_id=council.pk,
        changes={"state": [AgreementChange.State.UNDER_WAY.value, change.state]},
        reason=why,
        at=now,
    )
    return change


def _check_sent(sent_on: date, since: date | None, *, on: date) -> None:
    if sent_on > on:
        raise NotPossible(gettext("%(day)s lies ahead.") % {"day": day(sent_on)}, field="sent_on")
    if sent_on.year < FIRST_YEAR:
        raise NotPossible(gettext("Check the year: no council is that old."), field="sent_on")
    if since is not None and sent_on < min(since, on):
        raise NotPossible(
            gettext("The edition that is changed holds from %(day)s. The change cannot have been sent out before it.")
            % {"day": day(since)},
            field="sent_on",
        )
