"""Each submission is owed an answer: in time, visibly late otherwise, and read by whoever sent it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.people import NOW, TODAY, People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.participation.voices import a_round, a_submission, an_answer
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.outbox.models import Message
from veivalg.web.participation import page, queries, waiting
from veivalg.web.participation.models import ParticipationRound, Submission, SubmissionAnswer
from veivalg.web.participation.operations import answering
from veivalg.web.site import work
from veivalg.web.strategy.models import Action, Goal
from veivalg.web.thread import operations, own_data

pytestmark = pytest.mark.django_db
State = ParticipationRound.State


@pytest.fixture
def row(people):
    return a_round(people.council, on=timezone.localdate())


@pytest.fixture
def closed(people):
    """Closed, and the answers were due yesterday."""
    return a_round(people.council, on=timezone.localdate() - timedelta(days=66))


def answer(people, row, *submissions, actor=None, words="Tiltaket er endret.", outcome="used", keys=()):
    return answering.answer_submissions(
        actor=actor or people.secretary.actor,
        council=people.council,
        round_id=row.pk,
        submission_ids=[each.pk for each in submissions],
        outcome=outcome,
        words=words,
        changed_keys=keys,
        on=TODAY,
        now=NOW,
    )


def test_several_get_the_same_answer_and_mail_goes_to_those_with_an_address(people, row):
    first, second = a_submission(row, email="kari@example.no"), a_submission(row, "Også meg")
    assert answer(people, row, first, second) == 2

    assert SubmissionAnswer.objects.count() == 2
    mail = Message.objects.get(kind="submission_answer")
    assert mail.recipient == "kari@example.no"
    assert "Tiltaket er endret." in mail.body
    assert AuditEntry.objects.filter(verb=Verb.SUBMISSION_ANSWERED).count() == 2


def test_the_answer_links_to_what_it_changed_and_says_so_when_that_is_gone(people, row, client):
    action, goal = Action.objects.get(number=2), Goal.objects.get()
    answer(people, row, a_submission(row), keys=[action.key, goal.key])
    address = f"/r/vestre/medvirkning/{row.pk}/innspill/"
    assert f'href="/r/vestre/tiltak/{action.pk}/"' in client.get(address).content.decode()
    action.delete()

    content = client.get(address).content.decode()
    assert "Tiltak nummer 2" in content
    assert f'href="/r/vestre/tiltak/{action.pk}/"' not in content


def test_a_search_among_those_that_wait_says_how_many_fit_and_not_that_fewer_wait(people, row):
    a_submission(row, "Bussen går for sjelden.")
    a_submission(row, "Fergen også.")
    address = f"/r/vestre/medvirkning/{row.pk}/svar/?sprak=en"
    client = people.secretary.client

    assert client.get(address).context["heading"] == "2 submissions wait for an answer"
    assert client.get(f"{address}&q=bussen").context["heading"] == "1 submission fits"
    assert client.get(f"{address}&q=fjell").context["heading"] == "0 submissions fit"


def test_the_summary_does_not_say_what_was_used_before_everyone_is_answered(people, row, client):
    def heading():
        return client.get(f"/r/vestre/medvirkning/{row.pk}/oppsummering/?sprak=en").context["heading"]

    assert heading() == "Nothing has come in"
    first, second = a_submission(row), a_submission(row, "Også meg")
    an_answer(first)
    assert heading() == "Submissions so far: 2 received, 1 answered"
    an_answer(second, outcome="not_used")
    assert heading() == "2 submissions came in, and 1 of them were used, all or in part"


def test_what_is_open_is_counted_on_every_page_of_rounds(people, row, client):
    for n in range(60):
        a_round(people.council, on=TODAY - timedelta(days=400 + n), strategy=row.strategy)

    for number in (1, 2):
        answer = client.get(f"/r/vestre/medvirkning/?sprak=en&side={number}")
        assert answer.context["heading"] == "1 draft is open for what you think"


def test_what_was_changed_is_ticked_under_its_goal_and_a_goal_with_something_ticked_is_open(people, row):
    submission, action = a_submission(row), row.strategy.actions.first()
    client, address = people.secretary.client, f"/r/vestre/medvirkning/{row.pk}/svar/"
    page = client.get(address).content.decode()
    assert f'type="checkbox" name="changed_keys" value="{action.key}"' in page
    assert "<details>" in page
    assert "<details open>" not in page
    wrong = {"valgt": [submission.pk], "outcome": "used", "words": "", "changed_keys": [action.key]}
    again = client.post(address, wrong)
    assert "<details open>" in again.content.decode()
    client.post(address, wrong | {"words": "Endret."})

    assert submission.__class__.objects.get().answer.changed_keys == [action.key]


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_the_same_in_the_same_moment_leave_one_answer(transactional_db):
    with translation.override("en"):
        people = People()
        row = a_round(people.council, on=TODAY)
        submission = a_submission(row, email="kari@example.no")
        other = with_role(someone("annen"), people.council, Role.SECRETARIAT)

        def says(actor):
            return lambda: answer(people, row, submission, actor=actor)

        assert at_once(says(people.secretary.actor), says(other.actor)) == ["", NotPossible.__name__]
    assert Message.objects.filter(kind="submission_answer").count() == 1


def test_the_queue_answers_those_that_are_ticked(people, row):
    first, second = a_submission(row), a_submission(row, "To")
    address = f"/r/vestre/medvirkning/{row.pk}/svar/"
    client = people.secretary.client
    form = {"outcome": "partly", "words": "Noe av det.", "valgt": [first.pk, "x", "\x00", 10**30]}
    lost = client.post(address, form | {"words": ""})
    assert lost.status_code == 422
    assert "checked" in lost.content.decode()
    assert client.post(address, form).status_code == 302

    assert list(Submission.objects.unanswered()) == [second]
    assert client.post(address, form).status_code == 422


def test_what_has_not_been_read_is_not_answered_and_nothing_is_half_done(people, row):
    with pytest.raises(NotPossible, match="not been read"):
        answer(people, row, a_submission(row), a_submission(row, state="received"))
    with pytest.raises(NotPossible):
        answer(people, row)
    with pytest.raises(NotPossible):
        answer(people, row, a_submission(row, state="withdrawn"))
    with pytest.raises(NotPossible):
        answer(people, row, a_submission(row), words="\u200b")
    with pytest.raises(NotPossible):
        answer(people, row, a_submission(row), keys=["abcdefghjkmn"])
    assert not SubmissionAnswer.objects.exists()


def test_a_part_of_another_plan_is_not_what_it_changed(people, row):
    other = a_round(people.neighbour_council, on=timezone.localdate())
    key = Action.objects.filter(strategy=other.strategy_id).first().key

    with pytest.raises(NotPossible):
        answer(people, row, a_submission(row), keys=[key])
    with pytest.raises(NotPossible):
        answer(people, row, a_submission(other))


def test_an_answer_that_came_first_stands_and_may_be_rewritten_by_itself(people, row):
    submission = a_submission(row, email="kari@example.no")
    answer(people, row, submission)
    with pytest.raises(NotPossible):
        answer(people, row, submission, words="Noe annet")
    address = f"/r/vestre/medvirkning/innspill/{submission.pk}/svar/"
    client = people.secretary.client
    form = {"outcome": "not_used", "words": "Likevel ikke.", "version": 1}
    assert client.get(address).status_code == 200
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {"words": "Enda et"}).status_code == 409

    assert SubmissionAnswer.objects.get().words == "Likevel ikke."
    assert Message.objects.count() == 1
    with pytest.raises(ChangedMeanwhile):
        answering.change_answer(
            actor=people.secretary.actor, council=people.council, submission_id=submission.pk, version=1,
            outcome="used", words="x", changed_keys=[], now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "youth", "neighbour"])
def test_only_the_secretariat_answers(people, row, who):
    with pytest.raises(Refused):
        answer(people, row, a_submission(row), actor=getattr(people, who).actor)


def test_answering_takes_a_second_factor(people, row):
    with pytest.raises(SecondFactorNeeded):
        answer(people, row, a_submission(row), actor=people.secretary_without_second_factor.actor)


def test_the_state_of_a_round_follows_its_days_and_its_answers(people, row):
    submission = a_submission(row)
    after = row.response_deadline + timedelta(days=1)

    def state(on):
        return queries.state_of(row, queries.figures([row.pk])[row.pk], on=on)

    assert state(row.response_deadline) == State.OPEN
    assert state(after) == State.CLOSED
    an_answer(submission)
    assert state(after) == State.ANSWERED
    a_submission(row, "Nytt", state="received")
    assert state(after) == State.CLOSED


def test_answers_are_overdue_the_day_after_they_were_due(people, row):
    a_submission(row, state="withheld", reason="x")
    figures = queries.figures([row.pk])[row.pk]

    assert queries.overdue(row, figures, on=row.answers_due_on) == 0
    assert queries.overdue(row, figures, on=row.answers_due_on + timedelta(days=1)) == 1


def test_everyone_sees_that_answers_are_overdue(people, closed, client):
    a_submission(closed)
    client.get("/?sprak=en")

    for address in ("", "medvirkning/", f"medvirkning/{closed.pk}/", f"medvirkning/{closed.pk}/oppsummering/"):
        content = client.get(f"/r/vestre/{address}").content.decode()
        assert "1 submission has not been answered" in content or '<strong class="vv-broken">1</strong>' in content
    an_answer(Submission.objects.get())
    assert "has not been answered" not in client.get("/r/vestre/").content.decode()


def test_the_front_page_of_the_council_says_what_is_open(people, row, client):
    client.get("/?sprak=en")
    assert f'href="/r/vestre/medvirkning/{row.pk}/"' in client.get("/r/vestre/").content.decode()
    assert page.front_lines(people.neighbour_council, on=timezone.localdate()) == []


def test_submissions_to_read_and_to_answer_wait_for_the_secretariat(people, closed):
    today = timezone.localdate()
    a_submission(closed)
    a_submission(closed, state="received")
    secretary = people.secretary

    rows = waiting.waiting(secretary.actor, secretary.account, today)
    assert [each.url.rsplit("/", 2)[1] for each in rows] == ["les", "svar"]
    assert "Everyone can see that" in rows[1].text
    for who in (people.neighbour, people.reader, people.youth):
        assert waiting.waiting(who.actor, who.account, today) == []
    assert secretary.client.get("/min-side/").status_code == 200


def test_a_round_waits_for_those_who_answer_for_a_municipality_until_it_has(people, row):
    today = timezone.localdate()
    contact = people.municipal_contact
    rows = waiting.waiting(contact.actor, contact.account, today)
    assert [each.url for each in rows] == [f"/r/vestre/medvirkning/{row.pk}/gi-innspill/?som=kommune"]
    assert rows[0].due_on == row.response_deadline

    a_submission(row, state="received", kind="municipality", participant=people.participants[0])
    assert waiting.waiting(contact.actor, contact.account, today) == []


def test_addresses_go_some_time_after_the_answer_and_in_the_end_anyway(people, row):
    answered = a_submission(row, "Svart", email="a@example.no")
    fresh = a_submission(row, "Nylig svart", email="b@example.no")
    a_submission(row, "Venter", email="c@example.no")
    an_answer(answered, answered_at=NOW - timedelta(days=31))
    an_answer(fresh, answered_at=NOW - timedelta(days=29))
    assert answering.forget_addresses(now=NOW) == 1
    assert set(Submission.objects.exclude(email="").values_list("text", flat=True)) == {"Nylig svart", "Venter"}

    # The round is of the day the test is run.
    assert answering.forget_addresses(now=timezone.now() + timedelta(days=500)) == 2


def test_the_work_beside_the_pages_forgets_addresses(people, row):
    an_answer(a_submission(row, email="a@example.no"), answered_at=timezone.now() - timedelta(days=31))
    work.once()

    assert Submission.objects.get().email == ""


def test_the_summary_counts_all_and_lists_what_is_published(people, closed):
    an_answer(a_submission(closed, "Publisert ord"))
    an_answer(a_submission(closed, "Skjult ord", state="withheld", reason="x"), outcome="not_used")
    client = Client()
    client.get("/?sprak=en")
    content = client.get(f"/r/vestre/medvirkning/{closed.pk}/oppsummering/").content.decode()

    assert "2 submissions came in, and 1 of them" in content
    assert "Publisert ord" in content
    assert "Skjult ord" not in content


def test_the_list_is_searched_and_narrowed_to_a_goal(people, row, client):
    goal = row.content["goals"][0]
    a_submission(row, "Om tiltaket", about_key=goal["paths"][0]["actions"][0]["id"])
    a_submission(row, "Om alt")
    address = f"/r/vestre/medvirkning/{row.pk}/innspill/"

    narrowed = client.get(f"{address}?om={goal['id']}").content.decode()
    assert "Om tiltaket" in narrowed
    assert "Om alt" not in narrowed
    assert "Om tiltaket" not in client.get(f"{address}?om=alt").content.decode()
    assert "Om alt" in client.get(f"{address}?q=ALT").content.decode()
    for odd in ("?om=%00", "?q=%00", "?side=9999999999", "?om=x", "?side=-1", "?q=" + "x" * 500):
        assert client.get(address + odd).status_code == 200


def test_what_someone_sent_for_a_municipality_is_in_their_own_data(people, row):
    contact = people.municipal_contact
    given = {"kind": "municipality", "participant": people.participants[0], "account": contact.account}
    a_submission(row, "Fra kommunen", **given)

    content = own_data.of(contact.actor, contact.account, now=NOW)
    assert [each["text"] for each in content["submissions"]] == ["Fra kommunen"]


def test_an_erased_account_leaves_the_answer_of_its_municipality_without_an_address(people, row):
    contact = people.municipal_contact
    given = {"kind": "municipality", "participant": people.participants[0], "account": contact.account}
    submission = a_submission(row, "Fra kommunen", email="kari@example.no", **given)
    operations.erase_own_account(actor=contact.actor, now=NOW)

    submission.refresh_from_db()
    assert (submission.text, submission.email) == ("Fra kommunen", "")
    assert AuditEntry.objects.get(verb=Verb.SUBMISSION_CHANGED).changes == {"email": []}


def test_with_five_thousand_submissions_every_page_is_twenty_queries_or_fewer(
    people, row, django_assert_max_num_queries
):
    keys = ["", *(action["id"] for action in row.content["goals"][0]["paths"][0]["actions"])]
    Submission.objects.bulk_create(
        Submission(
            round=row, text=f"Innspill nummer {n} " + "ord " * 40, kind="citizen", language="nb", received_at=NOW,
            received_on=row.opens_on, state=("published", "received")[n % 3 == 0], about_key=keys[n % len(keys)],
        )
        for n in range(5000)
    )  # fmt: skip
    action = Action.objects.first()
    SubmissionAnswer.objects.bulk_create(
        SubmissionAnswer(
            submission=each, outcome="used", words="Ja", changed_keys=[action.key], answered_on=TODAY, answered_at=NOW
        )
        for each in Submission.objects.published()[:2500]
    )
    client = people.secretary.client
    for address in (
        "", f"{row.pk}/", f"{row.pk}/innspill/", f"{row.pk}/innspill/?q=4999&om={keys[1]}", f"{row.pk}/les/",
        f"{row.pk}/svar/", f"{row.pk}/oppsummering/", f"{row.pk}/gi-innspill/", f"{row.pk}/innspill.xlsx",
        f"{row.pk}/alle-innspill.csv",
    ):  # fmt: skip
        with django_assert_max_num_queries(20):
            assert client.get(f"/r/vestre/medvirkning/{address}").status_code == 200
    # One's own page asks every room; its bound is that of tests/guards/test_weight.py.
    with django_assert_max_num_queries(32):
        assert client.get("/min-side/").status_code == 200
    assert len(client.get(f"/r/vestre/medvirkning/{row.pk}/innspill/").content) < 200_000
