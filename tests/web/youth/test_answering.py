"""Each of the young is owed an answer: read first, answered once, in time, and seen by everyone when it is late."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from tests.people import NOW, TODAY, People, someone, with_role
from tests.web.councils.test_at_once import at_once
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import a_matter, a_resolution, an_answer, one_of_the_young, something_said
from veivalg.web.access.catalogue import Role
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.models import Action, Goal
from veivalg.web.youth import waiting
from veivalg.web.youth.models import YouthAnswer, YouthSubmission
from veivalg.web.youth.operations import answering, moderating

pytestmark = pytest.mark.django_db
State = YouthSubmission.State


@pytest.fixture
def row(people):
    return a_matter(people.council, on=timezone.localdate())


def moderate(people, submission, *, actor=None, is_published=True, reason="", version=None):
    return moderating.moderate(
        actor=actor or people.secretary.actor,
        council=people.council,
        submission_id=submission.pk,
        version=version or submission.version,
        is_published=is_published,
        reason=reason,
        now=NOW,
    )


def answer(people, submission, *, actor=None, council=None, version=None, **more):
    given = {
        "outcome": "used",
        "words": "Bussen går nå 23.15.",
        "strategy": None,
        "changed_keys": [],
        "resolution": None,
        "changed_elsewhere": True,
    } | more
    return answering.answer(
        actor=actor or people.secretary.actor,
        council=council or people.council,
        submission_id=submission.pk,
        version=version or submission.version,
        on=TODAY,
        now=NOW,
        **given,
    )


@pytest.mark.parametrize("outcome", ["used", "partly"])
def test_what_was_used_shows_what_it_changed_or_says_that_it_is_elsewhere(people, row, outcome):
    sent = something_said(people.council, row)
    with translation.override("en"), pytest.raises(NotPossible, match="Choose what it changed") as refused:
        answer(people, sent, outcome=outcome, changed_elsewhere=False)
    assert refused.value.field == "changed_elsewhere"
    given = answer(people, sent, outcome=outcome, changed_elsewhere=False, resolution=a_resolution(people.council))
    assert not given.changed_elsewhere


@pytest.mark.parametrize("outcome", ["not_used", "passed_on", "outside"])
def test_what_changed_nothing_shows_nothing(people, row, outcome):
    given = answer(people, something_said(people.council, row), outcome=outcome)
    assert not given.changed_elsewhere


def test_nothing_is_public_before_it_has_been_read_not_to_others_in_the_panel_either(people, row, client):
    sent = something_said(people.council, row, "Uleste ord", state=State.RECEIVED)
    other = one_of_the_young(people.council, "Havørn").client
    places = ["", f"{row.pk}/", "innspill/", "oppsummering/", "tall/"]

    for who in (client, other, people.representative.client):
        for place in places:
            assert "Uleste ord" not in who.get(f"/r/vestre/ungdom/{place}").content.decode()
    assert other.get(f"/r/vestre/ungdom/innspill/{sent.pk}/").status_code == 403
    assert "Uleste ord" not in other.get("/r/vestre/ungdom/mine/").content.decode()
    moderate(people, sent)
    assert "Uleste ord" in client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()


def test_one_that_is_withheld_has_a_reason_that_only_its_sender_reads(people, row, client):
    young = one_of_the_young(people.council)
    sent = something_said(people.council, row, "Om naboen", state=State.RECEIVED, account=young.account)
    with pytest.raises(NotPossible, match="Say why"):
        moderate(people, sent, is_published=False)
    moderate(people, sent, is_published=False, reason="Nevner naboen.")

    assert "Nevner naboen." in young.client.get("/r/vestre/ungdom/mine/").content.decode()
    for place in ("innspill/", f"{row.pk}/"):
        page = client.get(f"/r/vestre/ungdom/{place}").content.decode()
        assert "Nevner naboen." not in page
        assert "Om naboen" not in page
    assert "Nevner" not in str(AuditEntry.objects.get(verb=Verb.YOUTH_SUBMISSION_WITHHELD).changes)


def test_who_moderates_and_answers(people, row):
    sent = something_said(people.council, row)
    young = one_of_the_young(people.council)

    for who in (people.representative, people.reader, people.municipal_contact, young, people.neighbour):
        with pytest.raises(Refused):
            moderate(people, sent, actor=who.actor)
        with pytest.raises(Refused):
            answer(people, sent, actor=who.actor)
    with pytest.raises(SecondFactorNeeded):
        answer(people, sent, actor=people.secretary_without_second_factor.actor)


def test_two_who_moderate_at_once_see_each_other(people, row):
    sent = something_said(people.council, row, state=State.RECEIVED)
    client, address = people.secretary.client, f"/r/vestre/ungdom/innspill/{sent.pk}/"
    assert client.post(address, {"choice": "publish", "version": 1}).status_code == 302

    met = client.post(address, {"choice": "withhold", "reason": "Nei", "version": 1})
    assert met.status_code == 409
    assert YouthSubmission.objects.get().state == State.PUBLISHED


def test_an_answer_is_given_once_the_submission_has_been_read(people, row):
    unread = something_said(people.council, row, state=State.RECEIVED)
    gone = something_said(people.council, row, state=State.WITHDRAWN)
    for sent, why in ((unread, "has not been read"), (gone, "taken it back")):
        with pytest.raises(NotPossible, match=why):
            answer(people, sent)
        assert people.secretary.client.post(
            f"/r/vestre/ungdom/innspill/{sent.pk}/svar/", {"outcome": "outside", "words": "x", "version": 1}
        ).status_code == 422  # fmt: skip
    withheld = something_said(people.council, row, state=State.WITHHELD, reason="Nevner noen.")
    assert answer(people, withheld).outcome == "used"


def test_withdrawn_is_not_published(people, row):
    gone = something_said(people.council, row, state=State.WITHDRAWN)

    with pytest.raises(NotPossible, match="taken it back"):
        moderate(people, gone)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"words": " \u200b"}, "words"),
        ({"words": "x" * 5001}, "words"),
        ({"outcome": "maybe"}, "outcome"),
        ({"changed_keys": ["finnes-ikke"]}, "changed_keys"),
        ({"changed_keys": [str(n) for n in range(51)]}, "changed_keys"),
    ],
)
def test_an_answer_that_says_nothing_or_too_much_is_refused(people, row, more, field):
    with pytest.raises(NotPossible) as told:
        answer(people, something_said(people.council, row), **more)

    assert told.value.field == field
    assert not YouthAnswer.objects.exists()


def test_links_are_to_what_is_this_councils(people, row):
    sent = something_said(people.council, row)
    theirs = a_small_plan(people.neighbour_council)

    with pytest.raises(NotPossible, match="not in the plan"):
        answer(people, sent, strategy=theirs, changed_keys=[theirs.goals.get().key])
    with pytest.raises(NotPossible, match="own resolutions"):
        answer(people, sent, resolution=a_resolution(people.neighbour_council))
    with pytest.raises(YouthSubmission.DoesNotExist):
        answer(people, sent, actor=people.neighbour.actor, council=people.neighbour_council)


def test_the_answer_links_to_what_it_changed_and_a_draft_is_not_given_away(people, row, client):
    strategy = a_small_plan(people.council, state="draft")
    action, goal, resolution = strategy.actions.get(number=2), strategy.goals.get(), a_resolution(people.council)
    answer(
        people, something_said(people.council, row), strategy=strategy, changed_keys=[action.key, goal.key],
        resolution=resolution,
    )  # fmt: skip
    address = f"/r/vestre/ungdom/{row.pk}/"

    seen = client.get(address).content.decode()
    assert resolution.get_absolute_url() in seen
    assert "Tiltak nummer 2" not in seen
    assert goal.name not in seen
    assert f"/r/vestre/tiltak/{action.pk}/" in people.secretary.client.get(address).content.decode()
    strategy.state = "adopted"
    strategy.save()
    assert f"/r/vestre/tiltak/{action.pk}/" in client.get(address).content.decode()
    Action.objects.all().delete()
    assert client.get(address).status_code == 200
    assert Goal.objects.count() == 1


def test_a_corrected_answer_keeps_its_day_and_says_that_it_was_corrected(people, row, client):
    sent = something_said(people.council, row)
    answer(people, sent)
    sent.refresh_from_db()
    again = answer(people, sent, words="Bussen går likevel 22.")

    assert (again.answered_on, again.corrected_on) == (TODAY, TODAY)
    entry = AuditEntry.objects.get(verb=Verb.YOUTH_ANSWER_CHANGED)
    assert entry.changes["words"] == ["Bussen går nå 23.15.", "Bussen går likevel 22."]
    assert "corrected" in client.get(f"/r/vestre/ungdom/{row.pk}/?sprak=en").content.decode()
    sent.refresh_from_db()
    answer(people, sent, words="Bussen går likevel 22.")
    assert AuditEntry.objects.filter(verb=Verb.YOUTH_ANSWER_CHANGED).count() == 1


def test_of_two_answers_at_once_one_meets_the_other(people, row):
    sent = something_said(people.council, row)
    client, address = people.secretary.client, f"/r/vestre/ungdom/innspill/{sent.pk}/svar/?sprak=en"
    assert (
        client.post(address, {"outcome": "used", "words": "Ja", "changed_elsewhere": "on", "version": 1}).status_code
        == 302
    )

    met = client.post(address, {"outcome": "not_used", "words": "Nei", "version": 1})
    assert met.status_code == 409
    assert "Ja" in met.content.decode()
    assert YouthAnswer.objects.get().words == "Ja"
    mine = client.post(address, {"outcome": "not_used", "words": "Nei", "version": 2})
    assert mine.status_code == 302
    assert YouthAnswer.objects.get().words == "Nei"


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_in_the_same_moment_give_one_answer():
    people = People()
    other = with_role(someone("annen"), people.council, Role.SECRETARIAT)
    sent = something_said(people.council, a_matter(people.council))
    works = [
        lambda: answer(people, sent, actor=people.secretary.actor, words="Ja"),
        lambda: answer(people, sent, actor=other.actor, words="Nei"),
    ]
    # Made before the threads begin, so that both are there.
    assert people.secretary.actor.is_signed_in

    assert at_once(*works) == ["", "ChangedMeanwhile"]
    assert YouthAnswer.objects.count() == 1


def test_an_idea_is_answered_with_the_plan_that_everyone_may_read(people):
    strategy = a_small_plan(people.council)
    sent = something_said(people.council)
    action = strategy.actions.get(number=1)
    address = f"/r/vestre/ungdom/innspill/{sent.pk}/svar/"
    form = {"outcome": "partly", "words": "Delvis", "changed_keys": [action.key], "version": 1}

    assert people.secretary.client.post(address, form).status_code == 302
    assert YouthAnswer.objects.get().strategy == strategy


def test_late_answers_stand_on_the_councils_front_page_and_in_the_room_for_all(people, client):
    today = timezone.localdate()
    old = a_matter(people.council, on=today - timedelta(days=90))
    late = something_said(people.council, old)
    something_said(people.council, old, state=State.WITHDRAWN)

    for address in ("/r/vestre/", "/r/vestre/ungdom/", f"/r/vestre/ungdom/{old.pk}/"):
        assert "1 answer that the young were promised is late" in client.get(f"{address}?sprak=en").content.decode()
    an_answer(late)
    for address in ("/r/vestre/", "/r/vestre/ungdom/"):
        assert "were promised" not in client.get(f"{address}?sprak=en").content.decode()


def test_an_answer_is_late_the_day_after_it_was_due(people, client):
    today = timezone.localdate()
    sent = something_said(people.council, answer_due_on=today, received_on=today)
    assert "is late" not in client.get("/r/vestre/?sprak=en").content.decode()
    YouthSubmission.objects.filter(pk=sent.pk).update(
        answer_due_on=today - timedelta(days=1), received_on=today - timedelta(days=9)
    )
    assert "is late" in client.get("/r/vestre/?sprak=en").content.decode()


def test_what_is_owed_stands_in_the_order_it_is_due_with_the_days_left(people):
    today = timezone.localdate()
    for days in (5, -3, 0):
        due = today + timedelta(days=days)
        something_said(people.council, text=f"om {days}", received_on=today - timedelta(days=30), answer_due_on=due)
    shown = people.secretary.client.get("/r/vestre/ungdom/svar/?sprak=en")

    assert [left for _, left in shown.context["found"]] == ["3 days late", "due today", "5 days left"]


def test_the_young_are_told_what_waits_and_when_they_are_answered(people, row):
    young, today = one_of_the_young(people.council), timezone.localdate()

    def told():
        return [each.text for each in waiting.waiting(young.actor, young.account, today)]

    assert any("Bussen om kvelden" in text and "say what you think" in text for text in told())
    sent = something_said(people.council, row, account=young.account)
    assert told() == []
    an_answer(sent, answered_on=today)
    assert told() == ["You have got an answer on “Bussen om kvelden”: used."]
    assert "Bussen om kvelden" in young.client.get("/min-side/").content.decode()


def test_what_waits_for_the_young_is_bounded_and_leads_to_the_rest(people, django_assert_max_num_queries):
    young, today = one_of_the_young(people.council), timezone.localdate()
    for number in range(8):
        a_matter(people.council, on=today, title=f"Sak {number}")
        an_answer(something_said(people.council, account=young.account), answered_on=today)
    with django_assert_max_num_queries(8):
        found = waiting.waiting(young.actor, young.account, today)

    rest = [(each.text, each.url) for each in found if "more" in each.text]
    assert rest == [
        ("You are asked about 3 more things.", "/r/vestre/ungdom/"),
        ("You have got 3 more answers.", "/r/vestre/ungdom/mine/"),
    ]
    assert len(found) == 2 * waiting.SHOWN + 2


def test_the_secretariat_is_told_what_is_unread_and_owed(people, row):
    something_said(people.council, row, state=State.RECEIVED)
    something_said(people.council, answer_due_on=TODAY - timedelta(days=1), received_on=TODAY - timedelta(days=9))
    found = waiting.waiting(people.secretary.actor, people.secretary.account, TODAY)

    assert [each.url for each in found] == ["/r/vestre/ungdom/les/", "/r/vestre/ungdom/svar/"]
    assert "everyone can see that" in found[1].text
    assert waiting.waiting(people.representative.actor, people.representative.account, TODAY) == []


def test_what_is_personal_is_erased_with_a_reason_and_the_answer_stands(people, row, client):
    young = one_of_the_young(people.council)
    sent = something_said(people.council, row, "Jeg heter Kari", account=young.account)
    an_answer(sent)

    def erase(reason, with_text):
        return moderating.erase_personal(
            actor=people.secretary.actor, council=people.council, submission_id=sent.pk, version=1, reason=reason,
            with_text=with_text, now=NOW,
        )  # fmt: skip

    with pytest.raises(NotPossible, match="Say why it is erased"):
        erase(" ", with_text=True)
    erase("Sier hvem noen er.", with_text=True)
    page = client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()
    assert "Kari" not in page
    assert "Bussen går nå 23.15." in page
    sent.refresh_from_db()
    assert sent.account is None
    with pytest.raises(ChangedMeanwhile):
        erase("Igjen", with_text=False)
    with pytest.raises(NotPossible, match="nothing to publish"):
        moderate(people, sent)
