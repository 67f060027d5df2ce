"""Bodies, people and mandates to test with, made without going through the operations."""

from datetime import date

from tests.people import LONG_AGO, NOW
from veivalg.web.councils.models import Body, Mandate, Person
from veivalg.web.councils.operations.mandates import MandateValues


def a_body(council, *, kind="assembly", name="Representantskapet", **fields) -> Body:
    return Body.objects.create(council=council, kind=kind, name=name, **fields)


def a_person(council, name="Kari Nordmann", **fields) -> Person:
    return Person.objects.create(council=council, name=name, made_at=NOW, **fields)


def a_mandate(body, person, *, position="member", starts_on=LONG_AGO, **fields) -> Mandate:
    rights = {"may_vote": False, "may_propose": False} if position == "attendee" else {}
    return Mandate.objects.create(body=body, person=person, position=position, starts_on=starts_on, **(rights | fields))


def values(participant=None, *, position="member", starts_on=date(2024, 1, 1), **more) -> MandateValues:
    return MandateValues(participant=participant, position=position, starts_on=starts_on, **more)
