"""Registering services that municipalities run together."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext

from veivalg.facts.forms import legal_forms
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council, Participant
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.councils.writing import short_line
from veivalg.web.joint_services.models import JointService, JointServicePart
from veivalg.web.ui.numbers import number

PARTICIPANTS = "participants"
PARTS = "parts"
MOST_NOK = 10**12
LINES = {"name": 200, "others": 500, "run_by": 200, "contact": 200, "link": 500}
"""What stands on one line, and how many signs there is room for."""


@transaction.atomic
def register_service(
    *, actor: Actor, council: Council, values: Mapping[str, Any], on: date, now: datetime
) -> JointService:
    """Register a joint service; `on` is today in Norway. `values` are the model's fields, participants among them.

    Raises access.doors.Refused, and NotPossible for a form that the law does not have on the day, a host in a form
    without one or none in a form with one, a host that does not take part, a cost without a year, participants of
    another council, a service that nobody takes part in, and a name that another service has.
    """
    hold_council(council)
    require(actor, Permission.JOINT_SERVICES_SERVICE_EDIT, council_id=council.pk)
    given, participants = _checked(council, values, on=on)
    service = JointService.objects.create(council=council, changed_at=now, **given)
    service.participants.set(participants)
    changes = as_noted(given | {PARTICIPANTS: _names(participants)})
    record(actor, Verb.JOINT_SERVICE_MADE, subject=service, council_id=council.pk, changes=changes, at=now)
    return service


@transaction.atomic
def change_service(
    *,
    actor: Actor,
    council: Council,
    service_id: int,
    version: int,
    values: Mapping[str, Any],
    on: date,
    now: datetime,
) -> JointService:
    """Change a joint service. Raises the same, audit.changes.ChangedMeanwhile and JointService.DoesNotExist."""
    # Held, so that two names cannot become the same at once.
    hold_council(council)
    require(actor, Permission.JOINT_SERVICES_SERVICE_EDIT, council_id=council.pk)
    service = hold(JointService.objects.filter(council=council), pk=service_id, version=version)
    before = list(service.participants.with_places())
    given, participants = _checked(council, values, on=on, service=service, left=before)
    changes = apply(service, given)
    _check_sum(service, service.parts.filter(participant__in=participants).values_list("amount_nok", "year"))
    gone = service.parts.exclude(participant__in=participants)
    if gone:
        kept = service.parts.filter(participant__in=participants)
        changes |= {PARTS: [_told(service.parts.all()), _told(kept) or None]}
        gone.delete()
    if {each.pk for each in before} != {each.pk for each in participants}:
        service.participants.set(participants)
        if not (changes.keys() - {PARTS}):
            service.version += 1
        changes |= {PARTICIPANTS: [_names(before), _names(participants)]}
    if changes:
        service.changed_at = now
        service.save(update_fields=["changed_at", "version"])
        record(actor, Verb.JOINT_SERVICE_CHANGED, subject=service, council_id=council.pk, changes=changes, at=now)
    return service


@transaction.atomic
def set_parts(
    *,
    actor: Actor,
    council: Council,
    service_id: int,
    version: int,
    amounts: Mapping[int, int],
    year: int | None,
    source: str,
    now: datetime,
) -> JointService:
    """Write what each of those who take part pays in a year, instead of what was written before. None has to be there.

    `amounts` are whole kroner by the participants' numbers. Raises access.doors.Refused, JointService.DoesNotExist,
    audit.changes.ChangedMeanwhile, and NotPossible for one that does not take part, without a year and a source, and
    for parts that are more than the whole of the same year.
    """
    require(actor, Permission.JOINT_SERVICES_SERVICE_EDIT, council_id=council.pk)
    service = hold(JointService.objects.filter(council=council), pk=service_id, version=version)
    known = {each.pk: each for each in service.participants.with_places()}
    source = short_line(source, most=200, field="source")
    if unknown := amounts.keys() - known.keys():
        raise NotPossible(
            gettext("Only those who take part in the service have a part of it."), field=f"part-{min(unknown)}"
        )
    if amounts and year is None:
        raise NotPossible(gettext("Say which year the amounts are for."), field="year")
    if amounts and not source:
        raise NotPossible(gettext("Say where the amounts are from, like the service's accounts."), field="source")
    if any(not 0 <= amount <= MOST_NOK for amount in amounts.values()):
        raise NotPossible(gettext("An amount is whole kroner, and not less than nothing."))
    _check_sum(service, [(amount, year) for amount in amounts.values()])
    before = _told(service.parts.all())
    service.parts.all().delete()
    if year is not None:
        JointServicePart.objects.bulk_create(
            JointServicePart(service=service, participant=known[pk], amount_nok=amount, year=year, source=source)
            for pk, amount in amounts.items()
        )
    after = _told(service.parts.all())
    if before != after:
        service.changed_at, service.version = now, service.version + 1
        service.save(update_fields=["changed_at", "version"])
        changes = {PARTS: [before or None, after or None]}
        record(actor, Verb.JOINT_SERVICE_PARTS_SET, subject=service, council_id=council.pk, changes=changes, at=now)
    return service


def _check_sum(service: JointService, parts: Iterable[tuple[int, int | None]]) -> None:
    """Pass when the parts are no more than the whole of the same year, where that is known. Raises NotPossible."""
    whole = service.yearly_cost_nok
    total = sum(amount for amount, year in parts if year == service.cost_year)
    if whole is not None and total > whole:
        raise NotPossible(
            gettext(
                "The parts sum to %(total)s kroner, and the service costs %(whole)s in %(year)s. Check the amounts, or "
                "the cost of the whole."
            )
            % {"total": number(total), "whole": number(whole), "year": service.cost_year}
        )


def _told(parts: QuerySet[JointServicePart]) -> list[str]:
    """The parts as the trail repeats them."""
    rows = parts.select_related("participant__municipality", "participant__county")
    return sorted(f"{row.participant.name}: {row.amount_nok} ({row.year}, {row.source})" for row in rows)


@transaction.atomic
def remove_service(*, actor: Actor, council: Council, service_id: int, version: int, now: datetime) -> None:
    """Remove a joint service from the overview. Raises access.doors.Refused, ChangedMeanwhile, DoesNotExist."""
    require(actor, Permission.JOINT_SERVICES_SERVICE_EDIT, council_id=council.pk)
    service = hold(JointService.objects.filter(council=council), pk=service_id, version=version)
    record(
        actor,
        Verb.JOINT_SERVICE_REMOVED,
        subject=service,
        council_id=council.pk,
        changes={"name": [service.name, None]},
        at=now,
    )
    service.delete()


def _checked(
    council: Council,
    values: Mapping[str, Any],
    *,
    on: date,
    service: JointService | None = None,
    left: Iterable[Participant] = (),
) -> tuple[dict[str, Any], list[Participant]]:
    """The values and those who take part, once every rule holds. What stood there before may stay as it is."""
    given = {name: value for name, value in values.items() if name != PARTICIPANTS}
    for field, most in LINES.items():
        if field in given:
            given[field] = short_line(str(given[field]), most=most, field=field)
    if not given.get("name"):
        raise NotPossible(gettext("Say what the service is called."), field="name")
    named = JointService.objects.filter(council=council, name=given["name"])
    if named.exclude(pk=service.pk if service else None).exists():
        raise NotPossible(
            gettext("A service called “%(name)s” is registered already. Change that one, or use another name.")
            % {"name": given["name"]},
            field="name",
        )
    if given.get("link") and not given["link"].startswith("https://"):
        raise NotPossible(gettext("Write an address that begins with https://."), field="link")
    form = legal_forms().get(given["form"])
    if form is None or not (form.is_in_force(on) or (service is not None and form.id == service.form)):
        raise NotPossible(gettext("Choose one of the forms that the law has today."), field="form")
    known = {each.pk: each for each in [*Participant.objects.on(on).with_places().filter(council=council), *left]}
    chosen = [known.get(each.pk) for each in values[PARTICIPANTS]]
    participants = [each for each in chosen if each is not None]
    if len(participants) != len(chosen):
        raise NotPossible(gettext("Choose among the council's own participants."), field=PARTICIPANTS)
    if not participants and not given.get("others"):
        raise NotPossible(gettext("Say who takes part in the service."), field=PARTICIPANTS)
    host = given.get("host")
    if form.has_host and host is None and not given.get("run_by"):
        raise NotPossible(gettext("Say which municipality is the host."), field="host")
    if not form.has_host and host is not None:
        raise NotPossible(gettext("Only a host municipality has a host. Leave it empty."), field="host")
    if host is not None and host.pk not in {each.pk for each in participants}:
        raise NotPossible(gettext("The host takes part as well. Tick it among those who do."), field="host")
    if (given.get("yearly_cost_nok") is None) != (given.get("cost_year") is None):
        raise NotPossible(gettext("Give both the cost and the year it is for, or neither."), field="cost_year")
    return given, participants


def _names(participants: Iterable[Participant]) -> list[str]:
    return sorted(each.name for each in participants)
