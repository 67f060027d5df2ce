"""Whoever reads the database, the trail, the log or the outbox afterwards cannot find out who answered what."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction
from django.test import Client

from tests.people import NOW
from tests.web.survey.asking import CLOSES, a_group, a_person, a_round, again, answer, close, slips
from veivalg.web.accounts.models import RateCount, Session
from veivalg.web.audit.models import AuditEntry
from veivalg.web.outbox.models import Message
from veivalg.web.survey import codes
from veivalg.web.survey.models import Ballot, Round, Slip, TextAnswer
from veivalg.web.survey.operations import answering, closing, handing_out


def everything_stored() -> str:
    """The whole database as text."""
    rows = [row for model in apps.get_models() for row in model._default_manager.all()]
    return serializers.serialize("json", rows)


def test_tables_of_anonymous_answers_have_no_place_for_a_person_a_time_or_an_order():
    for model in (Slip, Ballot, TextAnswer):
        kinds = {type(field) for field in model._meta.get_fields() if field.concrete}
        assert not kinds & {models.DateTimeField, models.DateField, models.BigAutoField, models.GenericIPAddressField}
        assert isinstance(model._meta.pk, models.UUIDField)
    points_at = {field.related_model for field in Slip._meta.get_fields() if field.concrete and field.is_relation}
    assert points_at == {Round, Slip._meta.get_field("group").related_model}


def test_an_anonymous_answer_writes_its_ballot_and_nothing_else(people):
    found = a_round(people)
    (code,) = slips(people, found, 1)
    before = {row["pk"] for row in json.loads(everything_stored()) if row["model"] != "survey.ballot"}
    tables = everything_stored()
    answer(found, code)
    after = json.loads(everything_stored())
    others = [row for row in after if row["model"] != "survey.ballot"]

    assert others == json.loads(tables)
    assert len(after) == len(others) + 1
    assert before


def test_a_slip_is_never_marked_as_used(people):
    found = a_round(people)
    used, unused = slips(people, found, 2)
    rows = {code: Slip.objects.get(key_hash=codes.stored(code)) for code in (used, unused)}
    before = {code: row.__dict__ | {"_state": None} for code, row in rows.items()}
    answer(found, used)
    for code in (used, unused):
        assert Slip.objects.get(key_hash=codes.stored(code)).__dict__ | {"_state": None} == before[code]


def test_slip_and_ballot_have_nothing_in_common_while_the_round_is_open(people):
    found = a_round(people)
    for code in slips(people, found, 5):
        answer(found, code)
    slip_values = {str(slip.pk) for slip in Slip.objects.all()} | {slip.key_hash for slip in Slip.objects.all()}
    ballot_values = {str(b.pk) for b in Ballot.objects.all()} | {b.seal for b in Ballot.objects.all()}
    ballot_values |= {ballot.sending for ballot in Ballot.objects.all()}
    seals = {seal for value in slip_values for seal in codes.seals(found.seal_key, value)}

    assert not slip_values & ballot_values
    assert not seals & ballot_values


def test_after_closing_nothing_stored_leads_from_a_code_to_its_ballot(people):
    found = a_round(people)
    handed_out = slips(people, found, 8)
    for number, code in enumerate(handed_out):
        answer(found, code, number % 5 + 1)
    old = {str(ballot.pk) for ballot in Ballot.objects.all()} | {ballot.seal for ballot in Ballot.objects.all()}
    seal_key = found.seal_key
    found = close(people, found)
    stored = everything_stored()

    assert found.seal_key == ""
    assert not Slip.objects.exists()
    for trace in (*old, seal_key, *handed_out, *(codes.stored(code) for code in handed_out)):
        assert trace not in stored
    for ballot in Ballot.objects.all():
        assert (ballot.seal, ballot.sending, ballot.turn, ballot.invitation_id) == (None, "", 1, None)
    with pytest.raises(ValueError, match="destroyed"):
        codes.seals(found.seal_key, handed_out[0])


def test_closing_writes_ballots_in_an_order_that_says_nothing(people):
    """Of forty ballots in the order they lie in the file, hardly any stands where it was given."""
    found = a_round(people, asks=("text", "scale"))
    order = []
    for number, code in enumerate(slips(people, found, 40)):
        with transaction.atomic():
            answer(found, code, scale=number % 5 + 1, text=f"tekst {number:02}")
        order.append(number % 5 + 1)
    close(people, found)
    column = "rowid" if connection.vendor == "sqlite" else "ctid"
    item = str(found.items.get(key="scale").pk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM survey_ballot ORDER BY {column}")
        lying = [json.loads(row[0])[item] if isinstance(row[0], str) else row[0][item] for row in cursor.fetchall()]
        cursor.execute(f"SELECT text FROM survey_textanswer ORDER BY {column}")
        texts = [row[0] for row in cursor.fetchall()]
        if connection.vendor == "postgresql":
            # Every row bears the number of the transaction that wrote it.
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM survey_ballot")
            assert cursor.fetchone() == (1,)

    assert sorted(lying) == sorted(order)
    assert lying != order
    assert sorted(texts) == [f"tekst {number:02}" for number in range(40)] != texts


def test_texts_are_taken_out_of_their_ballots_and_too_few_are_deleted(people):
    found = a_round(people, asks=("scale", "text"))
    codes_ = slips(people, found, 6)
    for number, code in enumerate(codes_):
        answer(found, code, scale=3, text=f"tekst {number}")
    few = a_round(people, asks=("scale", "text"))
    for number, code in enumerate(slips(people, few, 6)):
        answer(few, code, scale=3, **({"text": "hemmelig"} if number < 4 else {}))
    close(people, found)
    close(people, few)

    assert "tekst" not in json.dumps([ballot.answers for ballot in Ballot.objects.all()])
    assert sorted(text.text for text in TextAnswer.objects.all()) == [f"tekst {n}" for n in range(6)]
    assert "hemmelig" not in everything_stored()


def test_a_group_in_which_few_answered_is_not_told_apart_in_the_stored_ballots(people):
    found = a_round(people, is_open=False)
    large, middle, small = (a_group(people, found, name) for name in ("Folkevalgte", "Unge", "Næringsliv"))
    handed_out = {group: slips(people, found, 8, group=group) for group in (large, middle, small)}
    Round.objects.filter(pk=found.pk).update(opened_at=NOW)
    for group, count in ((large, 8), (middle, 6), (small, 2)):
        for code in handed_out[group][:count]:
            answer(found, code)
    close(people, found)
    sizes = {group: Ballot.objects.filter(group=group).count() for group in (large, middle, small)}

    # The two alone would be what is left when the others are taken away, so the next group goes with them.
    assert sizes == {large: 8, middle: 0, small: 0}
    assert Ballot.objects.filter(group=None).count() == 8


def test_slips_of_a_group_that_is_too_small_do_not_say_which_group(people):
    found = a_round(people, is_open=False)
    few, enough = a_group(people, found, "Grane"), a_group(people, found, "Hattfjelldal")
    slips(people, found, 3, group=few)
    slips(people, found, 5, group=enough)

    assert Slip.objects.filter(group=few).count() == 0
    assert Slip.objects.filter(group=enough).count() == 5


def test_slips_lie_in_another_order_than_they_are_printed(people):
    found = a_round(people)
    printed = [codes.stored(code) for code in slips(people, found, 40)]
    with connection.cursor() as cursor:
        column = "rowid" if connection.vendor == "sqlite" else "ctid"
        cursor.execute(f"SELECT key_hash FROM survey_slip ORDER BY {column}")
        lying = [row[0] for row in cursor.fetchall()]
    assert sorted(printed) == sorted(lying)
    assert printed != lying


def test_mail_in_an_anonymous_round_leaves_no_way_from_person_to_slip_once_it_is_sent(people):
    found = a_round(people)
    someone = [(a_person(people, f"Person{n} Test", email=f"p{n}@example.no"), None) for n in range(6)]
    handing_out.mail_codes(
        actor=people.secretary.actor, council=people.council, round_id=found.pk, people=someone, now=NOW
    )
    from veivalg.web.outbox.operations import send_waiting

    sent = []
    send_waiting(clock=lambda: NOW, deliver=sent.append, sender="veivalg@example.no")

    assert len({mail.to[0] for mail in sent}) == 6
    for message in Message.objects.filter(kind="survey_code"):
        assert (message.recipient, message.body, message.subject, message.account_id) == ("", "", "", None)
    for mail in sent:
        code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", mail.body)[0]
        assert answering.holder_of(code, now=NOW).slip is not None
        for address in re.findall(r"https?://\S+", mail.body):
            path, _, fragment = address.partition("#")
            assert path.endswith("/kode/"), "a code that stands before # would be sent to the server"
            assert fragment == code.replace("-", "") or not fragment
    assert "@example.no" not in json.dumps([entry.changes for entry in AuditEntry.objects.all()])


def test_answering_in_a_browser_leaves_nothing_in_the_log_and_no_session_is_touched(people, caplog):
    found = a_round(people)
    # The browser's clock is the real one, whenever that is.
    Round.objects.filter(pk=found.pk).update(closes_at=NOW + timedelta(days=36500))
    (code,) = slips(people, found, 1)
    client = people.secretary.client
    Session.objects.update(seen_at=NOW - timedelta(days=2))
    before = list(Session.objects.values())
    caplog.set_level(logging.DEBUG)
    item = found.items.get()
    trail = AuditEntry.objects.count()
    page = client.post("/kode/", {"code": code}).content.decode()
    sent = {"code": code, "round": found.pk, "turn": "0", "sending": "abc", f"q{item.pk}": "4"}
    response = client.post("/svar/", sent, headers={"User-Agent": "Nettleser 1", "X-Forwarded-For": "203.0.113.9"})
    wrong = client.post("/svar/", sent | {f"q{item.pk}": "9", "turn": "1", "sending": "x"})
    unknown = client.post("/kode/", {"code": "AAAA-AAAA-AAAA"})
    stored = everything_stored()

    assert item.text["nb"] in page
    assert (response.status_code, wrong.status_code, unknown.status_code) == (302, 422, 403)
    assert code not in response.url
    assert [record for record in caplog.records if record.name.startswith("django.request")] == []
    assert code not in caplog.text
    assert code.replace("-", "") not in caplog.text
    assert list(Session.objects.values()) == before
    assert AuditEntry.objects.count() == trail
    assert "203.0.113.9" not in stored
    assert "Nettleser" not in stored
    # One count over the whole site: it is the same whoever mistypes, from wherever.
    assert RateCount.objects.count() == 1
    Client(REMOTE_ADDR="198.51.100.7").post("/kode/", {"code": "AAAA-AAAA-AAAA"})
    assert RateCount.objects.get().count == 2


def test_no_address_of_answering_can_hold_a_code(people):
    from veivalg.web.survey.urls import urlpatterns

    public = [str(part.pattern) for part in urlpatterns if str(part.pattern).startswith(("kode", "svar"))]
    assert public == ["kode/", "svar/", "svar/takk/<id:pk>/"]


def test_the_mode_is_never_changed_by_any_operation():
    from pathlib import Path

    import veivalg.web.survey as survey

    written = [
        path.name
        for path in Path(survey.__file__).parent.rglob("*.py")
        if re.search(r"\.mode\s*=[^=]|update\([^)]*mode", path.read_text(encoding="utf-8"))
    ]
    assert written == []


def test_paper_in_an_anonymous_round_leaves_a_count_and_no_trail(people):
    found = a_round(people)
    code, other = slips(people, found, 2)
    trail = AuditEntry.objects.count()
    item = str(found.items.get().pk)
    entered = {"actor": people.secretary.actor, "council": people.council, "round_id": found.pk, "now": NOW}
    for _ in range(2):
        answering.enter_paper_ballot(**entered, code=code, answers={item: "2"}, sending="typed")
    answer(found, other)
    with pytest.raises(answering.AlreadyAnswered):
        answering.enter_paper_ballot(**entered, code=other, answers={item: "2"}, sending="typed too")

    assert AuditEntry.objects.count() == trail
    assert again(found).paper_count == 1
    assert {ballot.is_paper for ballot in Ballot.objects.all()} == {False}


def test_rounds_close_by_themselves_when_the_machine_tidies(people):
    found = a_round(people)
    slips(people, found, 1)
    assert closing.close_due(now=CLOSES - timedelta(seconds=1)) == 0
    assert closing.close_due(now=CLOSES) == 1
    assert again(found).is_closed


def test_the_server_keeps_no_list_of_requests(monkeypatch):
    import granian

    from veivalg import cli

    given = {}

    class Server:
        def __init__(self, *args, **options):
            given.update(options)

        def serve(self):
            given["served"] = True

    monkeypatch.setattr(granian, "Granian", Server)
    assert cli._run_server("127.0.0.1", 0, workers=1) == 0
    assert given["served"]
    assert given["log_enabled"] is False
    assert not given.get("log_access")
