"""What the young say: under an alias, once, in time, and taken back until someone has read it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.youth.panel import a_matter, one_of_the_young, something_said
from veivalg.web.access.doors import Refused
from veivalg.web.accounts import limits
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.operations import youth_codes
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.thread import operations
from veivalg.web.youth.models import YouthMatter, YouthSubmission
from veivalg.web.youth.operations import sending

pytestmark = pytest.mark.django_db
State = YouthSubmission.State


@pytest.fixture
def young(people):
    return one_of_the_young(people.council)


@pytest.fixture
def row(people):
    return a_matter(people.council, on=timezone.localdate())


def send(people, who, matter=None, text="Siste buss må gå klokka 23.", key="k", on=TODAY, **more):
    return sending.send_submission(
        actor=who.actor,
        council=more.get("council", people.council),
        matter_id=matter.pk if matter is not None else None,
        text=text,
        key=key,
        on=on,
        now=NOW,
    )


def test_what_is_sent_is_owed_an_answer_by_the_day_that_was_promised(people, young, row):
    to_matter, own_idea = send(people, young, row).submission, send(people, young, key="b").submission

    assert to_matter.answer_due_on == row.answers_due_on
    assert own_idea.answer_due_on == TODAY + timedelta(days=30)
    assert {to_matter.state, own_idea.state} == {State.RECEIVED}


def test_a_later_deadline_does_not_move_the_day_that_was_promised(people, young, row):
    sent = send(people, young, row).submission
    YouthMatter.objects.filter(pk=row.pk).update(answers_due_on=row.answers_due_on + timedelta(days=20))

    assert YouthSubmission.objects.get(pk=sent.pk).answer_due_on == row.answers_due_on


def test_the_trail_has_neither_who_said_it_nor_what_was_said(people, young, row):
    sent = send(people, young, row, text="Hemmelig ønske").submission
    entry = AuditEntry.objects.get(verb=Verb.YOUTH_SUBMISSION_SENT, subject_id=str(sent.pk))

    assert entry.actor_id is None
    assert "Hemmelig" not in str(entry.changes)
    assert str(young.account.pk) not in entry.changes.values()


def test_a_double_press_is_one_and_new_words_are_another(people, young, row):
    client, address = young.client, f"/r/vestre/ungdom/{row.pk}/si/"
    sent = {"text": "Mer buss", "nokkel": "en-nokkel"}
    for _ in range(2):
        assert client.post(address, sent).status_code == 302
    assert YouthSubmission.objects.count() == 1
    client.post(address, sent | {"text": "Mye mer buss"})
    assert YouthSubmission.objects.count() == 2


def test_the_same_key_of_two_of_the_young_is_two(people, young, row):
    other = one_of_the_young(people.council, "Havørn")
    send(people, young, row)
    send(people, other, row)

    assert YouthSubmission.objects.count() == 2


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, "a\0b"])
def test_a_text_that_is_empty_too_long_or_broken_is_corrected(people, young, row, text):
    answer = young.client.post(f"/r/vestre/ungdom/{row.pk}/si/", {"text": text, "nokkel": "k"})

    assert answer.status_code == 422
    assert not YouthSubmission.objects.exists()


def test_hidden_signs_do_not_count_as_words(people, young, row):
    with pytest.raises(NotPossible, match="Write what you think"):
        send(people, young, row, text="\u200b\u202e")
    with pytest.raises(NotPossible, match="5001 signs"):
        send(people, young, row, text="x" * 5001)


def test_after_the_deadline_the_text_stands_there_to_be_copied(people, young):
    closed = a_matter(people.council, on=timezone.localdate() - timedelta(days=40))
    address = f"/r/vestre/ungdom/{closed.pk}/si/?sprak=en"

    answer = young.client.post(address, {"text": "For sent", "nokkel": "k"})
    assert answer.status_code == 409
    assert "For sent" in answer.content.decode()
    assert young.client.get(address).status_code == 200
    with pytest.raises(sending.TooLate, match="at midnight"):
        send(people, young, closed, on=timezone.localdate())


def test_the_last_day_counts_whole_and_the_next_is_too_late(people, young):
    matter = a_matter(people.council)
    assert send(people, young, matter, on=matter.response_deadline).is_new
    with pytest.raises(sending.TooLate):
        send(people, young, matter, key="b", on=matter.response_deadline + timedelta(days=1))


def test_what_is_withdrawn_or_being_prepared_takes_nothing(people, young):
    draft = a_matter(people.council, is_open=False)
    gone = a_matter(people.council, withdrawn_at=NOW, withdrawn_because="Fylket bestemte det.")

    assert young.client.get(f"/r/vestre/ungdom/{draft.pk}/si/").status_code == 404
    with pytest.raises(sending.TooLate, match="not been asked"):
        send(people, young, draft)
    with pytest.raises(sending.TooLate, match="Fylket bestemte det"):
        send(people, young, gone)


def test_only_the_panel_speaks_for_itself(people, row):
    for who in (people.secretary, people.representative, people.reader, people.neighbour):
        with pytest.raises(Refused):
            send(people, who, row)


def test_the_matter_of_another_council_is_not_found(people, young):
    theirs = a_matter(people.neighbour_council, on=timezone.localdate())

    with pytest.raises(YouthMatter.DoesNotExist):
        send(people, young, theirs)
    assert young.client.post(f"/r/vestre/ungdom/{theirs.pk}/si/", {"text": "x"}).status_code == 404
    with pytest.raises(Refused):
        send(people, young, theirs, council=people.neighbour_council)


def test_one_whose_code_has_been_ended_says_nothing_more(people, young, row):
    actor = young.actor
    youth_codes.end_youth_code(
        actor=people.secretary.actor, assignment=young.account.role_assignments.get(), now=timezone.now()
    )
    with pytest.raises(Refused):
        sending.send_submission(
            actor=actor, council=people.council, matter_id=row.pk, text="x", key="k", on=TODAY, now=NOW
        )


def test_twenty_a_day_are_taken_and_the_next_is_told_to_wait(people, young, row):
    for _ in range(limits.YOUTH_SUBMISSIONS_A_DAY.most):
        limits.count(limits.YOUTH_SUBMISSIONS_A_DAY, young.account.pk, now=timezone.now())

    answer = young.client.post(f"/r/vestre/ungdom/{row.pk}/si/", {"text": "En til", "nokkel": "k"})
    assert answer.status_code == 429
    assert "En til" in answer.content.decode()
    other = one_of_the_young(people.council, "Havørn")
    assert other.client.post(f"/r/vestre/ungdom/{row.pk}/si/", {"text": "Min", "nokkel": "k"}).status_code == 302


def test_one_takes_back_ones_own_until_it_has_been_read(people, young, row):
    sent = send(people, young, row).submission
    read = something_said(people.council, row, account=young.account)
    client, address = young.client, "/r/vestre/ungdom/mine/?sprak=en"

    assert client.post(address, {"nr": sent.pk}).status_code == 302
    assert YouthSubmission.objects.get(pk=sent.pk).state == State.WITHDRAWN
    assert AuditEntry.objects.get(verb=Verb.YOUTH_SUBMISSION_TAKEN_BACK).actor_id is None
    client.post(address, {"nr": read.pk})
    assert YouthSubmission.objects.get(pk=read.pk).state == State.PUBLISHED
    assert "cannot be taken back" in client.get(address).content.decode()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_taking_back_nothing_does_nothing(young, number):
    assert young.client.post("/r/vestre/ungdom/mine/", {"nr": number}).status_code == 302


def test_nobody_takes_back_what_another_said(people, young, row):
    sent = send(people, young, row).submission
    other = one_of_the_young(people.council, "Havørn")

    assert other.client.post("/r/vestre/ungdom/mine/", {"nr": sent.pk}).status_code == 404
    assert people.secretary.client.post("/r/vestre/ungdom/mine/", {"nr": sent.pk}).status_code == 404
    assert YouthSubmission.objects.get(pk=sent.pk).state == State.RECEIVED


def test_the_secretariat_registers_what_was_said_at_a_meeting(people, row):
    client, today = people.secretary.client, timezone.localdate()
    sent = {"text": "Panelet vil ha nattbuss.", "received_on": today.isoformat()}
    assert client.post(f"/r/vestre/ungdom/{row.pk}/si/", sent).status_code == 302
    made = YouthSubmission.objects.get()

    assert (made.account, made.channel, made.state) == (None, "gathering", State.RECEIVED)
    assert AuditEntry.objects.get(verb=Verb.YOUTH_SUBMISSION_REGISTERED).actor_id == people.secretary.account.pk
    ahead = sent | {"received_on": (today + timedelta(days=1)).isoformat()}
    before = sent | {"received_on": (row.opened_on - timedelta(days=1)).isoformat()}
    for wrong in (ahead, before, sent | {"received_on": "0001-01-01"}, sent | {"text": ""}):
        assert client.post(f"/r/vestre/ungdom/{row.pk}/si/", wrong).status_code == 422
    assert "Panelet vil ha nattbuss." in client.get("/r/vestre/ungdom/mine/").content.decode()


def test_what_is_said_at_a_meeting_after_the_deadline_is_marked_and_gets_its_month(people):
    matter = a_matter(people.council, on=TODAY - timedelta(days=100))
    made = sending.register_submission(
        actor=people.secretary.actor, council=people.council, matter_id=matter.pk, text="Sent", received_on=TODAY,
        on=TODAY, now=NOW,
    )  # fmt: skip

    assert made.is_late
    assert made.answer_due_on == TODAY + timedelta(days=30)


def test_registering_asks_for_the_second_factor_before_the_form(people, row):
    answer = people.secretary_without_second_factor.client.get(f"/r/vestre/ungdom/{row.pk}/si/")

    assert answer.status_code in (302, 403)
    assert not YouthSubmission.objects.exists()


def test_someone_with_an_address_is_never_shown_by_name(people, row):
    real = people.youth
    something_said(people.council, row, account=real.account)

    assert real.account.name not in people.secretary.client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()


def test_what_was_said_at_a_meeting_is_registered_once_however_often_the_button_is_pressed(people, row):
    client, today = people.secretary.client, timezone.localdate().isoformat()
    for address in (f"/r/vestre/ungdom/{row.pk}/si/", "/r/vestre/ungdom/ide/"):
        sent = {"text": "Panelet vil ha nattbuss.", "received_on": today}
        first, again = client.post(address, sent), client.post(address, sent)
        assert first.status_code == again.status_code == 302
        assert first.url == again.url
        client.post(address, sent | {"text": "Panelet vil ha dagbuss."})

    assert YouthSubmission.objects.count() == 4


def test_whoever_has_sent_a_lot_is_told_the_day_as_well_when_it_is_tomorrow(people, young, row):
    now = timezone.now()
    for _ in range(20):
        limits.count(limits.YOUTH_SUBMISSIONS_A_DAY, young.account.pk, now=now)
    told = young.client.post(f"/r/vestre/ungdom/{row.pk}/si/?sprak=en", {"text": "x", "nokkel": "k"})

    assert told.status_code == 429
    tomorrow = timezone.localdate(now.replace(hour=0) + timedelta(days=1))
    assert f"{tomorrow.day}\u00a0{tomorrow:%B} {tomorrow.year} at" in told.content.decode()


def test_an_account_that_has_been_erased_says_nothing_more(people, young):
    operations.erase_own_account(actor=young.actor, now=NOW)

    with pytest.raises(Refused):
        send(people, young)


@pytest.mark.parametrize(
    "text",
    ["\x00", "a\x00b", "\ud800", "\u202etxet", "<script>alert(1)</script>", "=1+1", "x" * 99_999, "\u200b", ["a", "b"]],
)
def test_what_no_form_would_send_is_corrected_and_never_a_fault(people, young, row, text):
    answered = something_said(people.council, row)
    places = [f"{row.get_absolute_url()}si/", "/r/vestre/ungdom/ide/", "/r/vestre/ungdom/mine/"]
    ours = ["ny/", *(f"{row.pk}/{each}/" for each in ("endre", "apne", "frist", "trekk", "vedtak"))]
    ours += [f"innspill/{answered.pk}/{each}" for each in ("", "svar/", "slett/")]
    names = "text nokkel nr version choice reason outcome words changed_keys resolution received_on title about"
    names += " open_to_change strategy direction link response_deadline resolution_planned_on answers_due_on"
    sent = urlencode(dict.fromkeys(names.split(), text), doseq=True, errors="surrogatepass")

    asked = [(young, each) for each in places]
    asked += [(people.secretary, each) for each in (*places, *(f"/r/vestre/ungdom/{each}" for each in ours))]
    for who, place in asked:
        answer = who.client.post(place, sent, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, place
    for place in ("", "innspill/", "oppsummering/", "mine/", "les/", f"{row.pk}/"):
        page = people.secretary.client.get(f"/r/vestre/ungdom/{place}", {"q": "<script>alert(1)", "sak": "\x00"})
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()
