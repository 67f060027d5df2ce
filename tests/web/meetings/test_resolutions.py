"""Resolutions are registered, found, corrected, and never changed."""

import csv
import io
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW, TODAY
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit import protection
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.files.reading import read_sheets
from veivalg.web.meetings import operations
from veivalg.web.meetings.case_numbers import CaseNumberBroken, plain_case_number
from veivalg.web.meetings.models import ADD_ONLY, Resolution
from veivalg.web.meetings.operations import AlreadyCorrected, Content

pytestmark = pytest.mark.django_db
TITLE = "Uttalelse om ferja Avik–Bø"


@pytest.fixture
def body(people):
    return Body.objects.create(council=people.council, kind=Body.Kind.ASSEMBLY, name="Representantskapet")


@pytest.fixture
def content(body):
    def make(**more):
        return Content(
            **{
                "body": body,
                "resolved_on": date(2026, 3, 5),
                "kind": Resolution.Kind.STATEMENT,
                "title": TITLE,
                "text": "Rådet ber om at ferja går hele døgnet.",
                "case_number": "15/26",
            }
            | more
        )

    return make


@pytest.fixture
def register(people, content):
    def run(who=None, council=None, **more):
        return operations.register_resolution(
            actor=(who or people.secretary).actor,
            council=council or people.council,
            content=content(**more),
            on=TODAY,
            now=NOW,
        )

    return run


@pytest.fixture
def correct(people, content):
    def run(old, who=None, reason="Feil dag i protokollen", **more):
        return operations.correct_resolution(
            actor=(who or people.secretary).actor,
            council=old.council,
            resolution_id=old.pk,
            content=content(**more),
            reason=reason,
            on=TODAY,
            now=NOW,
        )

    return run


FORM = {"resolved_on": "2026-03-05", "kind": "statement", "title": TITLE, "text": "Ja.", "case_number": "", "link": ""}


def test_a_registered_resolution_is_noted_under_its_body(register, body):
    made = register()

    entry = AuditEntry.objects.get(verb=Verb.RESOLUTION_REGISTERED)
    assert (entry.subject_id, entry.under_id, entry.council_id) == (str(made.pk), str(body.pk), made.council_id)
    assert entry.changes["case_number"] == [None, "15/26"]


def test_the_database_refuses_to_change_or_delete_what_is_registered(register):
    made = register()
    for field in ("text", "title", "case_number"):
        with pytest.raises(DatabaseError, match="only be corrected"), transaction.atomic():
            Resolution.objects.filter(pk=made.pk).update(**{field: "noe annet"})
    with pytest.raises(DatabaseError, match="only be corrected"), transaction.atomic():
        Resolution.objects.filter(pk=made.pk).update(resolved_on=TODAY)
    with pytest.raises(DatabaseError, match="only be corrected"), transaction.atomic():
        made.delete()

    assert Resolution.objects.get().text == made.text


def test_after_all_migrations_the_table_is_protected():
    assert protection.installed(connection, ADD_ONLY) == set(ADD_ONLY.names(connection.vendor))
    assert ADD_ONLY in protection.protected()


def test_a_correction_is_a_new_row_that_says_why_and_the_old_one_stays(register, correct):
    old = register()
    new = correct(old, text="Rådet ber om at ferja går hele natta.")

    old.refresh_from_db()
    assert old.text == "Rådet ber om at ferja går hele døgnet."
    assert (new.corrects, new.correction_reason, old.correction) == (old, "Feil dag i protokollen", new)
    entry = AuditEntry.objects.get(verb=Verb.RESOLUTION_CORRECTED)
    assert entry.changes == {"text": [old.text, new.text]}
    assert entry.reason == "Feil dag i protokollen"
    assert list(Resolution.objects.standing()) == [new]


def test_two_who_correct_the_same_one_do_not_make_two(register, correct):
    old = register()
    new = correct(old)

    with pytest.raises(AlreadyCorrected) as told:
        correct(old)

    assert told.value.latest == new


def test_a_correction_needs_a_reason(register, correct):
    with pytest.raises(NotPossible) as told:
        correct(register(), reason=" \n ")

    assert told.value.field == "reason"


def test_a_case_number_belongs_to_one_standing_resolution_of_a_body_a_year(register, correct, people):
    first = register(case_number="15/26")
    register(case_number="15/27", resolved_on=date(2026, 11, 24))
    register(case_number="RR-sak 15/26")
    other = Body.objects.create(council=people.council, kind=Body.Kind.EXECUTIVE, name="Arbeidsutvalget")
    register(case_number="15/26", body=other)
    with pytest.raises(NotPossible, match="15/26") as told:
        register(case_number=" 015 / 2026")
    assert told.value.field == "case_number"

    correct(first, case_number="16/26")
    register(case_number="15/26")


def test_several_resolutions_may_lack_a_case_number(register):
    assert register(case_number="").case_number == register(case_number=" ").case_number == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"resolved_on": TODAY + timedelta(days=1)}, "resolved_on"),
        ({"resolved_on": date(1666, 1, 1)}, "resolved_on"),
        ({"title": "   "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"case_number": "femten"}, "case_number"),
        ({"case_number": "15/26; drop"}, "case_number"),
        ({"link": "http://example.no/protokoll"}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://"}, "link"),
        ({"link": "https://[::1"}, "link"),
        ({"link": "https://kari:hemmelig@example.no/"}, "link"),
    ],
)
def test_what_cannot_be_registered_is_told_at_its_field(register, more, field):
    with pytest.raises(NotPossible) as told:
        register(**more)

    assert told.value.field == field
    assert not Resolution.objects.exists()


@pytest.mark.parametrize("typed", ["namdal.no", " namdal.no/sak?id=1 ", "www.namdal.no:8080/a"])
def test_an_address_may_leave_out_https(register, typed):
    assert register(link=typed).link == f"https://{typed.strip()}"


def test_an_address_that_is_not_encrypted_is_refused_with_what_is_wrong(register):
    with translation.override("en"), pytest.raises(NotPossible, match="begins with http://"):
        register(link="http://namdal.no")


def test_a_body_resolves_nothing_before_its_first_day_or_after_its_last(register, body):
    Body.objects.filter(pk=body.pk).update(starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 5))

    register(resolved_on=date(2026, 3, 5))
    for day in (date(2025, 12, 31), date(2026, 3, 6)):
        with pytest.raises(NotPossible, match="Representantskapet"):
            register(resolved_on=day, case_number="")


def test_a_body_of_the_neighbour_is_no_body_here(register, people):
    other = Body.objects.create(council=people.neighbour_council, kind=Body.Kind.ASSEMBLY, name="Deres")

    with pytest.raises(NotPossible):
        register(body=other)


@pytest.mark.parametrize(
    "role", ["representative", "municipal_contact", "reader", "youth", "visiting_host", "neighbour"]
)
def test_only_the_secretariat_registers(register, people, role):
    with pytest.raises(Refused):
        register(who=getattr(people, role))

    assert not Resolution.objects.exists()


def test_registering_takes_a_second_factor(register, correct, people):
    with pytest.raises(SecondFactorNeeded):
        register(who=people.secretary_without_second_factor)
    old = register()
    with pytest.raises(SecondFactorNeeded):
        correct(old, who=people.secretary_without_second_factor)


@given(
    series=st.sampled_from(["", "RR-sak", "PS", "AU sak"]),
    number=st.integers(1, 9999),
    year=st.integers(1950, 2049),
    spaces=st.sampled_from(["", " "]),
)
def test_a_case_number_has_one_way_of_writing(series, number, year, spaces):
    written = plain_case_number(f"  {series} {number:04}{spaces}/{spaces}{year} ")

    assert written == f"{series} {number}/{year % 100:02}".strip()
    assert plain_case_number(written) == written


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_case_numbers(typed):
    with suppress(CaseNumberBroken):
        assert plain_case_number(plain_case_number(typed)) == plain_case_number(typed)


def test_the_secretary_registers_on_the_page(people, body):
    client = people.secretary.client
    sent = FORM | {"body": body.pk, "link": "namdal.no"}
    looked_over = client.post("/r/vestre/vedtak/nytt/?sprak=en", sent).content.decode()
    assert "Nothing is stored yet" in looked_over
    assert "https://namdal.no" in looked_over
    assert not Resolution.objects.exists()
    assert (
        'name="title" value="Uttalelse'
        in client.post("/r/vestre/vedtak/nytt/", sent | {"step": "change"}).content.decode()
    )
    response = client.post("/r/vestre/vedtak/nytt/", sent | {"step": "register"})

    assert response.url == Resolution.objects.get().get_absolute_url()
    assert "Ja." in client.get(response.url).content.decode()


def test_a_form_that_cannot_be_accepted_says_where(people, body):
    response = people.secretary.client.post(
        "/r/vestre/vedtak/nytt/", FORM | {"body": body.pk, "resolved_on": "2999-01-01"}
    )

    assert response.status_code == 422
    assert 'id="id_resolved_on_error"' in response.content.decode()


def test_the_secretary_corrects_on_the_page_and_is_led_to_what_stands(people, register):
    old = register()
    client = people.secretary.client
    address = f"/r/vestre/vedtak/{old.pk}/rett/"
    assert "hele døgnet" in client.get(address).content.decode()

    response = client.post(address, FORM | {"body": old.body_id, "reason": "Skrivefeil"})

    new = Resolution.objects.standing().get()
    assert response.url == new.get_absolute_url()
    assert client.get(address).url == new.get_absolute_url()
    assert client.post(address, FORM | {"body": old.body_id, "reason": "Igjen"}).url == new.get_absolute_url()
    assert Resolution.objects.count() == 2


def test_everyone_reads_both_texts_and_the_reason(client, register, correct):
    old = register()
    new = correct(old, text="Nytt.")

    page = client.get(f"/r/vestre/vedtak/{old.pk}/").content.decode()
    assert old.text in page
    assert f'href="/r/vestre/vedtak/{new.pk}/"' in page
    assert "Feil dag i protokollen" in client.get(f"/r/vestre/vedtak/{new.pk}/").content.decode()
    assert client.get(f"/r/ostre/vedtak/{new.pk}/").status_code == 404


def test_the_deadline_for_legality_control_is_three_weeks_from_the_resolution(client, register):
    made = register(resolved_on=date(2026, 3, 5), kind=Resolution.Kind.GRANT)

    assert made.review_until == date(2026, 3, 26)
    page = client.get(f"/r/vestre/vedtak/{made.pk}/?sprak=en").content.decode()
    assert "26\xa0March 2026" in page
    assert "§ 27-1" in page


@pytest.mark.parametrize("kind", ["statement", "consultation_response", "recommendation"])
def test_what_settles_nothing_says_nothing_of_legality_control(client, register, kind):
    made = register(kind=Resolution.Kind(kind))

    assert "§ 27-1" not in client.get(f"/r/vestre/vedtak/{made.pk}/?sprak=en").content.decode()


def test_what_is_written_is_shown_as_words_and_not_as_code(client, register):
    made = register(text="<script>alert(1)</script>", title="<b>Fet</b>")

    page = client.get(f"/r/vestre/vedtak/{made.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Fet" not in page


def test_resolutions_are_found_by_words_body_and_year(client, register, people):
    other = Body.objects.create(council=people.council, kind=Body.Kind.EXECUTIVE, name="Arbeidsutvalget")
    register(title="ÅRSMELDING vedtatt", case_number="1/26")
    register(title="Budsjett", body=other, resolved_on=date(2025, 12, 1), case_number="44/25")

    def found(query):
        page = client.get(f"/r/vestre/vedtak/?{query}").content.decode()
        return [title for title in ("ÅRSMELDING", "Budsjett") if title in page]

    assert found("") == ["ÅRSMELDING", "Budsjett"]
    assert found("q=årsmelding") == ["ÅRSMELDING"]
    assert found("q=44/25") == ["Budsjett"]
    assert found(f"organ={other.pk}") == ["Budsjett"]
    assert found("aar=2026") == ["ÅRSMELDING"]
    assert found("aar=2026&q=finnes%20ikke") == []


@pytest.mark.parametrize("query", ["organ=x", "aar=" + "9" * 400, "side=-1", "side=%D9%A3", "q=%00", "organ=999999999"])
def test_a_crafted_list_address_still_answers(client, register, query):
    register()

    assert client.get(f"/r/vestre/vedtak/?{query}").status_code == 200


def test_the_files_hold_what_the_list_holds(client, register, correct):
    correct(register(case_number="1/26"), title="Rettet", case_number="1/26")
    register(title="=HYPERLINK(1)", case_number="2/26")

    rows = list(
        csv.reader(io.StringIO(client.get("/r/vestre/vedtak/vedtak.csv").content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row[4] for row in rows[1:]] == ["'=HYPERLINK(1)", "Rettet"]
    book = read_sheets(client.get("/r/vestre/vedtak/vedtak.xlsx").content, name="vedtak.xlsx")
    assert [row[4] for row in book.sheets[0].rows[1:]] == ["=HYPERLINK(1)", "Rettet"]
    assert client.get("/r/vestre/vedtak/vedtak.exe").status_code == 404


def test_the_list_takes_few_queries_however_many_there_are(people, body, django_assert_max_num_queries):
    Resolution.objects.bulk_create(
        Resolution(
            council=people.council,
            body=body,
            resolved_on=date(2020 + n % 6, 1, 1),
            kind="internal",
            title=f"Sak {n}",
            text="Tekst",
            registered_at=NOW,
        )
        for n in range(1200)
    )
    client = people.secretary.client
    for address in ("", "?side=24", "?q=sak&aar=2021"):
        with django_assert_max_num_queries(20):
            assert client.get(f"/r/vestre/vedtak/{address}").status_code == 200


def test_an_empty_list_says_what_to_do_first(client, people):
    assert "vv-empty" in client.get("/r/vestre/vedtak/").content.decode()
    assert "/r/vestre/vedtak/nytt/" in people.secretary.client.get("/r/vestre/vedtak/").content.decode()


@pytest.mark.parametrize("path", ["nytt/", "{pk}/rett/"])
def test_visitors_sign_in_the_wrong_role_is_refused_and_the_neighbour_finds_nothing(client, people, register, path):
    address = f"/r/vestre/vedtak/{path.format(pk=register().pk)}"

    assert client.get(address).url.startswith("/logg-inn/?")
    assert people.representative.client.get(address).status_code == 403
    assert people.neighbour.client.get(address).status_code == 404


def test_a_number_that_no_database_has_is_no_page(client, people):
    for number in ("0", "9" * 18, "9" * 19, "9" * 400):
        assert client.get(f"/r/vestre/vedtak/{number}/").status_code == 404


def test_a_reason_that_is_too_long_is_refused_and_not_cut(register, correct):
    old = register()
    with pytest.raises(NotPossible) as told:
        correct(old, reason="x" * 501)

    assert told.value.field == "reason"
