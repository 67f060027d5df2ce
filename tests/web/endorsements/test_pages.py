"""Pages of endorsements: for everyone, for the secretariat, for a municipality; as files and as papers."""

import csv
import html
import io
import zipfile
from datetime import date, timedelta

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.people import NOW
from tests.web.endorsements.conftest import ON, RESOLVED, a_resolution, english, rows_of
from tests.web.endorsements.test_answers import refusals
from veivalg.rules.cooperation import Days, Share
from veivalg.web.barometer import behaviour
from veivalg.web.councils.models import Municipality, Participant
from veivalg.web.endorsements import way
from veivalg.web.endorsements.models import Endorsement, EndorsementRound, EndorsementTarget
from veivalg.web.endorsements.waiting import waiting
from veivalg.web.meetings.models import Resolution

pytestmark = pytest.mark.django_db
LIST = "/r/vestre/forankring/"


def page(address, client=None, status=200) -> str:
    response = (client or Client(HTTP_ACCEPT_LANGUAGE="en")).get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_the_list_says_how_many_said_yes_and_who_is_missing_by_name(people, sent, give):
    give(rows_of(sent)[0])
    text = page(LIST, english())
    assert "adopted by 1 of 3" in text
    assert "Waiting for Kommune 9002 and Kommune 9003" in text
    assert "The day for answers was" in text
    assert text.count('<i class="y">') == 1


def test_the_page_says_what_the_number_counts_and_what_counts_towards_the_effect(people, sent, give):
    first, second, _ = rows_of(sent)
    give(first, result="changed", amendment="To, ikke tre")
    address = f"{LIST}{sent.resolution_id}/"
    alone = page(address, english())
    assert "adopted by 1 of 3" in alone
    assert "The one that has adopted it did so with a change, and does not count towards it." in alone
    give(second)
    text = page(address, english())
    assert "adopted by 2 of 3" in text
    assert "Only a yes to the council's own text counts towards it" in html.unescape(text)
    assert "Of the 2 that have adopted it, the yes of 1 counts towards it" in text


def test_the_list_is_searched_and_narrowed_by_state(people, send_out, sent, give):
    other = send_out(a_resolution(people.council, title="Ferge"), response_by=None)
    for row in rows_of(other):
        give(row)
    assert "Felles legevakt" not in page(f"{LIST}?q=ferge", english())
    assert "Ferge" not in page(f"{LIST}?status=over", english())
    assert "Felles legevakt" not in page(f"{LIST}?status=ferdig", english())
    assert "No resolution fits" in page(f"{LIST}?q=finnes+ikke", english())
    assert "1 of 2 resolutions wait" in page(f"{LIST}?status=x&q=%00", english())


def test_the_secretariat_sees_what_has_not_been_sent_and_others_do_not(people, resolution):
    assert "Not sent to the municipalities yet" in page(LIST, english(people.secretary))
    assert "Not sent to the municipalities yet" not in page(LIST, english())


def test_the_same_can_be_had_as_files_with_texts_that_are_only_texts(sent, give):
    give(rows_of(sent)[0], note="=1+1")
    rows = list(csv.reader(io.StringIO(page(f"{LIST}forankring.csv?sprak=en").lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 4
    assert rows[1][3:9] == ["Kommune 9001", "", "The municipal council", "PS 45/26", "2026-07-01", "adopted"]
    assert rows[1][11] == "'=1+1"
    assert Client().get(f"{LIST}forankring.xlsx").content.startswith(b"PK")
    assert Client().get(f"{LIST}forankring.exe").status_code == 404


def test_amendments_stand_side_by_side_with_the_council_s_text(sent, give):
    for row, text in zip(rows_of(sent), ("Bare om natta", "Bare i <b>helgene</b>", ""), strict=True):
        give(row, **({"result": "changed", "amendment": text} if text else {}))
    shown = page(f"{LIST}{sent.resolution_id}/", english())
    assert "Did all say yes to the same?" in shown
    assert "Bare om natta" in shown
    assert "Bare i &lt;b&gt;helgene&lt;/b&gt;" in shown
    assert shown.count("Kommunene utreder felles legevakt.") == 1
    assert "it cannot take effect as it stands" in shown


def test_an_older_text_leads_to_the_round_of_the_one_that_stands(people, sent, resolution):
    from tests.web.endorsements.test_rounds import correct

    new = correct(people, resolution)
    response = Client().get(f"{LIST}{resolution.pk}/")
    assert (response.status_code, response.url) == (302, f"{LIST}{new.pk}/")


def test_a_resolution_s_own_page_shows_how_it_stands(people, sent, give):
    give(rows_of(sent)[0])
    assert "adopted by 1 of 3" in page(f"/r/vestre/vedtak/{sent.resolution_id}/", english())
    unsent = a_resolution(people.council, title="Ferge")
    assert "Send to the municipalities" not in page(f"/r/vestre/vedtak/{unsent.pk}/", english())
    assert "Send to the municipalities" in page(f"/r/vestre/vedtak/{unsent.pk}/", english(people.secretary))


def test_the_secretariat_sends_out_on_a_page(people, resolution):
    address = f"{LIST}{resolution.pk}/send-ut/"
    assert "3 municipalities are asked" in page(address, english(people.secretary))
    response = english(people.secretary).post(address, {"commits": "on", "rule": "every"})
    assert response.status_code == 302
    assert Endorsement.objects.count() == 3
    assert english(people.secretary).get(address).status_code == 302


@pytest.mark.parametrize("kind", ["internal", "grant"])
def test_the_page_says_which_paragraphs_stand_in_the_way(people, kind):
    resolution = a_resolution(people.council, kind=kind)
    response = english(people.secretary).post(f"{LIST}{resolution.pk}/send-ut/", {"commits": "on", "rule": "every"})
    assert "kommuneloven § 5-4, kommuneloven § 18-1 andre ledd" in response.content.decode()
    assert not EndorsementRound.objects.exists()


def form(row, **more):
    values = {"result": "adopted", "by_whom": "municipal_council", "decided_on": "2026-07-01", "version": row.version}
    return values | more


def test_a_contact_answers_on_a_page_and_then_only_reads(people, sent):
    row = rows_of(sent)[0]
    address = f"{LIST}{sent.resolution_id}/svar/{row.pk}/"
    client = english(people.municipal_contact)
    assert "sent_on" not in page(address, client)
    assert client.post(address, form(row)).status_code == 302
    assert rows_of(sent)[0].result == "adopted"
    assert client.get(address).status_code == 302
    assert client.post(address, form(rows_of(sent)[0], result="rejected")).status_code == 422
    assert rows_of(sent)[0].result == "adopted"
    assert refusals() == ["answered"]


def test_another_municipality_s_answer_is_closed_to_a_contact(people, sent):
    address = f"{LIST}{sent.resolution_id}/svar/{rows_of(sent)[1].pk}/"
    assert people.municipal_contact.client.get(address).status_code == 403
    assert people.municipal_contact.client.post(address, form(rows_of(sent)[1])).status_code == 403
    assert people.neighbour.client.get(address).status_code == 404


def test_two_who_answer_on_pages_see_each_other(people, sent):
    row = rows_of(sent)[0]
    address = f"{LIST}{sent.resolution_id}/svar/{row.pk}/"
    assert people.secretary.client.post(address, form(row)).status_code == 302
    response = english(people.secretary).post(address, form(row, result="rejected", reason="Feil"))
    assert response.status_code == 409
    assert rows_of(sent)[0].result == "adopted"
    assert refusals() == ["same_moment"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": "9" * 40},
        {"version": ""},
        {"decided_on": "0000-00-00"},
        {"note": "\x00"},
        {"result": "\ud800"},
        {"link": "http://["},
        {"case_number": "x" * 5000},
    ],
)
def test_broken_answers_get_a_page_and_never_an_error(people, sent, wrong):
    row = rows_of(sent)[0]
    values = {name: str(value).encode("utf-8", "replace").decode() for name, value in form(row, **wrong).items()}
    response = people.secretary.client.post(f"{LIST}{sent.resolution_id}/svar/{row.pk}/", values)
    assert response.status_code in (302, 409, 422)


@pytest.mark.parametrize("address", ["999999/", "999999/svar/1/", "kommune/999999/", "1/saksframlegg/999.docx"])
def test_what_is_not_there_is_not_found(people, address):
    assert people.secretary.client.get(f"{LIST}{address}").status_code == 404


def paper(row) -> bytes:
    return Client().get(f"{LIST}{row.round.resolution_id}/saksframlegg/{row.pk}.docx").content


def test_the_briefing_paper_is_in_the_municipality_s_own_language_form_and_always_the_same(people, sent):
    participant = people.participants[0]
    participant.language = "nn"
    participant.save()
    first, second, _ = rows_of(sent)
    nynorsk, bokmal = paper(first), paper(second)
    assert paper(first) == nynorsk

    def text(content: bytes) -> str:
        return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)

    assert "Framlegg til vedtak" in text(nynorsk)
    assert "Kommunestyret i Kommune 9001 sluttar seg til" in text(nynorsk)
    assert "Forslag til vedtak" in text(bokmal)
    assert "Kommunene utreder felles legevakt." in text(bokmal)
    for heading in ("Økonomi", "Klima og bærekraft", "Unge", "Kommunene som er berørt"):
        assert heading in text(bokmal)


@pytest.mark.parametrize(
    ("case_number", "name"),
    [("14/26", "14-26"), ("RS 3/2026", "rs-3-2026"), ("", RESOLVED.isoformat()), ('"\r\n//', RESOLVED.isoformat())],
)
def test_the_paper_s_file_is_called_by_the_case_number_of_the_resolution(people, send_out, case_number, name):
    sent = send_out(a_resolution(people.council, case_number=case_number))
    row = rows_of(sent)[0]
    answer = Client().get(f"{LIST}{sent.resolution_id}/saksframlegg/{row.pk}.docx")
    assert f"saksframlegg-{name}-kommune-9001.docx" in answer.headers["Content-Disposition"]


def test_hostile_texts_are_only_texts_in_the_paper(people, send_out):
    resolution = a_resolution(people.council, title='<w:p/> {{x}} "&\u202e ]]>')
    content = paper(rows_of(send_out(resolution, grounds="=HYPERLINK(1) <script>"))[0])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = archive.read("word/document.xml").decode()
    assert "&lt;script&gt;" in inside
    assert "\u202e" not in inside
    assert "w:instrText" not in inside


def test_a_participant_s_language_form_is_chosen_where_its_dates_are(people):
    participant = people.participants[0]
    data = {"language": "nn", "version": 1, "starts_on": "", "ends_on": "", "note": ""}
    address = f"/r/vestre/deltakere/{participant.pk}/endre/"
    assert people.secretary.client.post(address, data).status_code == 302
    participant.refresh_from_db()
    assert participant.language == "nn"


def test_the_way_is_counted_per_step_body_municipality_and_year(people, send_out, give):
    round = send_out(
        a_resolution(people.council), idea_on=RESOLVED - timedelta(days=200), response_by=date(2026, 12, 1)
    )
    for n, row in enumerate(rows_of(round)):
        give(
            row,
            sent_on=RESOLVED + timedelta(days=4),
            decided_on=RESOLVED + timedelta(days=14 + 20 * n),
            by_whom="executive" if n == 2 else "municipal_council",
        )
    send_out(a_resolution(people.council, title="Ferge", resolved_on=date(2025, 3, 1)), response_by=None)
    EndorsementTarget.objects.create(council=people.council, days=60)
    people.council.refresh_from_db()
    found = way.content(people.council, on=ON)

    assert found["heading"].startswith("Most time goes before the council resolves it: 200")
    assert [(line.median, line.longest, line.count) for line in found["steps"]] == [
        ("200 days", "200 days", 1),
        ("4 days", "4 days", 3),
        ("30 days", "50 days", 3),
        ("54 days", "54 days", 1),
        ("254 days", "254 days", 1),
    ]
    assert [(line.name, line.count) for line in found["bodies"]] == [
        ("The municipal council", 2),
        ("The executive committee", 1),
    ]
    assert [line.name for line in found["municipalities"]] == ["Kommune 9001", "Kommune 9002", "Kommune 9003"]
    assert [(line.year, line.resolutions, line.finished, line.within) for line in found["years"]] == [
        (2026, 1, 1, "1 of 1"),
        (2025, 1, 0, "0 of 0"),
    ]
    assert "Kept by 1 of 1" in page(f"{LIST}veien/", english())
    assert "Ferge" not in page(f"{LIST}veien/?aar=2026", english())
    for typed in ("x", "99999999999", "%00", "0000"):
        page(f"{LIST}veien/?aar={typed}", english())


def test_the_target_is_set_on_a_page(people, sent):
    address = f"{LIST}veien/maltall/"
    assert people.secretary.client.post(address, {"days": "90", "version": ""}).status_code == 302
    assert people.secretary.client.post(address, {"days": "80", "version": ""}).status_code == 409
    assert people.secretary.client.post(address, {"days": "0", "version": "1"}).status_code == 422
    assert EndorsementTarget.objects.get().days == 90


def test_the_barometer_sees_who_endorses_and_how_long_it_takes(people, send_out, give):
    round = send_out(a_resolution(people.council), idea_on=RESOLVED - timedelta(days=10))
    send_out(a_resolution(people.council, title="Ferge"))
    assert behaviour.endorsed_by_all(people.council, ON) == Share(part=0, whole=2, on=ON)
    assert behaviour.days_to_last_endorsement(people.council, ON).median_days is None
    for row in rows_of(round):
        give(row)
    assert behaviour.endorsed_by_all(people.council, ON) == Share(part=1, whole=2, on=ON)
    assert behaviour.days_to_last_endorsement(people.council, ON) == Days(
        count=1, median_days=40.0, longest_days=40, on=ON
    )
    assert "40 days in the middle, of 1 resolution" in page("/r/vestre/samarbeid/", english())


def test_a_contact_s_own_page_has_what_is_owed_and_the_secretariat_s_what_is_late(people, sent, give):
    (own,) = waiting(people.municipal_contact.actor, people.municipal_contact.account, ON)
    assert own.text == "Kommune 9001 owes an answer on “Felles legevakt”."
    assert own.due_on == date(2026, 10, 1)
    (late,) = waiting(people.secretary.actor, people.secretary.account, ON)
    assert late.url.endswith("?status=over")
    give(rows_of(sent)[0])
    assert waiting(people.municipal_contact.actor, people.municipal_contact.account, ON) == []
    assert waiting(people.reader.actor, people.reader.account, ON) == []


def many(people, *, resolutions=300, municipalities=20) -> EndorsementRound:
    """As much as twenty years give: a full council with three hundred resolutions."""
    places = Municipality.objects.bulk_create(
        Municipality(code=str(8000 + n), name=f"Sted {n}", county_code="90", county_name="Testfylket")
        for n in range(municipalities - 3)
    )
    Participant.objects.bulk_create(Participant(council=people.council, municipality=place) for place in places)
    everyone = list(people.council.participants.all())
    first = a_resolution(people.council)
    rows = Resolution.objects.bulk_create(
        Resolution(
            council=people.council,
            body=first.body,
            resolved_on=date(2007 + n % 20, 1 + n % 12, 1),
            kind="recommendation",
            title=f"Vedtak {n}",
            text="Tekst",
            registered_at=NOW,
        )
        for n in range(resolutions)
    )
    rounds = EndorsementRound.objects.bulk_create(
        EndorsementRound(council=people.council, resolution=row, opened_at=NOW, response_by=row.resolved_on)
        for row in rows
    )
    Endorsement.objects.bulk_create(
        Endorsement(
            round=round,
            participant=participant,
            sent_on=round.resolution.resolved_on,
            result="adopted" if (n + m) % 5 else "",
            by_whom="municipal_council" if (n + m) % 5 else "",
            decided_on=round.resolution.resolved_on + timedelta(days=m) if (n + m) % 5 else None,
            answered_at=NOW if (n + m) % 5 else None,
        )
        for n, round in enumerate(rounds)
        for m, participant in enumerate(everyone)
    )
    return rounds[0]


def test_with_three_hundred_resolutions_and_twenty_municipalities_no_page_takes_more_than_twenty_queries(people):
    round = many(people)
    row = round.endorsements.first()
    addresses = [
        LIST,
        f"{LIST}?status=over&side=3",
        f"{LIST}forankring.csv",
        f"{LIST}veien/",
        f"{LIST}kommune/{row.participant_id}/",
        f"{LIST}{round.resolution_id}/",
        f"{LIST}{round.resolution_id}/spor/",
        f"{LIST}{round.resolution_id}/saksframlegg/{row.pk}.docx",
        f"/r/vestre/vedtak/{round.resolution_id}/",
        "/r/vestre/samarbeid/",
    ]
    heavy = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            assert people.secretary.client.get(address).status_code == 200, address
        heavy[address] = len(queries)
    assert max(heavy.values()) <= 20, heavy


def test_the_front_page_says_how_long_the_way_is_once_one_has_come_to_the_end(people, send_out, resolution, give):
    address = f"/r/{people.council.slug}/?sprak=en"
    sent = send_out(resolution, idea_on=RESOLVED - timedelta(days=20))
    assert "From the idea to the last" not in Client().get(address).content.decode()
    for row in rows_of(sent):
        give(row)
    found = Client().get(address).content.decode()

    assert "answer: 50 days, in 1 resolution" in " ".join(found.split())
    assert f"/r/{people.council.slug}/forankring/veien/" in found
