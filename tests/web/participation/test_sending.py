"""Anyone says what they think without signing in, once, in time, and loses nothing when something is wrong."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.participation.voices import a_round, a_submission, an_answer
from veivalg.web.access.actor import VISITOR
from veivalg.web.access.doors import Refused
from veivalg.web.accounts.models import RateCount
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox.models import Message
from veivalg.web.participation.models import ParticipationRound, Submission
from veivalg.web.participation.operations import own, sending
from veivalg.web.participation.operations.sending import TooLate

pytestmark = pytest.mark.django_db
VALUES = {"text": "Bussen må gå på kvelden.", "kind": "citizen", "language": "nb"}


@pytest.fixture
def row(people):
    return a_round(people.council, on=timezone.localdate())


def address(row, query=""):
    return f"/r/vestre/medvirkning/{row.pk}/gi-innspill/{query}"


def signed_key(page: str) -> str:
    return re.search(r'name="kvittering" value="([^"]+)"', page)[1]


def sent(client, row, query="", **more):
    """Look it over and send it, as a browser does."""
    given = {"text": "Bussen må gå.", "kind": "citizen"} | more
    key = signed_key(client.get(address(row, query)).content.decode())
    return client.post(address(row, query), given | {"kvittering": key, "steg": "send"}), given, key


def send(row, council, *, key="a" * 43, on=TODAY, now=NOW, actor=VISITOR, **more):
    return sending.send_submission(
        actor=actor, council=council, round_id=row.pk, key=key, values=VALUES | more, on=on, now=now
    )


def test_a_citizen_reads_it_over_sends_it_and_gets_a_link_of_their_own(client, people, row):
    client.get("/?sprak=en")
    key = row.content["goals"][0]["paths"][0]["actions"][1]["id"]
    page = client.get(address(row, f"?om={key}")).content.decode()
    assert "Action 2: Tiltak nummer 2" in page
    assert "public body" in page
    form = {"text": "Gjør det før jul.", "kind": "business", "shown_name": "Rev", "about_key": key}
    form["kvittering"] = signed_key(page)

    looked_over = client.post(address(row), form | {"steg": "se"}).content.decode()
    assert "Gjør det før jul." in looked_over
    assert not Submission.objects.exists()
    response = client.post(address(row), form | {"steg": "send", "kvittering": signed_key(looked_over)}, follow=True)

    made = Submission.objects.get()
    assert (made.text, made.kind, made.shown_name, made.about_key) == ("Gjør det før jul.", "business", "Rev", key)
    assert (made.state, made.account_id) == ("received", None)
    receipt = response.redirect_chain[-1][0]
    assert receipt.startswith("/r/vestre/innspill/")
    assert made.receipt_hash not in receipt
    assert "Gjør det før jul." in Client().get(receipt).content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_the_same_form_sent_twice_is_one_submission_with_one_link(client, row):
    first, given, key = sent(client, row)
    second = client.post(address(row), given | {"kvittering": key, "steg": "send"})

    assert Submission.objects.count() == 1
    assert first.url == second.url
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSION_SENT).count() == 1


def test_a_form_that_is_gone_back_to_and_rewritten_is_another_submission(client, row):
    first, given, key = sent(client, row)
    second = client.post(address(row), given | {"kvittering": key, "steg": "send", "text": "Og båten."})

    assert Submission.objects.count() == 2
    assert first.url != second.url


@pytest.mark.parametrize("key", ["", "a:b", "x" * 400, "æ:1", "\x00"])
def test_a_key_that_is_not_ours_is_looked_over_once_more_and_nothing_is_lost(client, row, key):
    given = {"text": "Bussen må gå.", "kind": "citizen", "steg": "send", "kvittering": key}
    response = client.post(address(row), given)

    assert response.status_code == 200
    assert "Bussen må gå." in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("key", ["x", "x" * 43, "%00", "..%2f", "æ", "' OR 1=1"])
def test_a_link_that_nobody_has_is_not_found(client, row, key):
    a_submission(row, key="k" * 43)

    assert client.get(f"/r/vestre/innspill/{key}/").status_code == 404
    assert client.get(f"/r/ostre/innspill/{'k' * 43}/").status_code == 404


def test_guesses_of_links_are_counted_and_stopped(client, row):
    for n in range(60):
        assert client.get(f"/r/vestre/innspill/x{n}/").status_code == 404

    assert client.get("/r/vestre/innspill/x60/").status_code == 429


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u202eabc\u202c", "abc"),
        ("a\u200bb\u0007c", "abc"),
        ("ja\ud800nei", "janei"),
        ("  \n Ja. \r\n\r\n Nei. ", "Ja. \n\n Nei."),
    ],
)
def test_what_is_hidden_in_a_text_goes_and_the_rest_is_shown_as_it_stands(people, row, text, stored):
    made = send(row, people.council, text=text, on=timezone.localdate()).submission
    Submission.objects.update(state="published")

    assert made.text == stored
    page = Client().get(f"/r/vestre/medvirkning/{row.pk}/innspill/").content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("text", ["x" * 100_000, "a\x00b", "", "\u200b", "   "])
def test_a_text_that_cannot_be_taken_is_shown_again_with_what_is_wrong(client, row, text):
    response, _, _ = sent(client, row, text=text)

    assert response.status_code == 422
    assert "vv-problems" in response.content.decode()
    assert text.strip().strip("\u200b\x00")[:500] in response.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "king"},
        {"kind": ""},
        {"kind": "municipality"},
        {"email": "kari"},
        {"shown_name": "x" * 121},
        {"shown_name": "a\x00b"},
        {"about_key": "x" * 13},
    ],
)
def test_fields_that_cannot_be_are_not_taken_and_the_text_stands(client, row, wrong):
    response, given, _ = sent(client, row, **wrong)

    assert response.status_code in (422, 404)
    assert not Submission.objects.exists()
    if response.status_code == 422:
        assert given["text"] in response.content.decode()


@pytest.mark.parametrize("key", ["x", "abcdefghjkmn", "%00x", "æ"])
def test_a_part_that_is_not_in_the_draft_is_not_found(client, row, key):
    assert client.get(address(row, f"?om={key}")).status_code == 404


def test_bytes_that_are_no_text_are_no_error_of_ours(client, row):
    response = client.post(
        address(row), b"text=%ff%fe&kind=citizen&steg=se", content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code in (200, 400)


def test_a_program_that_fills_in_the_hidden_field_is_asked_again(client, row):
    response, given, _ = sent(client, row, nettsted="https://spam.example")

    assert response.status_code == 422
    assert given["text"] in response.content.decode()
    assert not Submission.objects.exists()


def test_a_network_that_sends_too_much_waits_and_keeps_its_text(client, row):
    for n in range(30):
        assert sent(client, row, text=f"Nummer {n}")[0].status_code == 302
    response, _, _ = sent(client, row, text="Nummer 31 står her fortsatt")

    assert response.status_code == 429
    assert "Nummer 31 står her fortsatt" in response.content.decode()
    assert Submission.objects.count() == 30
    assert RateCount.objects.exists()
    assert sent(Client(REMOTE_ADDR="198.51.100.7"), row)[0].status_code == 302


def test_the_last_day_counts_until_midnight_in_norway_and_not_a_minute_longer(people):
    row = a_round(people.council)
    last = row.response_deadline
    before = datetime(last.year, last.month, last.day, 22, 59, tzinfo=UTC)
    after = before + timedelta(minutes=1)
    assert timezone.localdate(before) == last
    assert send(row, people.council, on=timezone.localdate(before), now=before).is_new

    with pytest.raises(TooLate):
        send(row, people.council, key="b" * 43, on=timezone.localdate(after), now=after)
    assert Submission.objects.count() == 1


def test_a_retry_after_midnight_of_what_came_in_time_finds_it(people):
    row = a_round(people.council)
    send(row, people.council, on=row.response_deadline)

    again = send(row, people.council, on=row.response_deadline + timedelta(days=1))
    assert not again.is_new


def test_whoever_is_too_late_gets_their_text_back_to_copy(client, row):
    key = signed_key(client.get(address(row)).content.decode())
    ParticipationRound.objects.update(response_deadline=timezone.localdate() - timedelta(days=1))
    given = {"text": "Jeg skrev lenge på dette.", "kind": "citizen", "kvittering": key, "steg": "send"}
    response = client.post(address(row), given)

    assert response.status_code == 409
    assert "Jeg skrev lenge på dette." in response.content.decode()
    assert "readonly" in response.content.decode()
    assert not Submission.objects.exists()
    assert client.get(address(row)).status_code == 200


def test_nothing_ties_what_is_sent_to_whoever_happens_to_be_signed_in(people, row):
    sent(people.youth.client, row)

    assert Submission.objects.get().account is None
    entry = AuditEntry.objects.get(verb=Verb.SUBMISSION_SENT)
    assert entry.actor_id is None


def test_the_trail_never_has_the_words_the_name_or_the_address(people, row):
    given = {"text": "Hemmelig ord", "shown_name": "Kari Nordmann", "email": "kari@example.no"}
    send(row, people.council, on=timezone.localdate(), **given)
    entry = AuditEntry.objects.get(verb=Verb.SUBMISSION_SENT)

    assert entry.changes["text"] == entry.changes["email"] == entry.changes["shown_name"] == []
    assert not {"Hemmelig", "Kari", "kari@"} & set(re.findall(r"Hemmelig|Kari|kari@", str(entry.changes)))


def test_a_receipt_is_mailed_only_to_those_who_gave_an_address(people, row):
    send(row, people.council, on=timezone.localdate())
    assert not Message.objects.exists()
    send(row, people.council, key="b" * 43, text="To", email="kari@example.no", on=timezone.localdate())

    mail = Message.objects.get()
    assert mail.recipient == "kari@example.no"
    assert f"/r/vestre/innspill/{'b' * 43}/" in mail.body


def test_nobody_can_have_their_words_mailed_to_others_nor_fill_a_mailbox(client, people, row):
    for n in range(10):
        sent(client, row, text=f"Kjøp nå {n}", email="offer@example.no")
    response, _, _ = sent(Client(REMOTE_ADDR="198.51.100.7"), row, text="Kjøp nå igjen", email="offer@example.no")

    assert response.status_code == 429
    assert Message.objects.count() == 10
    assert not any("Kjøp" in mail.body + mail.subject for mail in Message.objects.all())


def test_a_municipality_answers_by_those_who_may_and_by_nobody_else(people, row):
    mine, other = people.participants[:2]
    given = {"kind": "municipality", "on": timezone.localdate()}
    made = send(row, people.council, actor=people.municipal_contact.actor, participant=mine, **given).submission
    assert made.account == people.municipal_contact.account
    assert made.sender == mine.name
    for who, place in [(people.municipal_contact.actor, other), (VISITOR, mine), (people.reader.actor, mine)]:
        with pytest.raises(Refused):
            send(row, people.council, key="c" * 43, actor=who, participant=place, **given)
    with pytest.raises(NotPossible):
        send(row, people.council, key="c" * 43, **given)


def test_the_form_of_a_municipality_is_offered_to_its_own_people_only(people, row):
    assert 'name="participant"' in people.representative.client.get(address(row, "?som=kommune")).content.decode()
    assert 'name="participant"' not in people.reader.client.get(address(row, "?som=kommune")).content.decode()
    response, _, _ = sent(
        people.representative.client,
        row,
        "?som=kommune",
        participant=people.participants[1].pk,
        body_name="Kommunestyret",
    )
    assert response.status_code == 422
    assert not Submission.objects.exists()
    response, _, _ = sent(
        people.representative.client,
        row,
        "?som=kommune",
        participant=people.participants[0].pk,
        body_name="Kommunestyret",
    )
    assert response.status_code == 302


def test_a_round_that_is_being_prepared_takes_nothing_and_is_not_found(people, client):
    row = a_round(people.council, is_open=False)

    assert client.get(address(row)).status_code == 404
    with pytest.raises(TooLate):
        send(row, people.council)


def test_senders_add_an_address_remove_their_name_and_withdraw_through_their_link(client, people, row):
    send(row, people.council, key="k" * 43, shown_name="Kari", on=timezone.localdate())
    link = f"/r/vestre/innspill/{'k' * 43}/"
    client.post(link, {"gjor": "epost", "email": "kari@example.no"})
    assert Submission.objects.get().email == "kari@example.no"
    assert Message.objects.filter(kind="submission_receipt").count() == 1
    client.post(link, {"gjor": "navn"})
    assert (Submission.objects.get().email, Submission.objects.get().shown_name) == ("", "")
    client.post(link, {"gjor": "trekk"})
    assert Submission.objects.get().state == "received"
    client.post(link, {"gjor": "trekk", "is_sure": "on"})

    assert Submission.objects.get().state == "withdrawn"
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSION_WITHDRAWN, actor_id=None).exists()
    assert client.get(link).status_code == 200
    assert client.post(link, {"gjor": "noe"}).status_code == 200
    assert client.post(link, {"gjor": "epost", "email": "a\x00b"}).status_code == 422


def test_nothing_is_withdrawn_after_the_deadline_or_the_answer_but_names_can_go(people, row):
    today = timezone.localdate()
    given = {"actor": VISITOR, "council": people.council, "key": "k" * 43, "now": NOW}
    submission = a_submission(row, key="k" * 43, shown_name="Kari")
    with pytest.raises(NotPossible, match="deadline"):
        own.withdraw(**given, on=row.response_deadline + timedelta(days=1))
    an_answer(submission)
    with pytest.raises(NotPossible, match="answered"):
        own.withdraw(**given, on=today)
    with pytest.raises(NotPossible):
        own.set_email(**given, email="kari@example.no")
    assert own.remove_name(**given).shown_name == ""


def test_a_withheld_submission_tells_its_sender_why_and_nobody_else(client, row):
    a_submission(row, "Navngitt nabo", key="k" * 43, state="withheld", reason="Den nevner en nabo.")

    assert "Den nevner en nabo." in client.get(f"/r/vestre/innspill/{'k' * 43}/").content.decode()
    for page in ("", "innspill/", "innspill/?q=nabo", "oppsummering/", "innspill.csv"):
        content = client.get(f"/r/vestre/medvirkning/{row.pk}/{page}").content.decode()
        assert "Navngitt" not in content
        assert "nevner en nabo" not in content


@pytest.mark.parametrize(("field", "room"), [("shown_name", 120), ("body_name", 160), ("body_case_number", 40)])
def test_a_name_that_grows_when_its_letters_are_written_out_is_refused_and_not_stored_too_long(
    client, row, field, room
):
    # The letter qa of devanagari is one sign when it is typed, and two as it is stored.
    query = "" if field == "shown_name" else "?som=organ"
    more = {"kind": "organisation", "body_name": "Foreningen", field: "\u0958" * room}
    answer, _, _ = sent(client, row, query, **more)

    assert answer.status_code == 422
    assert not Submission.objects.exists()
