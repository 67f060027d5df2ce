"""Fills the demo council with bodies, people, mandates, resolutions and roles, by the same operations as anyone else.

May be run again: what is there already, or has been changed by someone who tried the demonstration, is left alone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib import resources
from typing import Any, TypeVar

import yaml
from django.db import transaction
from django.utils import timezone, translation

from veivalg.demo import agreement, directions, endorsements, mood, plan, services, voices, youth
from veivalg.web.access.actor import OPERATOR, Actor
from veivalg.web.access.catalogue import Role
from veivalg.web.accounts.models import Account
from veivalg.web.accounts.operations import account as accounts
from veivalg.web.councils.models import Body, Council, Mandate, Participant, Person, RoleAssignment
from veivalg.web.councils.operations import bodies, loading, mandates, people, roles, youth_codes
from veivalg.web.councils.operations.mandates import MandateValues
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution
from veivalg.web.meetings.operations import Content, register_resolution
from veivalg.web.reminders.operations import digests
from veivalg.web.site.demonstration import DOMAIN

GENDERS = (Person.Gender.WOMAN, Person.Gender.MAN)
A_YEAR = timedelta(days=365)
Result = TypeVar("Result")


@transaction.atomic
def populate(*, now: datetime) -> Council:
    """Everything of people.yaml. Raises councils' own refusals when the file asks for what a rule forbids."""
    content = yaml.safe_load(resources.files("veivalg.demo").joinpath("people.yaml").read_text(encoding="utf-8"))
    on = timezone.localdate(now)
    with translation.override("nb"):
        council = Council.objects.get(slug=content["council"])
        _fill(council, content, on=on, now=now)
        plan.fill(council, _bodies(council, content["bodies"], now), on=on, now=now)
        endorsements.fill(council, on=on, now=now)
        agreement.fill(council, on=on, now=now)
        services.fill(council, on=on, now=now)
        voices.fill(council, on=on, now=now)
        directions.fill(council, on=on, now=now)
        mood.fill(council, on=on, now=now)
        youth.fill(council, on=on, now=now)
        host = content["host"]
        account = accounts.make_host(actor=OPERATOR, email=_address(host["email"]), is_host=True, now=now)
        _call(account, host["name"], now)
        _fill(_neighbour(content["neighbour"]), content["neighbour"], on=on, now=now)
        # By the same rules as elsewhere, so that a second start in the same week writes nothing more.
        digests.write_digests(actor=OPERATOR, on=on, now=now, also_in_july=True)
    return council


def term(on: date) -> tuple[date, date]:
    """First and last day of the electoral term that a day lies in: from the middle of October after local elections.

    >>> term(date(2026, 11, 24))
    (datetime.date(2023, 10, 15), datetime.date(2027, 10, 14))
    """
    year = on.year - (on.year - 2023) % 4
    first = date(year, 10, 15)
    if on < first:
        first = date(year - 4, 10, 15)
    return first, date(first.year + 4, 10, 14)


def _neighbour(content: Mapping[str, Any]) -> Council:
    return loading.load_demo_council(
        slug=content["slug"],
        name=content["name"],
        short_name=content["short_name"],
        municipalities=[loading.InventedMunicipality(**row) for row in content["municipalities"]],
    )


def _fill(council: Council, content: Mapping[str, Any], *, on: date, now: datetime) -> None:
    made = _bodies(council, content["bodies"], now)
    participants = {p.name: p for p in council.participants.with_places().order_by("municipality__code")}
    rows = [
        {**row, "person": row["person"].format(place=name), "participant": name, "number": n + turn}
        for n, name in enumerate(participants)
        for turn, row in enumerate(content["everywhere"])
    ]
    found = _people(council, rows, now)
    _seats(council, made, participants, found, [*content.get("seats", []), *rows], on=on, now=now)
    _resolutions(council, made, content["resolutions"], on=on, now=now)
    for row in content["roles"]:
        _role(council, participants, found, row, on=on, now=now)
    _youth(council, content.get("youth_notes", []), on=on, now=now)


def _bodies(council: Council, wanted: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Body]:
    known = {body.name: body for body in council.bodies.all()}
    made = {}
    for place, row in enumerate(wanted):
        values = {name: value for name, value in row.items() if name != "key"} | {"place_in_list": place}
        made[row["key"]] = known.get(row["name"]) or bodies.make_body(
            actor=OPERATOR, council=council, values=values, now=now
        )
    return made


def _people(council: Council, rows: Sequence[Mapping[str, Any]], now: datetime) -> dict[str, Person]:
    found = {person.name: person for person in council.people.all()}
    for row in rows:
        if row["person"] in found:
            continue
        values = {"name": row["person"], "office": row.get("office", "")}
        if row.get("has_mail"):
            values["email"] = _address(_in_address(row["person"]))
        if row.get("gender") == "alternating":
            values["gender"] = GENDERS[row["number"] % 2]
        found[row["person"]] = people.make_person(actor=OPERATOR, council=council, values=values, now=now)
    return found


def _seats(
    council: Council,
    made: Mapping[str, Body],
    participants: Mapping[str, Participant],
    found: Mapping[str, Person],
    rows: Sequence[Mapping[str, Any]],
    *,
    on: date,
    now: datetime,
) -> None:
    taken = set(Mandate.objects.filter(body__council=council).values_list("body_id", "person_id"))
    home = {row["person"]: participants[row["participant"]] for row in rows if "participant" in row}
    starts_on, ends_on = term(on)
    for row in rows:
        for seat in row.get("seats", [row] if "body" in row else []):
            body, person = made[seat["body"]], found[row["person"]]
            if (body.pk, person.pk) in taken:
                continue
            taken.add((body.pk, person.pk))
            last = on + timedelta(days=seat["ends_in_days"]) if "ends_in_days" in seat else ends_on
            values = MandateValues(
                participant=home[row["person"]],
                position=seat["position"],
                side=seat.get("side", ""),
                starts_on=starts_on,
                ends_on=last,
            )
            _unless_forbidden(
                mandates.make_mandate, actor=OPERATOR, council=council, body=body, person=person, values=values, now=now
            )


def _resolutions(
    council: Council, made: Mapping[str, Body], rows: Sequence[Mapping[str, Any]], *, on: date, now: datetime
) -> None:
    known = set(Resolution.objects.filter(council=council).values_list("title", flat=True))
    for row in rows:
        if row["title"] in known:
            continue
        day = on + timedelta(days=row["days"])
        content = Content(
            body=made[row["body"]],
            resolved_on=day,
            kind=Resolution.Kind(row["kind"]),
            title=row["title"],
            text=row["text"],
            case_number=row["case_number"].format(yy=f"{day:%y}"),
        )
        _unless_forbidden(register_resolution, actor=OPERATOR, council=council, content=content, on=on, now=now)


def _role(
    council: Council,
    participants: Mapping[str, Participant],
    found: Mapping[str, Person],
    row: Mapping[str, Any],
    *,
    on: date,
    now: datetime,
) -> None:
    email, role = _address(row["email"]), Role(row["role"])
    if RoleAssignment.objects.on(on).filter(council=council, account__email=email, role=role).exists():
        return
    given = _unless_forbidden(
        roles.grant_role,
        actor=OPERATOR,
        council=council,
        email=email,
        role=role,
        participant=participants.get(row.get("participant", "")),
        starts_on=on,
        ends_on=on + timedelta(days=row["ends_in_days"]) if "ends_in_days" in row else None,
        now=now,
    )
    if given is None:
        return
    _call(given.account, row["name"], now)
    if "person" in row:
        person = found[row["person"]]
        _unless_forbidden(
            people.change_person,
            actor=OPERATOR,
            council=council,
            person_id=person.pk,
            version=person.version,
            values={"name": person.name, "account": given.account},
            now=now,
        )


def _youth(council: Council, labels: Sequence[str], *, on: date, now: datetime) -> None:
    have = RoleAssignment.objects.on(on).filter(council=council, role=Role.YOUTH_PANEL)
    missing = [label for label in labels if label not in set(have.values_list("label", flat=True))]
    if missing:
        youth_codes.make_youth_codes(actor=OPERATOR, council=council, labels=missing, ends_on=on + A_YEAR, now=now)


def _unless_forbidden(operation: Callable[..., Result], **given: Any) -> Result | None:
    """Do it, or leave it: what someone changed while trying things may stand in its way. A test sees that on a new
    installation nothing does."""
    try:
        return operation(**given)
    except NotPossible:
        return None


def _call(account: Account, name: str, now: datetime) -> None:
    """Give an account its name, unless it has one."""
    if not account.name:
        who = Actor(account_id=account.pk)
        accounts.change_own(actor=who, version=account.version, values={"name": name}, now=now)


def _in_address(post: str) -> str:
    """ "Ordfører i Øysund" as it stands in an address: ``ordforer.oysund``"""
    plain = post.lower().replace(" i ", " ").translate(str.maketrans("øåæ", "oaa"))
    return ".".join(plain.split())


def _address(name: str) -> str:
    return f"{name}@{DOMAIN}"
