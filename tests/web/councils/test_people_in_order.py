"""Lists of people are in Norwegian order, whatever database keeps them."""

import importlib
import re

import pytest
from django.apps import apps

from tests.people import NOW, someone, with_role
from tests.web.councils.seating import a_person
from veivalg.web.access.catalogue import Role
from veivalg.web.councils.models import Person
from veivalg.web.councils.operations import people as operations

pytestmark = pytest.mark.django_db
IN_ORDER = ["anders Lie", "Zara Moe", "Ærlig Talt", "øystein Ask", "Øyvind Ås", "Ådne Dal", "Åse Li"]


def listed(client, path="/r/vestre/personer/") -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', client.get(path).content.decode())


def test_people_are_listed_in_norwegian_order(people):
    for name in reversed(IN_ORDER):
        a_person(people.council, name)

    assert listed(people.secretary.client) == IN_ORDER
    assert [person.name for person in Person.objects.filter(council=people.council)] == IN_ORDER


def test_many_people_are_in_order_across_the_pages(people):
    Person.objects.bulk_create(
        Person(council=people.council, name=f"{letter}{n:02} Nordmann", made_at=NOW)
        for letter in "åøæa"
        for n in range(25)
    )

    pages = [listed(people.secretary.client, f"/r/vestre/personer/?side={n}") for n in (1, 2)]

    assert [name[0] for name in (*pages[0], *pages[1])] == [*"a" * 25, *"æ" * 25, *"ø" * 25, *"å" * 25]


def test_whoever_gets_another_name_gets_another_place(people):
    first, second = a_person(people.council, "Anne"), a_person(people.council, "Berit")

    operations.change_person(
        actor=people.secretary.actor,
        council=people.council,
        person_id=first.pk,
        version=first.version,
        values={"name": "Åse"},
        now=NOW,
    )

    assert list(Person.objects.filter(council=people.council)) == [second, first]


def test_nothing_of_the_name_is_left_when_someone_is_erased(people):
    person = a_person(people.council, "Anne")

    operations.erase_person(
        actor=people.secretary.actor, council=people.council, person_id=person.pk, version=person.version, now=NOW
    )

    assert bytes(Person.objects.get(pk=person.pk).sort_key) == b""


def test_those_who_were_registered_before_get_their_place(people):
    persons = [a_person(people.council, name) for name in ("Åse", "Anne")]
    Person.objects.update(sort_key=b"")
    migration = importlib.import_module("veivalg.web.councils.migrations.0007_people_in_norwegian_order")

    migration.fill(apps, None)

    assert list(Person.objects.filter(council=people.council)) == list(reversed(persons))


def test_those_with_access_are_listed_in_norwegian_order(people):
    for n, name in enumerate(("Åse", "Ærlig", "Øyvind")):
        who = someone(f"person{n}")
        who.account.name = name
        who.account.save()
        with_role(who, people.council, Role.READER)

    page = people.secretary.client.get("/r/vestre/tilganger/").content.decode()

    assert list(dict.fromkeys(re.findall("Ærlig|Øyvind|Åse", page))) == ["Ærlig", "Øyvind", "Åse"]
