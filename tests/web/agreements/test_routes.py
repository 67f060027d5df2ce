"""A change goes the way that the clauses it touches decide."""

from datetime import timedelta
from fractions import Fraction

from tests.people import NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, in_force, rewrite, sent, share_out
from tests.web.agreements.changing import a_resolution, rules, vote, yes_from_all
from veivalg.web.agreements.models import (
    CooperationAgreement,
)
from veivalg.web.agreements.operations import sending, text


def test_what_the_act_demands_goes_to_every_participant(people):
    agreed(people.council)
    rewrite(people.council, "leaving", "Atten måneder.")
    change = sent(people.council)

    assert change.is_for_everyone
    assert change.because == [{"number": "14", "heading": "Uttreden", "items": [7]}]


def test_what_the_act_does_not_demand_is_settled_by_the_assembly_with_two_thirds(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)

    assert (change.route, change.way.majority) == ("assembly", Fraction(2, 3))


def test_one_clause_that_the_act_demands_sends_all_of_it_to_every_participant(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    rewrite(people.council, "leaving", "Atten måneder.")

    assert sent(people.council).is_for_everyone


def test_taking_the_mark_off_a_clause_does_not_take_it_past_the_participants(people):
    agreed(people.council)
    rewrite(people.council, "archives", "Ny tekst.", items=[])

    assert sent(people.council).is_for_everyone


def test_new_shares_new_seats_and_a_new_notice_go_to_every_participant(people):
    agreed(people.council)
    a, b, c = (each.pk for each in people.participants)
    share_out(people.council, 4, {a: 2, b: 1, c: 1})
    change = sent(people.council)
    assert [row["items"] for row in change.because] == [[6]]
    sending.withdraw(actor=people.secretary.actor, council=people.council, change_id=change.pk, reason="Nei", now=NOW)
    share_out(people.council, 3, {a: 1, b: 1, c: 1})
    rules(people, leaving_months=18)

    assert [row["items"] for row in sent(people.council).because] == [[7]]


def test_the_agreements_own_majority_holds_from_the_edition_in_force_and_not_from_the_change_itself(people):
    agreed(people.council)
    rules(people, majority_part=51, majority_whole=100)
    change = sent(people.council)

    assert change.way.majority == Fraction(2, 3)


def test_an_agreement_can_want_every_participant_for_everything(people):
    an_agreement(people.council)
    rules(people, always_every_participant=True)
    change = sent(people.council)
    yes_from_all(change, people)
    in_force(change)
    rewrite(people.council, "meetings", "Seks møter.")

    assert sent(people.council).is_for_everyone


def test_clauses_that_only_change_places_are_the_assemblys(people):
    agreed(people.council)
    clause = CooperationAgreement.objects.get().clauses.get(key="purpose")
    text.move_clause(
        actor=people.secretary.actor,
        council=people.council,
        clause_id=clause.pk,
        version=clause.version,
        way=text.Way.UP,
        now=NOW,
    )

    assert sent(people.council).route == "assembly"


def test_a_rule_for_changes_that_holds_from_a_later_day_does_not_decide_the_way_before_it(people):
    agreed(people.council)
    rules(people, always_every_participant=True)
    first = sent(people.council)
    vote(first, a_resolution(people), 9, 9, people=people)
    in_force(first)
    rules(people, always_every_participant=False)
    second = sent(people.council)
    yes_from_all(second, people)
    in_force(second, on=TODAY + timedelta(days=100))
    rewrite(people.council, "meetings", "Seks møter.")

    assert sent(people.council).is_for_everyone
