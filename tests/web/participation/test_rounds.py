"""Rounds: prepared by the secretariat, opened with a second factor, kept as they were sent, and extended, never cut."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.people import NOW, TODAY
from tests.web.participation.voices import MONTH, SIX_WEEKS, a_round
from tests.web.strategy.planning import a_small_plan, a_strategy
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.participation import queries
from veivalg.web.participation.models import ParticipationRound
from veivalg.web.participation.operations import rounds
from veivalg.web.strategy.models import Action, Strategy

pytestmark = pytest.mark.django_db
VALUES = {
    "title": "Hva vil vi med fjorden?",
    "invitation": "Si hva du mener.",
    "open_to_change": "Mål.",
    "settled": "",
    "opens_on": TODAY,
    "response_deadline": TODAY + SIX_WEEKS,
    "answers_due_on": TODAY + SIX_WEEKS + MONTH,
}


def make(people, strategy, *, actor=None, **more):
    return rounds.make_round(
        actor=actor or people.secretary.actor,
        council=people.council,
        strategy_id=strategy.pk,
        values=VALUES | more,
        now=NOW,
    )


def open_it(people, row, *, actor=None, read_at=None, on=TODAY):
    row.strategy.refresh_from_db()
    return rounds.open_round(
        actor=actor or people.secretary.actor,
        council=people.council,
        round_id=row.pk,
        version=row.version,
        read_at=read_at or row.strategy.changed_at,
        on=on,
        now=NOW,
    )


def extend(people, row, deadline, *, on=TODAY, actor=None):
    return rounds.extend_deadline(
        actor=actor or people.secretary.actor,
        council=people.council,
        round_id=row.pk,
        version=row.version,
        deadline=deadline,
        on=on,
        now=NOW,
    )


@pytest.fixture
def strategy(people):
    return a_small_plan(people.council, state="draft")


def test_a_round_is_prepared_from_a_strategy_with_six_weeks_filled_in(people, strategy):
    client = people.secretary.client
    page = client.get(f"/r/vestre/medvirkning/ny/?strategi={strategy.pk}").content.decode()
    deadline = timezone.localdate() + timedelta(weeks=6)
    assert f'value="{deadline:%Y-%m-%d}"' in page
    assert f'value="{deadline + timedelta(days=30):%Y-%m-%d}"' in page

    form = VALUES | {"strategy": strategy.pk}
    response = client.post("/r/vestre/medvirkning/ny/", form)
    row = ParticipationRound.objects.get()
    assert response.url == f"/r/vestre/medvirkning/{row.pk}/"
    assert row.is_draft
    assert AuditEntry.objects.filter(verb=Verb.ROUND_MADE, subject_id=str(row.pk)).exists()


def test_a_round_that_is_being_prepared_is_seen_by_nobody_else(people, client, strategy):
    row = make(people, strategy)

    for who in (client, people.representative.client, people.municipal_contact.client, people.neighbour.client):
        assert who.get(f"/r/vestre/medvirkning/{row.pk}/").status_code == 404
        assert row.title not in who.get("/r/vestre/medvirkning/").content.decode()
    history = people.representative.client.get("/r/vestre/historikk/").content.decode()
    assert row.title not in history


def test_opening_keeps_the_text_and_lets_everyone_read_the_strategy(people, client, strategy):
    row = open_it(people, make(people, strategy))
    strategy.refresh_from_db()
    assert strategy.state == Strategy.State.CONSULTATION
    Action.objects.filter(number=1).update(text="Noe helt annet")

    page = client.get(f"/r/vestre/medvirkning/{row.pk}/").content.decode()
    assert "Tiltak nummer 1" in page
    assert "Noe helt annet" not in page
    assert row.checksum in page
    assert AuditEntry.objects.filter(verb=Verb.ROUND_OPENED, subject_id=str(row.pk)).exists()
    assert AuditEntry.objects.filter(verb=Verb.STRATEGY_CHANGED, subject_id=str(strategy.pk)).exists()


def test_the_trail_says_which_day_it_should_have_opened(people, strategy):
    row = make(people, strategy, opens_on=TODAY + timedelta(days=3))
    open_it(people, row)
    changes = AuditEntry.objects.get(verb=Verb.ROUND_OPENED).changes

    assert changes["opens_on"] == [(TODAY + timedelta(days=3)).isoformat(), TODAY.isoformat()]


def test_the_next_text_of_an_adopted_strategy_is_sent_out_and_it_stays_adopted(people):
    strategy = a_small_plan(people.council, state="adopted")
    open_it(people, make(people, strategy))

    strategy.refresh_from_db()
    assert strategy.state == Strategy.State.ADOPTED


def test_opening_takes_a_second_factor_and_preparing_does_not(people, strategy):
    who = people.secretary_without_second_factor.actor
    row = make(people, strategy, actor=who)

    with pytest.raises(SecondFactorNeeded):
        open_it(people, row, actor=who)
    with pytest.raises(SecondFactorNeeded):
        extend(people, row, TODAY + timedelta(days=60), actor=who)


@pytest.mark.parametrize(
    "who", ["representative", "municipal_contact", "reader", "youth", "neighbour", "visiting_host"]
)
def test_only_the_secretariat_prepares_opens_and_extends(people, strategy, who):
    row = make(people, strategy)
    actor = getattr(people, who).actor

    with pytest.raises(Refused):
        make(people, strategy, actor=actor)
    with pytest.raises(Refused):
        open_it(people, row, actor=actor)
    with pytest.raises(Refused):
        extend(people, row, TODAY + timedelta(days=60), actor=actor)


def test_what_has_changed_since_it_was_looked_at_is_not_opened(people, strategy):
    row = make(people, strategy)

    with pytest.raises(ChangedMeanwhile):
        open_it(people, row, read_at=NOW - timedelta(minutes=1))
    strategy.refresh_from_db()
    assert strategy.state == Strategy.State.DRAFT


def test_a_strategy_without_a_goal_or_one_that_has_ended_is_not_sent_out(people):
    with pytest.raises(NotPossible, match="no goal"):
        open_it(people, make(people, a_strategy(people.council, state="draft")))
    with pytest.raises(NotPossible, match="ended"):
        open_it(people, make(people, a_strategy(people.council, state="ended", name="Gammel")))


def test_a_round_opens_once_and_not_after_its_deadline(people, strategy):
    row = open_it(people, make(people, strategy))
    with pytest.raises(NotPossible, match="already"):
        open_it(people, row)
    late = make(people, strategy)
    with pytest.raises(NotPossible, match="passed"):
        open_it(people, late, on=late.response_deadline + timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_deadline": TODAY - timedelta(days=1)},
        {"response_deadline": TODAY + timedelta(days=400), "answers_due_on": TODAY + timedelta(days=500)},
        {"answers_due_on": TODAY + timedelta(days=1)},
        {"title": "\u200b"},
        {"invitation": " "},
        {"open_to_change": ""},
    ],
)
def test_days_in_disorder_and_missing_words_are_refused(people, strategy, wrong):
    with pytest.raises(NotPossible):
        make(people, strategy, **wrong)


def test_the_database_itself_keeps_the_days_in_order_and_the_text(people, strategy):
    row = a_round(people.council, strategy=strategy)
    for wrong in (
        {"response_deadline": row.opens_on - timedelta(days=1)},
        {"answers_due_on": row.response_deadline - timedelta(days=1)},
        {"checksum": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ParticipationRound.objects.filter(pk=row.pk).update(**wrong)


def test_a_deadline_is_extended_and_the_answers_are_due_as_much_later(people, strategy):
    row = a_round(people.council, strategy=strategy)
    due = row.answers_due_on
    extended = extend(people, row, row.response_deadline + timedelta(days=14))

    assert extended.answers_due_on == due + timedelta(days=14)
    entry = AuditEntry.objects.get(verb=Verb.ROUND_EXTENDED)
    assert set(entry.changes) == {"response_deadline", "answers_due_on"}


def test_a_deadline_is_never_shortened_nor_set_in_the_past_or_far_away(people, strategy):
    row = a_round(people.council, strategy=strategy)
    for day, on in (
        (row.response_deadline, TODAY),
        (row.response_deadline - timedelta(days=1), TODAY),
        (row.response_deadline + timedelta(days=1), row.response_deadline + timedelta(days=9)),
        (TODAY + timedelta(days=400), TODAY),
    ):
        with pytest.raises(NotPossible):
            extend(people, row, day, on=on)


def test_an_open_round_is_not_rewritten(people, strategy):
    row = a_round(people.council, strategy=strategy)

    with pytest.raises(NotPossible):
        rounds.change_round(
            actor=people.secretary.actor,
            council=people.council,
            round_id=row.pk,
            version=1,
            values=VALUES | {"title": "Noe annet"},
            now=NOW,
        )


def test_two_who_change_a_round_see_what_the_other_wrote(people, strategy):
    row = make(people, strategy)
    client = people.secretary.client
    form = VALUES | {"title": "Ny tittel", "version": 1}
    assert client.post(f"/r/vestre/medvirkning/{row.pk}/endre/", form).status_code == 302
    response = client.post(f"/r/vestre/medvirkning/{row.pk}/endre/", form | {"title": "En annen tittel"})

    assert response.status_code == 409
    assert ParticipationRound.objects.get().title == "Ny tittel"


def test_the_page_for_opening_warns_of_less_than_six_weeks(people, strategy):
    today = timezone.localdate()
    deadline = today + timedelta(days=20)
    row = make(people, strategy, opens_on=today, response_deadline=deadline, answers_due_on=deadline + MONTH)
    client = people.secretary.client
    client.get("/?sprak=en")
    page = client.get(f"/r/vestre/medvirkning/{row.pk}/apne/").content.decode()
    assert "Less than six weeks" in page
    form = {"version": row.version, "read_at": row.strategy.changed_at.isoformat()}
    assert client.post(f"/r/vestre/medvirkning/{row.pk}/apne/", form | {"read_at": "i går"}).status_code == 422
    assert client.post(f"/r/vestre/medvirkning/{row.pk}/apne/", form).status_code == 302

    row.refresh_from_db()
    assert row.is_open(today)
    assert queries.state_of(row, queries.Figures(), on=today) == ParticipationRound.State.OPEN


def test_strategies_of_others_cannot_be_sent_out(people):
    other = a_strategy(people.neighbour_council)

    with pytest.raises(Strategy.DoesNotExist):
        make(people, other)
    form = VALUES | {"strategy": other.pk}
    assert people.secretary.client.post("/r/vestre/medvirkning/ny/", form).status_code == 422
    assert not ParticipationRound.objects.exists()


def test_pressing_twice_makes_one_round_and_the_name_is_free_again_when_it_is_open(people, strategy):
    client, form = people.secretary.client, VALUES | {"strategy": strategy.pk}
    assert client.post("/r/vestre/medvirkning/ny/", form).status_code == 302
    again = client.post("/r/vestre/medvirkning/ny/?sprak=en", form)
    assert again.status_code == 422
    assert "is being prepared already" in again.content.decode()
    open_it(people, ParticipationRound.objects.get())
    assert client.post("/r/vestre/medvirkning/ny/", form).status_code == 302
    assert ParticipationRound.objects.count() == 2


def test_the_words_of_a_round_before_it_was_opened_are_for_those_who_prepare_it(people, strategy):
    row = make(people, strategy, invitation="Hemmelig ordlyd")
    given = {"version": row.version, "values": VALUES, "now": NOW}
    row = rounds.change_round(actor=people.secretary.actor, council=people.council, round_id=row.pk, **given)
    open_it(people, row)
    places = (row.get_absolute_url(), f"/r/vestre/historikk/?objekt=participation.participationround:{row.pk}")

    for who in (people.reader, people.representative):
        assert all("Hemmelig" not in who.client.get(place).content.decode() for place in places)
    assert all("Hemmelig ordlyd" in people.secretary.client.get(place).content.decode() for place in places)
