"""Pages of bodies, people and mandates: who may open them, and what they say."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.web.councils.seating import a_body, a_mandate, a_person
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Mandate, Person

pytestmark = pytest.mark.django_db
PUBLIC = ("organer/", "organer/{body}/", "organer/{body}/medlemmer.csv", "organer/{body}/medlemmer.xlsx")
OWN = ("personer/", "personer/{person}/")
SECRETARIAT = (
    "organer/ny/",
    "organer/{body}/endre/",
    "organer/{body}/avslutt/",
    "organer/{body}/verv/nytt/",
    "verv/{mandate}/",
    "verv/{mandate}/avslutt/",
    "verv/{mandate}/erstatt/",
    "verv/{mandate}/fjern/",
    "personer/ny/",
    "personer/{person}/endre/",
    "personer/{person}/slett/",
    "personer/{person}/lagret.json",
)


class Seated:
    """A body with one member, in a council."""

    def __init__(self, council, name="Kari Nordmann", **person):
        self.council = council
        self.body = a_body(council)
        self.person = a_person(council, name, **person)
        self.mandate = a_mandate(self.body, self.person, participant=council.participants.order_by("pk").first())

    def at(self, path: str) -> str:
        return f"/r/{self.council.slug}/" + path.format(
            body=self.body.pk, person=self.person.pk, mandate=self.mandate.pk
        )


@pytest.fixture
def here(people):
    return Seated(people.council, email="kari@example.no", office="Ordfører", party="Bygdelista", phone="90000000")


@pytest.fixture
def there(people):
    return Seated(people.neighbour_council, "Nabo Naboesen")


def text_of(client, path, status=200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.parametrize("path", PUBLIC + OWN + SECRETARIAT)
def test_the_secretariat_opens_every_page(people, here, path):
    assert people.secretary.client.get(here.at(path)).status_code == 200


@pytest.mark.parametrize("path", PUBLIC)
def test_everyone_opens_what_is_public_and_learns_nothing_but_names_and_offices(here, path):
    response = Client().get(here.at(path))

    assert response.status_code == 200
    if not path.endswith("xlsx"):
        assert not any(word in response.content.decode() for word in ("kari@example.no", "Bygdelista", "90000000"))


@pytest.mark.parametrize("path", OWN + SECRETARIAT)
def test_visitors_sign_in_first(here, path):
    response = Client().get(here.at(path))

    assert response.status_code == 302
    assert response.url.startswith("/logg-inn/?neste=")


@pytest.mark.parametrize("who", ["representative", "action_owner", "youth", "reader", "visiting_host"])
@pytest.mark.parametrize("path", OWN + SECRETARIAT)
def test_other_roles_are_refused(people, here, path, who):
    assert getattr(people, who).client.get(here.at(path)).status_code == 403


@pytest.mark.parametrize("who", ["neighbour", "nobody", "host"])
@pytest.mark.parametrize("path", OWN + SECRETARIAT)
def test_for_those_outside_the_council_the_pages_do_not_exist(people, here, path, who):
    assert getattr(people, who).client.get(here.at(path)).status_code == 404


@pytest.mark.parametrize("path", [path for path in PUBLIC + OWN + SECRETARIAT if "{" in path])
def test_what_belongs_to_a_neighbour_is_not_found_under_ones_own_council(people, here, there, path):
    theirs = here.at(path.format(body=there.body.pk, person=there.person.pk, mandate=there.mandate.pk))

    assert people.secretary.client.get(theirs).status_code == 404
    assert people.secretary.client.post(theirs, {"version": "1"}).status_code in (404, 405)


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9" * 19, "9" * 200, "-1", "1e3"])
def test_odd_numbers_in_addresses_are_not_found(people, number):
    for path in ("organer/{n}/", "personer/{n}/", "verv/{n}/", "organer/{n}/medlemmer.csv"):
        assert people.secretary.client.get("/r/vestre/" + path.replace("{n}", number)).status_code == 404


@pytest.mark.parametrize("path", SECRETARIAT[:-1])
def test_forms_that_were_not_filled_in_are_told_so_and_change_nothing(people, here, path):
    client = people.secretary.client
    before = (Body.objects.count(), Mandate.objects.count(), AuditEntry.objects.count())

    response = client.post(here.at(path), {"x": "y"})

    assert response.status_code == 422
    assert "vv-problems" in response.content.decode() or "fjern" in path
    assert (Body.objects.count(), Mandate.objects.count(), AuditEntry.objects.count()) == before


def test_a_municipal_contact_sees_those_of_their_own_participant_alone(people, here):
    other = a_person(people.council, "Annen Person")
    a_mandate(here.body, other, participant=people.participants[1])
    own = people.municipal_contact.client

    page = text_of(own, here.at("personer/"))
    assert "Kari Nordmann" in page
    assert "Annen Person" not in page
    assert "90000000" in text_of(own, here.at("personer/{person}/"))
    assert own.get(f"/r/vestre/personer/{other.pk}/").status_code == 404
    assert own.get(here.at("personer/{person}/endre/")).status_code == 403


def test_a_body_is_shown_as_of_any_day(people, here):
    before = a_person(people.council, "Forrige Leder")
    a_mandate(here.body, before, position="leader", starts_on=date(2010, 1, 1), ends_on=date(2019, 12, 31))

    assert "Forrige Leder" not in text_of(Client(), here.at("organer/{body}/"))
    assert "Forrige Leder" in text_of(Client(), here.at("organer/{body}/?dato=2019-12-31"))
    assert "Kari" not in text_of(Client(), here.at("organer/{body}/?dato=2019-12-31"))
    assert "Kari" in text_of(Client(), here.at("organer/{body}/?dato=2020-01-01"))


@pytest.mark.parametrize("asked", ["2026-13-01", "i går", "20260101", "9999-12-31", "0001-01-01", "2026-W01-1", "<b>"])
def test_a_day_that_is_none_is_told_and_today_is_shown(here, asked):
    page = text_of(Client(), here.at(f"organer/{{body}}/?dato={asked}"))

    assert "Kari Nordmann" in page
    assert 'aria-invalid="true"' in page
    assert "<b>" not in page


def test_a_mandate_that_ends_today_counts_the_whole_day_in_norway(monkeypatch, here):
    Mandate.objects.update(ends_on=date(2026, 12, 31))
    # Midnight in Norway is 23.00 UTC in winter.
    midnight = datetime(2026, 12, 31, 23, tzinfo=UTC)

    monkeypatch.setattr(timezone, "now", lambda: midnight - timedelta(seconds=1))
    assert "Kari Nordmann" in text_of(Client(), here.at("organer/{body}/"))
    monkeypatch.setattr(timezone, "now", lambda: midnight)
    assert "Kari Nordmann" not in text_of(Client(), here.at("organer/{body}/"))


def test_leaders_come_first_and_substitutes_in_order(people, here):
    chosen_by = here.mandate.participant
    for name, position, order in (
        ("Åse Andrevara", "substitute", 2),
        ("Øyvind Førstevara", "substitute", 1),
        ("Nils Nestleder", "vice_leader", None),
        ("Liv Leder", "leader", None),
        ("Mona Møtende", "attendee", None),
    ):
        a_mandate(
            here.body,
            a_person(people.council, name),
            position=position,
            substitute_order=order,
            participant=chosen_by,
        )

    page = text_of(Client(), here.at("organer/{body}/")).partition("<tbody>")[2]

    names = ["Liv Leder", "Nils Nestleder", "Kari Nordmann", "Øyvind Førstevara", "Åse Andrevara", "Mona Møtende"]
    places = [page.index(name) for name in names]
    assert places == sorted(places)


def test_names_of_the_young_are_shown_to_the_secretariat_alone(people, here):
    Body.objects.update(kind="youth")

    for path in PUBLIC[1:3]:
        for client in (Client(), people.reader.client, people.representative.client):
            assert "Kari" not in text_of(client, here.at(path))
    assert "Kari" in text_of(people.secretary.client, here.at("organer/{body}/"))
    assert "Kari" in text_of(people.municipal_contact.client, here.at("organer/{body}/"))
    assert "Kari" not in text_of(people.secretary.client, here.at("organer/{body}/medlemmer.csv"))


def test_what_the_act_asks_for_is_told_to_the_secretariat_alone(people, here):
    page = text_of(people.secretary.client, here.at("organer/{body}/"))

    assert "§ 18-3" in page
    assert str(people.participants[1]) in page
    for client in (Client(), people.representative.client):
        assert str(people.participants[1]) not in text_of(client, here.at("organer/{body}/"))


def test_a_committee_is_not_told_that_it_is_no_assembly(people, here):
    Body.objects.update(kind="committee", name="Utvalget")

    page = text_of(people.secretary.client, here.at("organer/{body}/"))

    assert page.count("kommuneloven § 18-3 fjerde ledd") == 2


def test_balance_is_shown_with_its_paragraph_and_never_hinders(people, here):
    for n in range(4):
        a_mandate(here.body, a_person(people.council, f"Mann {n}", gender="man"))

    page = text_of(Client(), here.at("organer/{body}/"))

    assert "§§ 7-5 til 7-7" in page


def test_the_leaders_turn_goes_by_the_alphabet(people, here):
    Body.objects.update(leader_rotates=True)
    a_mandate(here.body, a_person(people.council, "Liv"), position="leader", participant=people.participants[2])

    page = text_of(Client(), here.at("organer/{body}/"))

    assert f"{people.participants[0]}." in page


def test_the_files_hold_text_that_no_spreadsheet_runs(people, here):
    Person.objects.filter(pk=here.person.pk).update(name="=HYPERLINK(1)", office="+1")

    rows = list(csv.DictReader(io.StringIO(text_of(Client(), here.at("organer/{body}/medlemmer.csv")))))
    assert rows[0]["name"] == "'=HYPERLINK(1)"
    assert set(rows[0]) == {"name", "position", "order", "participant", "office", "from", "to", "source"}
    content = Client().get(here.at("organer/{body}/medlemmer.xlsx")).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert cells[1][0] == "=HYPERLINK(1)"
    assert Client().get(here.at("organer/{body}/medlemmer.pdf")).status_code == 404


def test_what_someone_wrote_never_becomes_markup(people, here):
    Person.objects.update(name="<script>alert(1)</script>", office="<b>", email='"><b>')
    Body.objects.update(name="<i>", purpose="<u>", basis="<s>")

    for path in (*PUBLIC[:2], *OWN, *SECRETARIAT[:-1]):
        page = text_of(people.secretary.client, here.at(path))
        assert not any(tag in page for tag in ("<script>alert", "<b>", "<i>", "<u>", "<s>"))


# From form to row


def test_a_body_is_made_changed_and_ended_by_forms(people):
    client = people.secretary.client
    made = client.post("/r/vestre/organer/ny/", {"kind": "executive", "name": "AU", "starts_on": "2024-01-01"})
    body = Body.objects.get()
    assert made.url == f"/r/vestre/organer/{body.pk}/"

    form = {"kind": "executive", "name": "Styret", "starts_on": "1.1.2024", "version": "1", "leader_rotates": "on"}
    assert client.post(f"{made.url}endre/", form).url == made.url
    assert client.post(f"{made.url}avslutt/", {"ends_on": "2026-01-01", "reason": "", "version": "2"}).url == made.url

    body.refresh_from_db()
    assert (body.name, body.leader_rotates, body.ends_on, body.version) == ("Styret", True, date(2026, 1, 1), 3)
    assert client.post(f"{made.url}endre/", form | {"version": "3", "ends_on": ""}).url == made.url
    body.refresh_from_db()
    assert body.ends_on is None


def test_two_who_change_a_body_choose_what_is_to_stand(people, here):
    path = here.at("organer/{body}/endre/")
    form = {"kind": "assembly", "name": "Mitt navn", "version": "1"}
    people.secretary.client.post(path, form | {"name": "Den andres navn"})

    page = people.secretary.client.post(path, form)
    assert page.status_code == 409
    assert "Mitt navn" in page.content.decode()
    assert "Den andres navn" in page.content.decode()
    assert people.secretary.client.post(path, form | {"version": "2"}).status_code == 302
    assert Body.objects.get().name == "Mitt navn"


def mandate_form(participant, **more):
    return {
        "participant": str(participant.pk),
        "position": "member",
        "starts_on": "2024-01-01",
        "has_usual_rights": "on",
    } | more


def test_a_mandate_is_registered_by_the_form_and_what_the_act_says_is_shown(people, here):
    attendee = a_person(people.council, "Mona", office="Kommunalsjef")
    form = mandate_form(people.participants[0], person=str(attendee.pk), position="attendee")
    del form["has_usual_rights"]

    response = people.secretary.client.post(
        here.at("organer/{body}/verv/nytt/"), form | {"rights": ["attend", "speak"]}, follow=True
    )

    made = Mandate.objects.get(person=attendee)
    assert (made.may_attend, made.may_speak, made.may_propose, made.may_vote) == (True, True, False, False)
    assert "§ 8-1" in response.content.decode()


def test_many_mandates_are_registered_after_each_other(people, here):
    form = mandate_form(people.participants[0], person=str(a_person(people.council, "Mona").pk), again="1")
    form |= {"position": "substitute", "starts_on": "2023-11-01", "basis": "Sak 61/23"}

    response = people.secretary.client.post(here.at("organer/{body}/verv/nytt/"), form)

    made = Mandate.objects.latest("pk")
    assert response.url == here.at(f"organer/{{body}}/verv/nytt/?som={made.pk}")
    page = text_of(people.secretary.client, response.url)
    assert 'value="substitute" selected' in page
    assert 'value="2023-11-01"' in page
    assert "Sak 61/23" in page
    assert "Sak 61/23" not in text_of(people.secretary.client, here.at("organer/{body}/verv/nytt/?som=99999"))


def test_a_vote_without_a_seat_is_refused_in_the_form(people, here):
    attendee = a_person(people.council, "Mona")
    form = mandate_form(people.participants[0], person=str(attendee.pk), position="attendee")
    del form["has_usual_rights"]

    page = people.secretary.client.post(here.at("organer/{body}/verv/nytt/"), form | {"rights": ["vote"]})

    assert "§ 8-1" in page.content.decode()
    assert not Mandate.objects.filter(person=attendee).exists()


@pytest.mark.parametrize("field", ["person", "participant"])
def test_a_form_with_someone_elses_numbers_is_refused(people, here, there, field):
    theirs = {"person": there.person.pk, "participant": people.neighbour_council.participants.first().pk}
    form = mandate_form(people.participants[0], person=str(a_person(people.council, "Ny").pk))

    for number in (theirs[field], 9**30, "x"):
        page = people.secretary.client.post(here.at("organer/{body}/verv/nytt/"), form | {field: str(number)})
        assert "vv-problems" in page.content.decode()
    assert Mandate.objects.filter(body=here.body).count() == 1


def test_a_mandate_is_corrected_replaced_ended_and_removed_by_forms(people, here):
    client = people.secretary.client
    heir = a_person(people.council, "Ola Arving")
    form = mandate_form(people.participants[0], position="leader", starts_on="2024-01-01")

    assert client.post(here.at("verv/{mandate}/"), form | {"version": "1"}).status_code == 302
    conflict = client.post(here.at("verv/{mandate}/"), form | {"version": "1", "position": "vice_leader"})
    assert conflict.status_code == 409
    taken = {"person": str(heir.pk), "from_on": "2026-03-01", "basis": "Sak 4/26", "version": "2"}
    assert client.post(here.at("verv/{mandate}/erstatt/"), taken).status_code == 302
    new = Mandate.objects.get(person=heir)
    assert (new.position, new.starts_on) == ("leader", date(2026, 3, 1))
    assert "Ola Arving" in text_of(client, here.at("verv/{mandate}/"))
    assert client.post(f"/r/vestre/verv/{new.pk}/fjern/", {"version": "9"}).status_code == 302
    assert Mandate.objects.filter(pk=new.pk).exists()
    assert client.post(f"/r/vestre/verv/{new.pk}/fjern/", {"version": "1"}).status_code == 302
    assert not Mandate.objects.filter(pk=new.pk).exists()
    other = a_mandate(here.body, heir)
    ended = client.post(f"/r/vestre/verv/{other.pk}/avslutt/", {"ends_on": "2026-10-01", "version": "1"})
    assert ended.status_code == 302
    other.refresh_from_db()
    assert other.ends_on == date(2026, 10, 1)


def test_a_new_person_leads_on_to_their_mandate(people, here):
    response = people.secretary.client.post(
        here.at("personer/ny/?til={body}"), {"name": "Ny Person", "email": "NY@Example.no"}
    )

    person = Person.objects.get(name="Ny Person")
    assert response.url == here.at(f"organer/{{body}}/verv/nytt/?person={person.pk}")
    assert person.email == "ny@example.no"
    assert f'value="{person.pk}" selected' in text_of(people.secretary.client, response.url)


def test_a_person_of_a_name_that_is_there_is_asked_about_once(people, here):
    client = people.secretary.client
    client.post(here.at("personer/ny/"), {"name": "Kari Lik"})
    page = client.post(here.at("personer/ny/?sprak=en"), {"name": "kari lik"}).content.decode()

    assert "A person of the same name is registered already" in page
    assert Person.objects.filter(name__iexact="kari lik").count() == 1
    client.post(here.at("personer/ny/"), {"name": "kari lik", "is_another": "on"})
    assert Person.objects.filter(name__iexact="kari lik").count() == 2


def test_what_stands_in_the_way_of_erasing_is_told_instead_of_a_box_to_tick(people, here):
    Mandate.objects.update(ends_on=None)
    page = people.secretary.client.get(here.at("personer/{person}/slett/?sprak=en")).content.decode()

    assert "cannot be erased yet" in page
    assert "is_sure" not in page
    assert f'href="{here.at("verv/{mandate}/")}"' in page


def test_someone_is_erased_only_when_it_is_meant(people, here):
    client = people.secretary.client
    path = here.at("personer/{person}/slett/")
    Mandate.objects.update(ends_on=date(2021, 1, 1))

    client.post(path, {"version": "1"})
    assert Person.objects.get().name
    assert client.post(path, {"version": "1", "is_sure": "on"}).url == here.at("personer/{person}/")

    assert Person.objects.get().name == ""
    page = text_of(Client(), here.at("organer/{body}/?dato=2020-06-01"))
    assert "Kari" not in page
    assert str(Person.objects.get()) in page or "person" in page
    for later in ("personer/", "personer/{person}/", "personer/{person}/slett/", "verv/{mandate}/"):
        assert "Kari" not in text_of(client, here.at(later))
    assert client.get(here.at("personer/{person}/endre/")).status_code == 404


def test_someone_never_used_is_gone_after_being_erased(people, here):
    unused = a_person(people.council, "Aldri Brukt")

    response = people.secretary.client.post(f"/r/vestre/personer/{unused.pk}/slett/", {"version": "1", "is_sure": "on"})

    assert response.url == "/r/vestre/personer/"
    assert not Person.objects.filter(pk=unused.pk).exists()


def test_erasing_asks_for_a_second_factor_before_the_form(people, here):
    response = people.secretary_without_second_factor.client.get(here.at("personer/{person}/slett/"))

    assert response.status_code == 302
    assert AuditEntry.objects.filter(verb=Verb.PERSON_ERASED).count() == 0


def test_the_search_finds_people_by_any_of_their_words(people, here):
    a_person(people.council, "Ola Åsmund Ødegård", office="Kommunedirektør")

    page = text_of(people.secretary.client, "/r/vestre/personer/?q=ØDEGÅRD+ola")
    assert "Ola Åsmund Ødegård" in page
    assert "Kari Nordmann" not in page
    assert "vv-empty" in text_of(people.secretary.client, "/r/vestre/personer/?q=%00finnes ikke")


def test_the_empty_council_says_what_to_do_first(people):
    for path in ("organer/", "personer/"):
        assert "vv-empty" in text_of(people.secretary.client, f"/r/vestre/{path}")
    assert "vv-empty" in text_of(Client(), "/r/vestre/organer/")


@pytest.mark.parametrize("file", ["", "medlemmer.csv"])
def test_the_young_who_attend_another_body_are_not_named_there(people, file):
    """An adult who attends theirs, and one who was a member long ago, are."""
    youth, assembly = a_body(people.council, kind="youth", name="Ungdomsrådet"), a_body(people.council)
    young, clerk, mayor = (a_person(people.council, name) for name in ("Lise Ung", "Siv Sekretær", "Åge Ordfører"))
    a_mandate(youth, young)
    a_mandate(assembly, young, position="attendee")
    for adult in (clerk, mayor):
        a_mandate(assembly, adult, position="attendee", starts_on=date(2025, 1, 1))
    a_mandate(youth, clerk, position="attendee")
    a_mandate(youth, mayor, ends_on=date(2024, 12, 31))
    address = f"/r/vestre/organer/{assembly.pk}/{file}"

    public = Client().get(address).content.decode()
    assert "Lise Ung" not in public
    assert "Siv Sekretær" in public
    assert "Åge Ordfører" in public
    if not file:
        assert "Lise Ung" in people.secretary.client.get(address).content.decode()
