"""Matters for the youth panel: asked in plain words, before it is resolved, about a text that stands still."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.directions.choosing import a_choice
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import FOUR_WEEKS, MONTH, a_matter, a_resolution, decided, one_of_the_young
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings import beside
from veivalg.web.youth.models import YouthMatter, YouthSubmission
from veivalg.web.youth.operations import matters, resolutions

pytestmark = pytest.mark.django_db
State = YouthMatter.State


def values(**more) -> dict:
    return {
        "title": "Bussen om kvelden",
        "about": "Vi skal velge ruter.",
        "open_to_change": "Når bussen går.",
        "settled": "",
        "strategy": None,
        "direction": None,
        "link": "",
        "response_deadline": TODAY + FOUR_WEEKS,
        "resolution_planned_on": TODAY + FOUR_WEEKS + timedelta(weeks=2),
        "answers_due_on": TODAY + FOUR_WEEKS + MONTH,
    } | more


def make(people, *, actor=None, council=None, **more) -> YouthMatter:
    return matters.make_matter(
        actor=actor or people.secretary.actor,
        council=council or people.council,
        values=values(**more),
        on=TODAY,
        now=NOW,
    )


def open_it(people, row, *, actor=None, on=TODAY, version=None) -> YouthMatter:
    return matters.open_matter(
        actor=actor or people.secretary.actor,
        council=people.council,
        matter_id=row.pk,
        version=version or row.version,
        on=on,
        now=NOW,
    )


def test_a_matter_is_prepared_and_seen_by_nobody_else_before_it_is_opened(people, client):
    row = make(people)
    address = f"/r/vestre/ungdom/{row.pk}/"

    assert AuditEntry.objects.filter(verb=Verb.YOUTH_MATTER_MADE, subject_id=str(row.pk)).exists()
    assert client.get(address).status_code == 404
    assert one_of_the_young(people.council).client.get(address).status_code == 404
    assert people.secretary.client.get(address).status_code == 200
    open_it(people, row)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("field", "more", "why"),
    [
        ("response_deadline", {"response_deadline": TODAY + timedelta(days=90)}, "can change nothing"),
        ("response_deadline", {"response_deadline": TODAY - timedelta(days=1)}, "has passed"),
        (
            "resolution_planned_on",
            {"response_deadline": TODAY, "resolution_planned_on": date(2999, 1, 1)},
            "three years",
        ),
        ("answers_due_on", {"answers_due_on": TODAY}, "before the young have had time"),
        ("answers_due_on", {"answers_due_on": TODAY + FOUR_WEEKS + timedelta(days=91)}, "hear sooner"),
        ("title", {"title": " \u200b "}, "Write something"),
        ("about", {"about": "x" * 3001}, "There is room for 3000"),
        ("link", {"link": "http://namdal.no"}, "https"),
        ("link", {"link": "javascript:alert(1)"}, "https"),
    ],
)
def test_what_makes_no_sense_is_refused_with_why(people, field, more, why):
    with pytest.raises(NotPossible) as told:
        make(people, **more)

    assert told.value.field == field
    assert why in str(told.value)
    assert not YouthMatter.objects.exists()


def test_the_form_fills_in_thirty_days_for_the_answers_and_says_what_is_too_late(people):
    client = people.secretary.client
    today = timezone.localdate()
    sent = {
        "title": "Bussen",
        "about": "Ruter.",
        "open_to_change": "Tider.",
        "response_deadline": (today + FOUR_WEEKS).isoformat(),
        "resolution_planned_on": (today + FOUR_WEEKS).isoformat(),
        "answers_due_on": "",
    }
    assert client.post("/r/vestre/ungdom/ny/", sent).status_code == 302
    assert YouthMatter.objects.get().answers_due_on == today + FOUR_WEEKS + MONTH

    late = client.post("/r/vestre/ungdom/ny/?sprak=en", sent | {"resolution_planned_on": today.isoformat()})
    assert late.status_code == 422
    assert "can change nothing" in late.content.decode()


def test_the_young_are_answered_before_it_is_resolved_unless_told_otherwise(people):
    form = people.secretary.client.get("/r/vestre/ungdom/ny/?sprak=en").context["form"]
    filled = form.initial
    assert filled["response_deadline"] < filled["answers_due_on"] < filled["resolution_planned_on"]
    assert "before it is settled" in str(form["answers_due_on"].help_text)

    deadline = timezone.localdate() + FOUR_WEEKS
    sent = values(response_deadline=deadline, strategy="", direction="", answers_due_on="")
    for name, days, due in (("A", 10, 9), ("B", 2, 1), ("C", 1, 30), ("D", 60, 30)):
        more = {"title": name, "resolution_planned_on": deadline + timedelta(days=days)}
        assert people.secretary.client.post("/r/vestre/ungdom/ny/", sent | more).status_code == 302
        assert YouthMatter.objects.get(title=name).answers_due_on == deadline + timedelta(days=due)


@pytest.mark.parametrize("typed", ["9999-12-31", "0001-01-01", "2026-02-30", "i morgen", "x\0y"])
def test_days_that_cannot_be_are_corrected_and_never_a_fault(people, typed):
    sent = {"title": "A\0B", "about": "x", "open_to_change": "y"}
    sent |= {"response_deadline": typed, "resolution_planned_on": typed, "answers_due_on": typed}

    assert people.secretary.client.post("/r/vestre/ungdom/ny/", sent).status_code == 422
    assert people.secretary.client.post("/r/vestre/ungdom/ny/", sent | {"answers_due_on": ""}).status_code == 422


def test_a_matter_is_about_one_thing_of_this_council(people):
    ours, theirs = a_small_plan(people.council, state="draft"), a_small_plan(people.neighbour_council)
    ended = a_small_plan(people.council, state="ended")
    choice = a_choice(people)

    for wrong in ({"strategy": theirs}, {"strategy": ended}, {"strategy": ours, "direction": choice}):
        with pytest.raises(NotPossible):
            make(people, **wrong)
    with pytest.raises(NotPossible, match="choices of direction"):
        make(people, actor=people.neighbour.actor, council=people.neighbour_council, direction=choice)
    assert make(people, strategy=ours).strategy == ours


def test_it_is_opened_once_and_then_stands_as_it_is(people):
    row = make(people)
    with pytest.raises(SecondFactorNeeded):
        open_it(people, row, actor=people.secretary_without_second_factor.actor)
    opened = open_it(people, row)

    with pytest.raises(ChangedMeanwhile):
        open_it(people, opened, version=1)
    with pytest.raises(NotPossible, match="asked already"):
        open_it(people, opened)
    with pytest.raises(NotPossible, match="begun to read"):
        matters.change_matter(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=opened.version,
            values=values(title="Annet"), on=TODAY, now=NOW,
        )  # fmt: skip


def test_a_matter_whose_days_have_passed_is_not_opened(people):
    row = make(people)
    for on in (row.response_deadline + timedelta(days=1), row.resolution_planned_on + timedelta(days=1)):
        with pytest.raises(NotPossible, match="has passed"):
            open_it(people, row, on=on)


@pytest.mark.parametrize(("days", "told"), [(0, "0 days"), (1, "1 day "), (13, "13 days"), (14, "")])
def test_whoever_asks_with_little_time_is_told_before_and_may_ask_all_the_same(people, days, told):
    today = timezone.localdate()
    row = a_matter(
        people.council, is_open=False, response_deadline=today + timedelta(days=days),
        resolution_planned_on=today + timedelta(days=90), answers_due_on=today + timedelta(days=90),
    )  # fmt: skip
    client = people.secretary.client
    for place in ("", "apne/"):
        page = client.get(f"/r/vestre/ungdom/{row.pk}/{place}?sprak=en").content.decode()
        assert ("If you ask today" in page) == bool(told)
        assert told in page

    assert client.post(f"/r/vestre/ungdom/{row.pk}/apne/", {"version": row.version}).status_code == 302
    seen = client.get(f"/r/vestre/ungdom/{row.pk}/?sprak=en").content.decode()
    assert f"{days} day" in seen
    assert "If you ask today" not in seen


def test_the_young_get_more_time_and_never_less(people):
    row = a_matter(people.council)

    def extend(deadline, planned=None, **more):
        found = YouthMatter.objects.get(pk=row.pk)
        return matters.extend_matter(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=found.version,
            response_deadline=deadline, resolution_planned_on=planned or found.resolution_planned_on, on=TODAY, now=NOW,
            **more,
        )  # fmt: skip

    with pytest.raises(NotPossible, match="never made shorter"):
        extend(row.response_deadline - timedelta(days=1))
    with pytest.raises(NotPossible, match="can change nothing"):
        extend(row.resolution_planned_on + timedelta(days=1))
    later = extend(row.response_deadline + timedelta(days=7))
    assert later.answers_due_on == row.answers_due_on + timedelta(days=7)
    moved = extend(row.resolution_planned_on + timedelta(days=7), row.resolution_planned_on + timedelta(days=14))
    assert moved.resolution_planned_on == row.resolution_planned_on + timedelta(days=14)
    assert AuditEntry.objects.filter(verb=Verb.YOUTH_MATTER_EXTENDED).count() == 2


def test_a_withdrawn_matter_says_why_and_cannot_be_opened_or_extended(people, client):
    row = a_matter(people.council, on=timezone.localdate())

    def withdraw(reason, version=1):
        return matters.withdraw_matter(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=version, reason=reason,
            now=NOW,
        )  # fmt: skip

    with pytest.raises(NotPossible, match="Say why"):
        withdraw("  ")
    with pytest.raises(NotPossible, match="room for 500"):
        withdraw("x" * 501)
    gone = withdraw("Fylket bestemte det selv.")
    assert gone.state_on(TODAY) is State.WITHDRAWN
    assert "Fylket bestemte det selv." in client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()
    with pytest.raises(NotPossible, match="withdrawn already"):
        withdraw("Igjen", gone.version)
    with pytest.raises(NotPossible, match="withdrawn"):
        open_it(people, gone)
    assert not YouthMatter.objects.open_on(TODAY).exists()


def test_the_resolution_it_led_to_stands_on_both_pages_and_follows_a_correction(people, client):
    row = a_matter(people.council)
    resolution = a_resolution(people.council, on=TODAY)

    def tie(to, version):
        return resolutions.set_resolution(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=version, resolution=to,
            now=NOW,
        )  # fmt: skip

    with pytest.raises(NotPossible, match="council's own resolutions"):
        tie(a_resolution(people.neighbour_council), 1)
    tie(resolution, 1)
    assert f"/r/vestre/ungdom/{row.pk}/" in client.get(resolution.get_absolute_url()).content.decode()
    assert resolution.get_absolute_url() in client.get(row.get_absolute_url()).content.decode()

    corrected = a_resolution(people.council, on=TODAY, title="Ruteplan, rettet")
    beside.follow_all(people.secretary.actor, resolution, corrected, now=NOW)
    assert YouthMatter.objects.get(pk=row.pk).resolution == corrected
    with pytest.raises(NotPossible, match="been resolved"):
        matters.withdraw_matter(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=3, reason="x", now=NOW
        )


def test_two_who_change_a_matter_at_once_see_each_other(people):
    row = a_matter(people.council, on=timezone.localdate(), is_open=False)
    client, address = people.secretary.client, f"/r/vestre/ungdom/{row.pk}/endre/"
    sent = {name: getattr(row, name) for name in ("title", "about", "open_to_change")}
    sent |= {
        name: getattr(row, name).isoformat()
        for name in ("response_deadline", "resolution_planned_on", "answers_due_on")
    }
    assert client.post(address, sent | {"title": "Først", "version": 1}).status_code == 302

    met = client.post(address, sent | {"title": "Etterpå", "version": 1})
    assert met.status_code == 409
    assert "Først" in met.content.decode()
    assert YouthMatter.objects.get().title == "Først"


def test_only_the_secretariat_prepares_and_asks(people):
    row = a_matter(people.council, is_open=False)
    young = one_of_the_young(people.council)

    for who in (people.representative, people.municipal_contact, people.reader, young, people.neighbour):
        with pytest.raises(Refused):
            make(people, actor=who.actor)
        with pytest.raises(Refused):
            open_it(people, row, actor=who.actor)
    assert Client().get("/r/vestre/ungdom/ny/").status_code == 302


def test_a_resolution_made_before_the_young_were_asked_is_not_what_it_led_to(people):
    row = a_matter(people.council)
    before = a_resolution(people.council, on=row.opened_on - timedelta(days=1))

    def tie(to):
        return resolutions.set_resolution(
            actor=people.secretary.actor, council=people.council, matter_id=row.pk, version=1, resolution=to, now=NOW
        )

    with pytest.raises(NotPossible, match="before the young were asked"):
        tie(before)
    assert tie(a_resolution(people.council, on=row.opened_on)).resolution is not None


def test_what_has_been_resolved_takes_nothing_more_though_its_deadline_has_not_passed(people):
    today = timezone.localdate()
    row = a_matter(people.council, on=today, resolution=a_resolution(people.council, on=today))
    young = one_of_the_young(people.council)
    sent = young.client.post(f"{row.get_absolute_url()}si/?sprak=en", {"text": "Nattbuss"})

    assert row.state_on(today) == State.RESOLVED
    assert sent.status_code == 409
    assert "It has been resolved" in sent.content.decode()
    assert "Nattbuss" in sent.content.decode()
    assert not YouthSubmission.objects.exists()
    assert f"{row.get_absolute_url()}si/" not in young.client.get("/r/vestre/ungdom/").content.decode()
    assert f"{row.get_absolute_url()}si/" not in young.client.get("/min-side/").content.decode()


def test_a_choice_that_has_been_decided_is_nothing_to_ask_about(people):
    choice = a_choice(people)
    row = make(people, direction=choice)
    decided(choice, people.council)

    with pytest.raises(NotPossible, match="has been decided"):
        open_it(people, row)
    with pytest.raises(NotPossible, match="has been decided"):
        make(people, direction=choice)
    form = people.secretary.client.get("/r/vestre/ungdom/ny/").context["form"]
    assert choice not in form.fields["direction"].queryset


def test_the_front_counts_every_matter_that_is_open_also_those_it_has_no_room_for(people, client):
    today = timezone.localdate()
    for _ in range(12):
        a_matter(people.council, on=today)

    page = client.get("/r/vestre/ungdom/?sprak=en")
    assert "about 12 things now" in page.content.decode()


def test_pressing_twice_makes_one_matter_and_the_name_is_free_again_when_the_young_are_asked(people):
    today = timezone.localdate()
    form = values(response_deadline=today + FOUR_WEEKS, resolution_planned_on=today + 2 * FOUR_WEEKS)
    form |= {"strategy": "", "direction": "", "answers_due_on": ""}

    def press(**more):
        return people.secretary.client.post("/r/vestre/ungdom/ny/?sprak=en", form | more)

    assert press().status_code == 302
    again = press(title=" Bussen  om kvelden ")
    assert again.status_code == 422
    assert "is being prepared already" in again.content.decode()
    assert press(title="Sommerjobb").status_code == 302
    open_it(people, YouthMatter.objects.get(title="Bussen om kvelden"), on=today)
    assert press().status_code == 302
    assert YouthMatter.objects.count() == 3


def test_the_secretariat_sees_what_the_young_have_not_been_asked_about_and_asks_from_there(people):
    draft, choice = a_small_plan(people.council, state="draft"), a_choice(people, title="Hva først?")
    a_small_plan(people.council, state="adopted")
    client = people.secretary.client

    def offered():
        return [each.url for each in client.get("/r/vestre/ungdom/").context["not_asked"]]

    new = "/r/vestre/ungdom/ny/"
    assert offered() == [f"{new}?strategi={draft.pk}", f"{new}?retning={choice.pk}"]
    assert f'value="{draft.pk}" selected' in client.get(offered()[0]).content.decode()
    gone = a_matter(people.council, strategy=draft, withdrawn_at=NOW, withdrawn_because="Nei")
    assert len(offered()) == 2
    YouthMatter.objects.filter(pk=gone.pk).update(withdrawn_at=None, withdrawn_because="")
    assert offered() == [f"{new}?retning={choice.pk}"]
    decided(choice, people.council)
    assert offered() == []
    for who in (people.reader, people.representative, one_of_the_young(people.council)):
        assert who.client.get("/r/vestre/ungdom/").context["not_asked"] == []
