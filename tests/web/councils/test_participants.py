"""Participants: who joined and left when, seen by all and changed by the secretariat."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import LONG_AGO, NOW, TODAY
from veivalg.facts.starter import Certainty
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import (
    Body,
    Council,
    CountyAuthority,
    Mandate,
    Municipality,
    Participant,
    Person,
    RoleAssignment,
)
from veivalg.web.councils.operations import participants as operations
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.knowledge.queries import region_of

pytestmark = pytest.mark.django_db
LIST = "/r/vestre/deltakere/"


def add(people, code="9009", **more) -> Participant:
    place, _ = Municipality.objects.get_or_create(
        code=code, defaults={"name": f"Kommune {code}", "county_code": "90", "county_name": "Testfylket"}
    )
    return operations.add_participant(
        actor=people.secretary.actor, council=people.council, municipality=place, now=NOW, **more
    )


def leave(people, row: Participant, ends_on: date) -> Participant:
    return operations.leave(
        actor=people.secretary.actor, participant=row, version=row.version, ends_on=ends_on, now=NOW
    )


def test_everyone_can_read_who_takes_part_who_is_to_come_and_who_has_left(client, people):
    today = timezone.localdate()
    add(people, "9008", starts_on=today + timedelta(days=5))
    add(people, "9009", ends_on=today - timedelta(days=1), note="Sak 12/24")
    page = client.get(f"{LIST}?sprak=en").content.decode()

    assert "<h1>3 take part in Vestre</h1>" in page
    assert page.index("Take part today") < page.index("To come") < page.index("Kommune 9008")
    assert page.index("Have left") < page.index("Kommune 9009")
    assert "Sak 12/24" in page
    assert "/endre/" not in page


def test_the_first_and_the_last_day_count(client, people):
    today = timezone.localdate()
    add(people, "9008", starts_on=today, ends_on=today)

    assert "<h1>4 take part" in client.get(f"{LIST}?sprak=en").content.decode()


def test_suggestions_are_kept_apart_from_what_is_confirmed(client, people):
    council = Council.objects.create(slug="soere", name="Søre", short_name="Søre")
    council.participants.create(municipality=Municipality.objects.first(), certainty=Certainty.LIKELY)
    page = client.get("/r/soere/deltakere/?sprak=en").content.decode()

    assert "<h1>0 take part in Søre</h1>" in page
    assert "Likely, but we have not seen it confirmed." in page


def test_the_secretariat_registers_a_municipality_and_a_county_authority(people):
    place = Municipality.objects.create(code="9010", name="Tivik", county_code="90", county_name="Testfylket")
    county = CountyAuthority.objects.create(code="90", name="Testfylket fylkeskommune")
    client = people.secretary.client
    form = {"who": f"municipality-{place.code}", "starts_on": "01.02.2025", "note": "Sak 3/25"}
    assert client.post(f"{LIST}ny/", form).url == LIST
    assert client.post(f"{LIST}ny/", {"who": f"county-{county.code}"}).url == LIST

    row = people.council.participants.get(municipality=place)
    assert (row.starts_on, row.ends_on, row.note, row.certainty) == (date(2025, 2, 1), None, "Sak 3/25", "confirmed")
    entry = AuditEntry.objects.get(verb=Verb.PARTICIPANT_JOINED, subject_id=str(row.pk))
    assert entry.changes == {
        "name": [None, "Tivik"],
        "starts_on": [None, "2025-02-01"],
        "note": [None, "Sak 3/25"],
    }
    assert (entry.council_id, entry.under_id) == (people.council.pk, str(people.council.pk))


def test_a_municipality_of_the_neighbour_may_take_part_here_too(people):
    row = add(people, "9004")

    assert {p.council.slug for p in Participant.objects.filter(municipality=row.municipality)} == {"vestre", "ostre"}


def test_dates_are_changed_with_their_history(people):
    row = people.participants[0]
    form = {"starts_on": "2019-10-01", "ends_on": "", "note": "", "version": row.version}
    assert people.secretary.client.post(f"{LIST}{row.pk}/endre/", form).url == LIST

    entry = AuditEntry.objects.get(verb=Verb.PARTICIPANT_CHANGED)
    assert entry.changes == {"starts_on": [None, "2019-10-01"]}
    row.refresh_from_db()
    assert row.version == 2


def test_two_who_change_the_same_participant_are_shown_each_others_work(people):
    row = people.participants[0]
    url = f"{LIST}{row.pk}/endre/"
    people.secretary.client.post(url, {"starts_on": "2019-10-01", "version": 1})
    form = {"starts_on": "2020-01-01", "note": "Sak 1/20", "version": 1}
    response = people.visiting_host.client.post(url, form)

    assert response.status_code == 409
    row.refresh_from_db()
    assert row.starts_on == date(2019, 10, 1)
    assert people.visiting_host.client.post(url, form | {"version": row.version}).url == LIST


def test_a_participant_leaves_and_the_roles_given_for_it_end_on_that_day(people):
    contact = people.municipal_contact
    row = people.participants[0]
    last = timezone.localdate() + timedelta(days=3)
    later = RoleAssignment.objects.create(
        council=people.council,
        account=contact.account,
        role=Role.REPRESENTATIVE,
        participant=row,
        starts_on=last + timedelta(days=1),
        granted_at=NOW,
    )
    response = people.secretary.client.post(f"{LIST}{row.pk}/uttreden/", {"ends_on": str(last), "version": 1})

    assert response.url == LIST
    row.refresh_from_db()
    later.refresh_from_db()
    assert row.ends_on == last
    assert contact.account.role_assignments.get(role=Role.MUNICIPAL_CONTACT).ends_on == last
    assert later.ended_at is not None
    assert AuditEntry.objects.filter(verb=Verb.PARTICIPANT_LEFT, subject_id=str(row.pk)).count() == 1
    assert AuditEntry.objects.filter(verb=Verb.ROLE_ENDED).count() == 2


def test_roles_end_with_the_participant_also_when_its_dates_are_corrected(people):
    contact, row = people.municipal_contact, people.participants[0]
    last = timezone.localdate() - timedelta(days=1)
    form = {"starts_on": "", "ends_on": str(last), "version": 1}
    assert people.secretary.client.post(f"{LIST}{row.pk}/endre/", form).url == LIST

    assert contact.account.role_assignments.get().ends_on == last
    assert not contact.actor.roles_in(people.council.pk)


def test_mandates_that_go_on_after_the_last_day_are_told_of(people):
    row = people.participants[0]
    a_mandate(people, row)
    form = {"ends_on": str(timezone.localdate()), "version": 1}
    people.secretary.client.cookies["sprak"] = "en"
    page = people.secretary.client.post(f"{LIST}{row.pk}/uttreden/", form, follow=True).content.decode()

    assert "1 mandate of Kommune 9001 goes on after that day." in page


def a_mandate(people, participant: Participant) -> Mandate:
    return Mandate.objects.create(
        body=Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet"),
        person=Person.objects.create(council=people.council, name="Kari", made_at=NOW),
        participant=participant,
        position=Mandate.Position.MEMBER,
        starts_on=LONG_AGO,
    )


def test_one_that_left_may_come_back_the_day_after(people):
    row = leave(people, people.participants[0], TODAY)

    with pytest.raises(NotPossible, match=row.name):
        add(people, "9001", starts_on=TODAY)
    assert add(people, "9001", starts_on=TODAY + timedelta(days=1)).pk != row.pk


def test_the_same_municipality_twice_at_once_is_refused_where_it_was_typed(people):
    people.secretary.client.cookies["sprak"] = "en"
    page = people.secretary.client.post(f"{LIST}ny/", {"who": "municipality-9001"}).content.decode()

    assert "Kommune 9001 already takes part in this council" in page
    assert people.council.participants.count() == 3


@pytest.mark.parametrize(("first", "last"), [("2024-02-01", "2024-01-31"), ("x", ""), ("2024-02-30", "")])
def test_dates_that_cannot_be_are_refused(people, first, last):
    form = {"starts_on": first, "ends_on": last, "version": 1}
    response = people.secretary.client.post(f"{LIST}{people.participants[0].pk}/endre/", form)

    assert response.status_code == 422
    assert not AuditEntry.objects.filter(verb=Verb.PARTICIPANT_CHANGED).exists()


DAYS = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 12))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(periods=st.lists(st.tuples(DAYS, DAYS), min_size=2, max_size=4))
def test_no_day_is_ever_in_two_periods_of_the_same_municipality(people, periods):
    Participant.objects.filter(municipality__code="9009").delete()
    for starts_on, ends_on in periods:
        try:
            add(people, "9009", starts_on=starts_on, ends_on=ends_on)
        except NotPossible:
            continue
    rows = Participant.objects.filter(municipality__code="9009")
    for number in range(14):
        day = date(2019, 12, 31) + timedelta(days=number)
        assert rows.on(day).count() <= 1


def test_a_mistake_is_removed_but_not_what_something_hangs_on(people):
    mistake, real = people.participants[1], people.participants[0]
    a_mandate(people, real)
    client = people.secretary.client
    assert client.get(f"{LIST}{mistake.pk}/fjern/").status_code == 200
    assert people.council.participants.count() == 3

    assert client.post(f"{LIST}{mistake.pk}/fjern/").url == LIST
    assert client.post(f"{LIST}{real.pk}/fjern/").status_code == 422
    assert people.council.participants.count() == 2
    entry = AuditEntry.objects.get(verb=Verb.PARTICIPANT_REMOVED)
    assert (entry.subject_id, entry.changes) == (str(mistake.pk), {"name": ["Kommune 9002", None]})


def test_knowledge_pages_count_those_of_today_only(the_demo):
    row = the_demo.participants.select_related("municipality").first()
    yesterday = timezone.localdate() - timedelta(days=1)
    before = region(the_demo)
    Participant.objects.filter(pk=row.pk).update(ends_on=timezone.localdate())
    assert region(the_demo) == before

    Participant.objects.filter(pk=row.pk).update(ends_on=yesterday)
    assert region(the_demo) == before - {row.municipality.name}
    Participant.objects.filter(pk=row.pk).update(ends_on=None, starts_on=timezone.localdate() + timedelta(days=1))
    assert region(the_demo) == before - {row.municipality.name}


def region(council: Council) -> set[str]:
    found = Council.objects.with_members(on=timezone.localdate()).get(pk=council.pk)
    return {municipality.name for municipality in region_of(found).municipalities}


@pytest.mark.parametrize("name", ["representative", "municipal_contact", "reader", "neighbour", "nobody", "host"])
def test_only_the_secretariat_and_a_visiting_host_may_change_participants(people, name):
    actor, row = getattr(people, name).actor, people.participants[1]
    with pytest.raises(Refused):
        operations.leave(actor=actor, participant=row, version=1, ends_on=TODAY, now=NOW)
    with pytest.raises(Refused):
        operations.remove(actor=actor, participant=row, now=NOW)
    with pytest.raises(Refused):
        operations.change_participant(actor=actor, participant=row, version=1, values={"note": "x"}, now=NOW)
    with pytest.raises(Refused):
        operations.add_participant(
            actor=actor, council=people.council, municipality=Municipality.objects.get(code="9004"), now=NOW
        )


def test_an_old_version_writes_nothing(people):
    row = people.participants[0]
    with pytest.raises(ChangedMeanwhile):
        operations.change_participant(
            actor=people.secretary.actor, participant=row, version=7, values={"note": "x"}, now=NOW
        )


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 19, "9" * 200])
def test_numbers_that_no_participant_has_are_not_found(people, number):
    assert people.secretary.client.get(f"{LIST}{number}/endre/").status_code == 404


def test_a_list_of_many_is_few_queries(people, django_assert_max_num_queries):
    places = Municipality.objects.bulk_create(
        Municipality(code=f"8{n:03}", name=f"Vik {n}", county_code="90", county_name="T") for n in range(200)
    )
    Participant.objects.bulk_create(Participant(council=people.council, municipality=place) for place in places)
    with django_assert_max_num_queries(20):
        assert people.secretary.client.get(LIST).status_code == 200
