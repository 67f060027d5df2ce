"""Services that municipalities run together: registered as the law has them, found, changed by one at a time."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.people import NOW, TODAY
from veivalg.facts.forms import forms, legal_forms
from veivalg.facts.load import FactsBroken
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.joint_services import operations
from veivalg.web.joint_services.models import JointService

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def register(people):
    def run(who=None, **more):
        values = {
            "name": "Felles legevakt",
            "about": "Legevakt om natta",
            "form": "host_municipality",
            "participants": people.participants[:2],
            "others": "",
            "host": people.participants[0],
            "run_by": "",
            "yearly_cost_nok": 12_400_000,
            "cost_year": 2026,
            "contact": "Helsekontoret",
            "link": "",
        }
        return operations.register_service(
            actor=(who or people.secretary).actor, council=people.council, values=values | more, on=TODAY, now=NOW
        )

    return run


def test_a_service_is_registered_with_who_runs_it_and_a_trail(people, register):
    service = register()

    assert {each.pk for each in service.participants.all()} == {each.pk for each in people.participants[:2]}
    entry = AuditEntry.objects.get(verb="joint_services.service.make")
    assert entry.changes["participants"] == [None, ["Kommune 9001", "Kommune 9002"]]


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "nobody"])
def test_only_the_secretariat_registers(people, register, who):
    with pytest.raises(Refused):
        register(getattr(people, who))
    assert not JointService.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"form": "cartel"}, "form"),
        ({"host": None}, "host"),
        ({"form": "association"}, "host"),
        ({"participants": []}, "participants"),
        ({"cost_year": None}, "cost_year"),
        ({"yearly_cost_nok": None}, "cost_year"),
    ],
)
def test_what_the_form_of_cooperation_forbids_is_refused(register, wrong, field):
    with pytest.raises(NotPossible) as refused:
        register(**wrong)
    assert refused.value.field == field


def test_a_host_that_does_not_take_part_is_refused(people, register):
    with pytest.raises(NotPossible, match="takes part as well"):
        register(host=people.participants[2])


def test_the_neighbour_s_participants_are_not_ours(people, register):
    theirs = list(people.neighbour_council.participants.all())
    with pytest.raises(NotPossible, match="own participants"):
        register(participants=theirs, host=theirs[0])


def change(people, service, *, version=1, **more):
    values = {
        "name": service.name,
        "about": service.about,
        "form": service.form,
        "participants": list(service.participants.with_places()),
        "others": service.others,
        "host": service.host,
        "run_by": service.run_by,
        "yearly_cost_nok": service.yearly_cost_nok,
        "cost_year": service.cost_year,
        "contact": service.contact,
        "link": service.link,
    }
    return operations.change_service(
        actor=people.secretary.actor,
        council=people.council,
        service_id=service.pk,
        version=version,
        values=values | more,
        on=TODAY,
        now=NOW,
    )


def test_those_who_take_part_are_changed_and_others_who_read_before_are_told(people, register):
    service = register()
    change(people, service, participants=people.participants)

    assert service.participants.count() == 3
    with pytest.raises(ChangedMeanwhile):
        change(people, service, name="Noe annet")
    assert AuditEntry.objects.get(verb="joint_services.service.change").changes.keys() == {"participants"}


def test_one_that_left_the_council_may_stay_in_the_service(people, register):
    service = register()
    left = people.participants[1]
    left.ends_on = TODAY.replace(year=2025)
    left.save()

    change(people, service, about="Som før")
    assert service.participants.count() == 2
    with pytest.raises(NotPossible):
        register(participants=[people.participants[0], left])


def test_removing_asks_first_and_leaves_a_trail(people, register):
    service = register()
    address = f"/r/vestre/tjenester/{service.pk}/fjern/"

    assert people.secretary.client.get(address).status_code == 200
    assert JointService.objects.exists()
    assert people.secretary.client.post(address, {"version": 1}).status_code == 302
    assert not JointService.objects.exists()
    assert AuditEntry.objects.filter(verb="joint_services.service.remove").exists()


def test_everyone_reads_that_the_council_runs_none_itself(register):
    register()
    text = Client().get("/r/vestre/tjenester/?sprak=en").content.decode()

    assert "A regional council runs no services itself" in text
    assert "The municipalities run 1 service together" in text
    assert "12,400,000" in text


def test_an_empty_overview_says_what_to_write_first(people):
    assert "Write down what" in people.secretary.client.get("/r/vestre/tjenester/?sprak=en").content.decode()
    assert "Write down what" not in Client().get("/r/vestre/tjenester/?sprak=en").content.decode()


def test_services_are_found_by_words_and_by_who_takes_part(people, register):
    register()
    register(name="Felles brannvesen", participants=people.participants[2:], host=people.participants[2], about="")

    def found(query):
        return Client().get(f"/r/vestre/tjenester/?sprak=en&{query}").content.decode().count('<tr id="t')

    assert found("") == 2
    assert found("q=brann") == 1
    assert found(f"deltaker={people.participants[0].pk}") == 1
    assert found("q=%00&deltaker=99999999999999999999") in {0, 2}


def test_the_file_has_what_the_page_has(register):
    register()
    content = Client().get("/r/vestre/tjenester/tjenester.csv?sprak=nb").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))

    assert len(rows) == 2
    assert "12400000" in rows[1]
    assert Client().get("/r/vestre/tjenester/tjenester.pdf").status_code == 404


def test_the_form_registers_and_refuses_an_open_address(people):
    sent = {
        "name": "Felles legevakt",
        "form": "host_municipality",
        "participants": [people.participants[0].pk],
        "host": people.participants[0].pk,
    }
    wrong = people.secretary.client.post("/r/vestre/tjenester/ny/?sprak=en", sent | {"link": "http://legevakt.no"})

    assert "begins with https" in wrong.content.decode()
    assert not JointService.objects.exists()
    assert people.secretary.client.post("/r/vestre/tjenester/ny/", sent).status_code == 302
    assert JointService.objects.get().host == people.participants[0]


def test_the_page_takes_as_many_queries_for_many_services_as_for_few(people, register):
    register()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get("/r/vestre/tjenester/").status_code == 200
        return len(captured)

    few = asked()
    for number in range(60):
        register(name=f"Tjeneste {number}")
    assert asked() == few <= 20


def test_forms_are_dated_and_a_wrong_file_says_what_is_wrong():
    assert all("§ 17-1" in form.reference for form in legal_forms().values())
    row = {
        "id": "x",
        "valid_from": "2019-11-01",
        "valid_until": None,
        "checked": None,
        "reference": "kommuneloven § 17-1",
        "has_host": False,
        "name": {"nb": "a", "nn": "b", "en": "c"},
        "about": {"nb": "a", "nn": "b", "en": "c"},
    }
    with pytest.raises(FactsBroken, match="twice"):
        forms({"source": "LOV", "forms": [row, row]})
    with pytest.raises(FactsBroken, match="valid_from"):
        forms({"source": "LOV", "forms": [row | {"valid_from": "2019-13-01"}]})
    with pytest.raises(FactsBroken, match="reference"):
        forms({"source": "LOV", "forms": [row | {"reference": "loven"}]})


def test_services_stand_in_norwegian_order(people, register):
    for name in ("Ås bibliotek", "Ørn", "Avløp", "Ærfugl"):
        register(name=name)
    text = Client().get("/r/vestre/tjenester/").content.decode()

    places = [text.index(name) for name in ("Avløp", "Ærfugl", "Ørn", "Ås bibliotek")]
    assert places == sorted(places)


def test_what_was_not_checked_against_the_act_says_so(people):
    for form in ("association", "intermunicipal_company"):
        made = JointService.objects.create(council=people.council, name=form, form=form, changed_at=NOW)
        made.participants.add(people.participants[0])
    text = Client().get("/r/vestre/tjenester/?sprak=en").content.decode().replace("\xa0", " ")
    assert "Checked 24 November 2026 against the act as it stood on 28 July 2026" in text
    assert "Not checked against the text of the act." in text


def test_pressing_twice_registers_one_service(register):
    register()
    with pytest.raises(NotPossible, match="registered already") as refused:
        register()
    assert refused.value.field == "name"
    assert JointService.objects.count() == 1


def test_a_service_cannot_take_the_name_of_another(people, register):
    first, second = register(), register(name="Brannvesen")
    values = {name: getattr(second, name) for name in ("about", "form", "host", "yearly_cost_nok", "cost_year")}
    given = {
        "actor": people.secretary.actor,
        "council": people.council,
        "service_id": second.pk,
        "on": TODAY,
        "now": NOW,
    }

    def rename(name):
        new = values | {"name": name, "participants": people.participants[:2]}
        return operations.change_service(**given, version=1, values=new)

    with pytest.raises(NotPossible, match="registered already") as refused:
        rename(first.name)
    assert refused.value.field == "name"
    assert rename("Brann og redning").name == "Brann og redning"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", " \u200b ", "called"),
        ("name", "A" * 201, "room for 200"),
        ("contact", "A" * 201, "room for 200"),
        ("link", "http://legevakt.no", "https"),
    ],
)
def test_the_operation_refuses_what_the_form_would(register, field, typed, said):
    with pytest.raises(NotPossible, match=said) as refused:
        register(**{field: typed})
    assert refused.value.field == field
    assert not JointService.objects.exists()


def test_signs_that_cannot_be_seen_are_not_stored(register):
    assert register(name="  Lege\u200bvakt ").name == "Legevakt"
