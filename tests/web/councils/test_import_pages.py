"""The way through an import: choose a file, look, answer, confirm; and those who may not."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.councils.importing import (
    HEADS,
    a_body,
    a_mandate,
    a_person,
    confirm,
    draft_address,
    drafts,
    fingerprint,
    text,
    upload,
    workbook,
)
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, ImportDraft, Mandate, Person, RoleAssignment
from veivalg.web.files.writing import write_csv

ROWS = (HEADS, ("Kari Nordmann", "Arbeidsutvalget", "9001", "Medlem", "1.1.2024", None))
BROKEN = ("Ola Hansen", "Arbeidsutvalget", "9001", "Kasserer", "1.1.2024", None)


@pytest.fixture
def council(people):
    a_body(people.council, "Arbeidsutvalget", Body.Kind.EXECUTIVE)
    return people.council


def test_a_list_is_looked_through_and_imported(people, council):
    who = people.secretary
    address = draft_address(who, council, *ROWS)
    shown = who.client.get(address)
    assert "Kari Nordmann" in text(shown)
    assert Person.objects.count() == 0
    response = confirm(who, address)
    assert response.status_code == 302
    assert Mandate.objects.get().person.name == "Kari Nordmann"
    assert Mandate.objects.get().may_vote
    assert who.client.get(address).status_code == 200


def test_the_trail_has_the_import_and_each_person_and_mandate(people, council):
    address = draft_address(people.secretary, council, *ROWS)
    confirm(people.secretary, address)
    trail = AuditEntry.objects.filter(council_id=council.pk, actor_id=people.secretary.account.pk)
    whole = trail.get(verb=Verb.PEOPLE_IMPORTED)
    assert whole.changes == {"people_made": [0, 1], "mandates_made": [0, 1]}
    made = trail.get(verb=Verb.PERSON_MADE)
    assert made.subject_id == str(Person.objects.get().pk)
    assert made.changes == {"name": []}
    mandate = trail.get(verb=Verb.MANDATE_MADE)
    assert mandate.changes["position"] == [None, "member"]
    assert mandate.under_id == str(council.bodies.get().pk)
    assert {entry.request_id for entry in trail} == {whole.request_id}


def test_what_changes_is_told_field_by_field_and_written_with_a_new_version(people, council):
    kari = a_person(council, phone="111")
    a_mandate(council.bodies.get(), kari, people.participants[0])
    address = draft_address(people.secretary, council, ("Navn", "Telefon"), ("Kari Nordmann", "222"))
    shown = text(people.secretary.client.get(address))
    assert "111" in shown
    assert "222" in shown
    confirm(people.secretary, address)
    kari.refresh_from_db()
    assert (kari.phone, kari.version) == ("222", 2)
    assert AuditEntry.objects.get(verb=Verb.PERSON_CHANGED).changes == {"phone": []}


def test_sending_the_confirmation_twice_imports_once(people, council):
    who = people.secretary
    address = draft_address(who, council, *ROWS)
    form = {"do": "import", "fingerprint": fingerprint(who.client.get(address).content.decode())}
    assert [who.client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert (Person.objects.count(), Mandate.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(verb=Verb.PEOPLE_IMPORTED).count() == 1


def test_what_was_read_is_forgotten_when_it_is_imported(people, council):
    confirm(people.secretary, draft_address(people.secretary, council, *ROWS))
    draft = ImportDraft.objects.get()
    assert (draft.data, draft.answers) == ({}, {})


def test_a_cancelled_import_is_forgotten(people, council):
    address = draft_address(people.secretary, council, *ROWS)
    assert people.secretary.client.post(address, {"do": "cancel"}).status_code == 302
    assert (drafts(), Person.objects.count()) == (0, 0)


def test_rows_that_cannot_be_imported_are_left_out_only_when_that_is_ticked(people, council):
    address = draft_address(people.secretary, council, *ROWS, BROKEN)
    confirm(people.secretary, address)
    assert Person.objects.count() == 0
    confirm(people.secretary, address, leaves_out="yes")
    assert [person.name for person in Person.objects.all()] == ["Kari Nordmann"]
    assert ImportDraft.objects.get().outcome["left_out"] == 1


def test_answers_are_kept_and_can_be_changed(people, council):
    who = people.secretary
    rows = (HEADS, ("Kari Nordmann", "Utvalg X", "9001", "Medlem", None, None))
    address = draft_address(who, council, *rows)
    page = who.client.get(address)
    [question] = page.context["questions"]
    body = council.bodies.get()
    who.client.post(address, {"do": "save", question.name: str(body.pk)})
    [first, last] = who.client.get(address).context["days"]
    assert (first.name, last.name) == ("first_day", "last_day")
    who.client.post(address, {"do": "save", question.name: str(body.pk), "first_day": "2024-01-01"})
    confirm(who, address)
    assert Mandate.objects.get().starts_on == date(2024, 1, 1)


def test_nothing_is_written_when_something_has_changed_since_the_preview(people, council):
    who = people.secretary
    address = draft_address(who, council, *ROWS)
    old = fingerprint(who.client.get(address).content.decode())
    a_mandate(council.bodies.get(), a_person(council), people.participants[0], starts_on=date(2024, 1, 1))
    before = Mandate.objects.count()
    response = who.client.post(address, {"do": "import", "fingerprint": old}, follow=True)
    assert Mandate.objects.count() == before
    assert response.status_code == 200


def test_a_role_that_is_taken_away_before_the_confirmation_stops_it(people, council):
    who = people.secretary
    address = draft_address(who, council, *ROWS)
    form = {"do": "import", "fingerprint": fingerprint(who.client.get(address).content.decode())}
    RoleAssignment.objects.filter(account=who.account).delete()
    assert who.client.post(address, form).status_code == 404
    assert Person.objects.count() == 0


def test_a_role_that_is_taken_away_in_the_middle_of_the_request_stops_it(people, council, monkeypatch):
    from veivalg.web.councils.views import importing as views

    who = people.secretary
    address = draft_address(who, council, *ROWS)
    form = {"do": "import", "fingerprint": fingerprint(who.client.get(address).content.decode())}
    real = views._answered

    def loses_the_role_first(*args):
        RoleAssignment.objects.filter(account=who.account).delete()
        return real(*args)

    monkeypatch.setattr(views, "_answered", loses_the_role_first)
    assert who.client.post(address, form).status_code == 403
    assert Person.objects.count() == 0


def test_a_draft_is_for_whoever_made_it_alone(people, council):
    from tests.people import someone, with_role
    from veivalg.web.access.catalogue import Role

    address = draft_address(people.secretary, council, *ROWS)
    colleague = with_role(someone("kollega"), council, Role.SECRETARIAT)
    for do in ("save", "import", "cancel"):
        assert colleague.client.post(address, {"do": do}).status_code == 404
    assert colleague.client.get(address).status_code == 404
    assert drafts() == 1


def test_one_row_is_left_out_on_its_own_and_taken_in_again(people, council):
    who = people.secretary
    address = draft_address(who, council, *ROWS, ("Ola Hansen", *ROWS[1][1:]))
    name = re.findall(r'type="checkbox" id="id_(out-[0-9]+-[0-9]+)"', who.client.get(address).content.decode())[0]

    who.client.post(address, {f"shown-{name}": "1", name: "yes", "do": "save"})
    page = who.client.get(f"{address}?sprak=en").content.decode()
    assert "The row is left out, as you chose." in page
    assert "Import 1 row" in page
    who.client.post(address, {f"shown-{name}": "1", "do": "save"})
    assert "Import 2 rows" in who.client.get(f"{address}?sprak=en").content.decode()

    who.client.post(address, {f"shown-{name}": "1", name: "yes", "do": "save"})
    sent = {"do": "import", "leaves_out": "yes", "fingerprint": fingerprint(who.client.get(address).content.decode())}
    who.client.post(address, sent)
    assert Person.objects.count() == 1


def test_a_newer_file_that_took_the_place_of_a_preview_is_told_of(people, council):
    first = draft_address(people.secretary, council, *ROWS)
    second = draft_address(people.secretary, council, *ROWS)
    answer = people.secretary.client.get(f"{first}?sprak=en", follow=True)

    assert answer.redirect_chain[-1][0] == second
    assert "A newer file took the place" in answer.content.decode()


def test_a_draft_of_one_council_is_not_found_under_another(people, council):
    draft = draft_address(people.neighbour, people.neighbour_council, *ROWS).rstrip("/").rpartition("/")[2]
    assert people.secretary.client.get(f"/r/vestre/personer/importer/{draft}/").status_code == 404
    assert people.neighbour.client.get(f"/r/vestre/personer/importer/{draft}/").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999999999999999", "9999999999999999999", "-1", "abc", "1%00"])
def test_made_up_numbers_of_drafts_are_no_pages(people, council, number):
    assert people.secretary.client.get(f"/r/vestre/personer/importer/{number}/").status_code == 404


def test_a_draft_runs_out_after_an_hour(people, council):
    address = draft_address(people.secretary, council, *ROWS)
    draft = ImportDraft.objects.get()
    ImportDraft.objects.update(expires_at=draft.made_at - timedelta(seconds=1))
    assert people.secretary.client.get(address).status_code == 404
    assert people.secretary.client.post(address, {"do": "import"}).status_code == 404
    upload(people.secretary, council, workbook(*ROWS))
    assert drafts() == 1


@pytest.mark.parametrize("address", ["importer/", "importer/mal.xlsx", "importer/1/", "eksport.xlsx", "eksport.csv"])
def test_only_the_secretariat_comes_in(people, council, address):
    address = f"/r/vestre/personer/{address}"
    assert Client().get(address).status_code == 302
    for who in (people.representative, people.municipal_contact, people.reader, people.visiting_host):
        assert who.client.get(address).status_code == 403
    for who in (people.neighbour, people.nobody):
        assert who.client.get(address).status_code == 404


def test_nobody_else_can_send_a_file(people, council):
    for who, status in ((people.reader, 403), (people.neighbour, 404)):
        assert upload(who, council, workbook(*ROWS)).status_code == status
    assert drafts() == 0


def test_the_empty_sheet_can_be_filled_in_and_read(people, council):
    from veivalg.web.files.reading import read_sheets

    response = people.secretary.client.get("/r/vestre/personer/importer/mal.xlsx")
    book = read_sheets(response.content, "mal.xlsx")
    assert len(book.sheets[0].rows) == 1
    filled = (book.sheets[0].rows[0], ("Kari Nordmann", "Arbeidsutvalget", "9001", "Medlem", None, "1.1.2024"))
    address = draft_address(people.secretary, council, *filled)
    assert people.secretary.client.get(address).context["plan"].counts["new"] == 1


def test_a_file_without_types_is_read_too(people, council):
    response = upload(people.secretary, council, write_csv(ROWS), "folk.csv")
    assert people.secretary.client.get(response.url).context["plan"].counts["new"] == 1


def test_a_council_without_bodies_is_told_to_make_them_first(people):
    address = draft_address(people.secretary, people.council, *ROWS)
    page = people.secretary.client.get(address)
    assert page.context["plan"].notes
    assert page.status_code == 200


def test_a_long_list_is_shown_fifty_rows_at_a_time_with_few_queries(people, council, django_assert_max_num_queries):
    rows = [(f"Person {n}", "Arbeidsutvalget", "9001", "Medlem", "1.1.2024", None) for n in range(130)]
    address = draft_address(people.secretary, council, HEADS, *rows)
    people.secretary.client.get(address)
    with django_assert_max_num_queries(20):
        page = people.secretary.client.get(address + "?side=3")
    assert len(page.context["rows"]) == 30


def test_no_file_at_all_is_told_on_the_page(people, council):
    response = people.secretary.client.post("/r/vestre/personer/importer/", {})
    assert "vv-problems" in response.content.decode()
    assert drafts() == 0


def test_a_thousand_rows_take_far_fewer_queries_than_rows(people, council):
    who = people.secretary
    rows = [(f"Person {n}", "Arbeidsutvalget", "9001", "Medlem", "1.1.2024", f"p{n}@example.no") for n in range(1_000)]
    heads = ("Navn", "Organ", "Kommune", "Verv", "Fra", "E-post")
    for phone in ("111", "222"):
        address = draft_address(who, council, (*heads, "Telefon"), *((*row, phone) for row in rows))
        shown = fingerprint(who.client.get(address).content.decode())
        with CaptureQueriesContext(connection) as queries:
            who.client.post(address, {"do": "import", "fingerprint": shown})
        assert len(queries) < 100
    assert Person.objects.filter(phone="222", version=2).count() == 1_000
    assert Mandate.objects.count() == 1_000


def test_what_was_changed_in_the_file_is_told_in_the_language_of_whoever_reads_it(people, council):
    number = "01019012345"
    rows = "".join(f"  Kari {n};{number}\n" for n in range(60))
    address = upload(people.secretary, council, f"Navn;Telefon\n{rows}".encode(), "folk.csv").url
    client = people.secretary.client

    told = {language: client.get(f"{address}?sprak={language}").context["notes"] for language in ("nb", "nn", "en")}

    assert told["en"][0].startswith("60 cells looked like national identity numbers")
    assert any("more cells like this one" in note for note in told["en"])
    assert {len(notes) for notes in told.values()} == {len(told["en"])}
    assert not set(told["nb"]) & set(told["en"])
    assert number not in str(ImportDraft.objects.get().data)
