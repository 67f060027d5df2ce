"""A change goes the way that the clauses it touches decide, and takes effect when that way is complete."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from tests.people import LONG_AGO, NOW, TODAY
from tests.web.agreements.agreeing import agreed, an_agreement, answered, in_force, rewrite, sent, share_out
from veivalg.web.access.doors import Refused, SecondFactorNeeded
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import from_plain
from veivalg.web.agreements.models import (
    ADD_ONLY,
    AgreementChange,
    AgreementEdition,
    CooperationAgreement,
    ParticipantConsent,
)
from veivalg.web.agreements.operations import changes, text
from veivalg.web.audit import protection
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Body, Municipality, Participant
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution


def yes_from_all(change, people, *, decided_on=TODAY):
    for participant in people.participants:
        answered(change, participant, decided_on=decided_on)


def a_resolution(people, *, kind="agreement_change", body_kind="assembly", on=TODAY, title="Ny frist") -> Resolution:
    body = Body.objects.create(council=people.council, kind=body_kind, name=title)
    return Resolution.objects.create(
        council=people.council, body=body, resolved_on=on, kind=kind, title=title, text="Ja.", registered_at=NOW
    )


def vote(change, resolution, votes_for, votes_cast, *, actor=None, people):
    return changes.register_vote(
        actor=actor or people.secretary.actor,
        council=people.council,
        change_id=change.pk,
        resolution_id=resolution.pk,
        votes_for=votes_for,
        votes_cast=votes_cast,
        on=TODAY,
        now=NOW,
    )


def rules(people, **values):
    return text.change_rules(
        actor=people.secretary.actor,
        council=people.council,
        version=CooperationAgreement.objects.get(council=people.council).version,
        values=values,
        now=NOW,
    )


# The way


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
    changes.withdraw(actor=people.secretary.actor, council=people.council, change_id=change.pk, reason="Nei", now=NOW)
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


# Sent out


def test_a_text_that_lacks_something_that_the_act_demands_is_not_sent_out_and_each_is_named(people):
    an_agreement(people.council)
    rewrite(people.council, "leaving", "")
    rewrite(people.council, "purpose", "")
    rewrite(people.council, "name_and_participants", "Navn", items=[])

    with pytest.raises(NotPossible) as error:
        sent(people.council)
    assert "Leaving" in str(error.value)
    assert "Name" in str(error.value)
    assert "§ 18-4" in str(error.value)
    assert "Purpose" not in str(error.value)
    assert not AgreementChange.objects.exists()


def test_a_participant_without_a_share_stands_in_the_way(people):
    an_agreement(people.council)
    a, b, c = people.participants
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})

    with pytest.raises(NotPossible, match=f"{c.name} takes part, and has no share"):
        sent(people.council)


def test_one_change_is_under_way_at_a_time(people):
    an_agreement(people.council)
    sent(people.council)
    rewrite(people.council, "meetings", "Seks møter.")

    with pytest.raises(NotPossible, match="under way"):
        sent(people.council)


def test_a_text_that_says_the_same_is_not_sent_out(people):
    agreed(people.council)

    with pytest.raises(NotPossible, match="says the same"):
        sent(people.council)


def test_a_text_that_was_changed_after_it_was_read_is_not_sent_out(people):
    an_agreement(people.council)

    with pytest.raises(ChangedMeanwhile):
        changes.send_out(
            actor=people.secretary.actor,
            council=people.council,
            title="x",
            read_at=NOW - timedelta(seconds=1),
            sent_on=TODAY,
            on=TODAY,
            now=NOW,
        )


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), LONG_AGO - timedelta(days=1)])
def test_a_change_is_not_sent_out_tomorrow_nor_before_what_it_changes(people, day):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")

    with pytest.raises(NotPossible):
        sent(people.council, sent_on=day)


def test_the_frozen_text_does_not_follow_the_text_that_is_worked_on(people):
    an_agreement(people.council)
    change = sent(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change.refresh_from_db()

    assert "Seks" not in str(change.content)


# Answers


def test_an_answer_is_registered_and_the_history_names_the_participant(people):
    an_agreement(people.council)
    answered(sent(people.council), people.participants[0], actor=people.secretary.actor)
    entry = AuditEntry.objects.get(verb=Verb.CONSENT_REGISTERED.value)

    assert entry.changes["participant"] == [None, people.participants[0].name]
    assert entry.changes["is_yes"] == [None, True]


@pytest.mark.parametrize(
    ("day", "words"), [(TODAY + timedelta(days=1), "lies ahead"), (TODAY - timedelta(days=1), "was sent out")]
)
def test_an_answer_from_tomorrow_or_from_before_the_text_was_sent_out_is_refused(people, day, words):
    an_agreement(people.council)
    change = sent(people.council)

    with pytest.raises(NotPossible, match=words):
        answered(change, people.participants[0], decided_on=day)
    assert not ParticipantConsent.objects.exists()


def test_a_second_answer_from_the_same_participant_is_refused(people):
    an_agreement(people.council)
    change = sent(people.council)
    answered(change, people.participants[0])

    with pytest.raises(NotPossible, match="already"):
        answered(change, people.participants[0], is_yes=False)
    assert ParticipantConsent.objects.get().is_yes


def test_a_council_that_does_not_take_part_is_not_asked(people):
    an_agreement(people.council)
    change = sent(people.council)

    with pytest.raises(NotPossible, match="did not take part"):
        answered(change, people.neighbour_council.participants.last())


def test_who_left_before_the_day_is_not_asked_and_not_waited_for(people):
    row = people.participants[2]
    a, b = people.participants[:2]
    an_agreement(people.council)
    share_out(people.council, 2, {a.pk: 1, b.pk: 1})
    Participant.objects.filter(pk=row.pk).update(ends_on=TODAY - timedelta(days=1))
    change = sent(people.council)
    answered(change, a)
    answered(change, b)

    with pytest.raises(NotPossible, match="did not take part"):
        answered(change, row)
    assert in_force(change).number == 1


def test_who_comes_in_by_the_change_answers_as_well(people):
    agreed(people.council)
    place = Municipality.objects.create(code="9099", name="Nykommune", county_code="90", county_name="Testfylket")
    new = Participant.objects.create(council=people.council, municipality=place, starts_on=date(2027, 1, 1))
    everyone = [*people.participants, new]
    share_out(people.council, 4, {each.pk: 1 for each in everyone})
    change = sent(people.council)
    for each in everyone[:3]:
        answered(change, each)

    with pytest.raises(NotPossible, match="Nykommune has not answered"):
        in_force(change, on=date(2027, 1, 1))
    answered(change, new)
    assert in_force(change, on=date(2027, 1, 1)).number == 2


def test_a_wrong_answer_is_corrected_by_a_new_one_with_a_reason(people):
    an_agreement(people.council)
    change = sent(people.council)
    old = answered(change, people.participants[0])
    values = {"is_yes": False, "decided_on": TODAY, "case_number": "PS 1/26", "on": TODAY, "now": NOW}
    given = {"actor": people.secretary.actor, "council": people.council, "consent_id": old.pk, **values}

    with pytest.raises(NotPossible, match="Say why"):
        changes.correct_consent(reason=" ", **given)
    changes.correct_consent(reason="Feil sak", **given)
    with pytest.raises(NotPossible, match="already"):
        changes.correct_consent(reason="Igjen", **given)
    found = queries.answers(change, queries.members(people.council))
    assert found.no == [people.participants[0]]
    old.refresh_from_db()
    assert old.is_yes


# In force


def test_a_change_takes_effect_only_when_every_participant_has_said_yes(people):
    an_agreement(people.council)
    change = sent(people.council)
    answered(change, people.participants[0])
    answered(change, people.participants[1])

    with pytest.raises(NotPossible, match=f"{people.participants[2].name} has not answered.*§ 18-4"):
        in_force(change)
    assert queries.edition_on(people.council, TODAY) is None
    answered(change, people.participants[2])
    edition = in_force(change, actor=people.secretary.actor)
    assert queries.edition_on(people.council, TODAY) == edition
    assert AuditEntry.objects.get(verb=Verb.AGREEMENT_ADOPTED.value).changes["number"] == [None, 1]


def test_one_no_stops_it(people):
    an_agreement(people.council)
    change = sent(people.council)
    a, b, c = people.participants
    answered(change, a)
    answered(change, b)
    answered(change, c, is_yes=False)

    with pytest.raises(NotPossible, match=f"{c.name} has said no"):
        in_force(change)


def test_it_cannot_hold_from_before_the_last_yes(people):
    an_agreement(people.council)
    change = sent(people.council, sent_on=TODAY - timedelta(days=30))
    yes_from_all(change, people, decided_on=TODAY - timedelta(days=10))

    with pytest.raises(NotPossible, match="cannot hold from before"):
        in_force(change, on=TODAY - timedelta(days=11))
    assert in_force(change, on=TODAY - timedelta(days=10)).in_force_from == TODAY - timedelta(days=10)


def test_an_agreement_of_long_ago_is_registered_with_those_who_took_part_then(people):
    assert len(people.participants) == 3
    place = Municipality.objects.create(code="9098", name="Kom etterpå", county_code="90", county_name="Testfylket")
    new = Participant.objects.create(council=people.council, municipality=place, starts_on=date(2022, 1, 1))
    an_agreement(people.council)
    share_out(people.council, 3, {each.pk: 1 for each in people.council.participants.exclude(pk=new.pk)})
    Participant.objects.filter(pk=new.pk).update(starts_on=date(2027, 1, 1))
    change = sent(people.council, sent_on=LONG_AGO)
    yes_from_all(change, people, decided_on=LONG_AGO)
    Participant.objects.filter(pk=new.pk).update(starts_on=date(2022, 1, 1))

    assert in_force(change, on=LONG_AGO).in_force_from == LONG_AGO


def test_a_text_that_someone_has_put_in_the_place_of_the_one_sent_out_is_refused_and_nothing_is_changed(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)
    content = dict(change.content) | {"leaving_months": 1}
    AgreementChange.objects.filter(pk=change.pk).update(content=content)

    with pytest.raises(NotPossible, match="not the one that was sent out"):
        in_force(change)
    assert not AgreementEdition.objects.exists()


def test_what_is_in_force_is_not_put_in_force_answered_or_withdrawn_again(people):
    edition = agreed(people.council)
    given = {"actor": people.secretary.actor, "council": people.council, "change_id": edition.change_id}

    with pytest.raises(NotPossible, match="is in force"):
        in_force(edition.change)
    with pytest.raises(NotPossible, match="is in force"):
        changes.withdraw(reason="Nei", now=NOW, **given)
    with pytest.raises(NotPossible, match="is in force"):
        answered(edition.change, people.participants[0])
    assert AgreementEdition.objects.count() == 1


def test_a_crafted_request_about_what_is_in_force_is_refused_with_the_rule_and_written_down(people):
    edition = agreed(people.council)
    client = people.secretary.client
    base = f"/r/{people.council.slug}/avtale/"
    answer = client.post(f"{base}endring/{edition.change_id}/trekk/?sprak=en", {"reason": "Nei"})

    assert "§ 18-4" in answer.content.decode()
    assert client.post(f"{base}utgave/{edition.pk}/", {"content": "{}"}).status_code == 405
    entry = AuditEntry.objects.get(verb=Verb.AGREEMENT_REFUSED.value)
    assert (entry.actor_id, entry.council_id) == (people.secretary.account.pk, people.council.pk)
    assert "§ 18-4" in entry.reason
    stored = AgreementEdition.objects.get()
    assert (stored.content, stored.checksum) == (edition.content, edition.checksum)


@pytest.mark.parametrize("table", ADD_ONLY, ids=lambda table: table.prefix)
def test_the_database_itself_refuses_to_change_or_delete_editions_and_answers(people, table):
    agreed(people.council)
    assert protection.installed(connection, table) == set(table.names(connection.vendor))

    for statement in (f"UPDATE {table.table} SET id = id", f"DELETE FROM {table.table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_second_factor_is_needed_to_put_it_in_force(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)
    who = people.secretary_without_second_factor

    with pytest.raises(SecondFactorNeeded):
        in_force(change, actor=who.actor)
    answer = who.client.get(f"/r/{people.council.slug}/avtale/endring/{change.pk}/i-kraft/")
    assert answer.status_code == 302


# The assembly


def test_the_assembly_carries_a_change_with_two_thirds_of_the_votes_cast(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    resolution = a_resolution(people)

    with pytest.raises(NotPossible, match="not registered"):
        in_force(change)
    vote(change, resolution, 5, 9, people=people)
    with pytest.raises(NotPossible, match="5 of 9 votes is less than 2 of 3"):
        in_force(change)
    vote(change, resolution, 6, 9, people=people)
    assert in_force(change).number == 2


def corrected(resolution, **more):
    """The same decision, registered anew."""
    names = ("council", "body", "resolved_on", "kind", "title", "text", "registered_at")
    values = {name: getattr(resolution, name) for name in names}
    return Resolution.objects.create(corrects=resolution, correction_reason="Feil dag", **values | more)


def test_a_vote_that_rests_on_a_resolution_corrected_since_puts_nothing_in_force(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council, sent_on=TODAY - timedelta(days=9))
    old = a_resolution(people, on=TODAY - timedelta(days=8))
    vote(change, old, 9, 9, people=people)
    new = corrected(old, resolved_on=TODAY)

    with pytest.raises(NotPossible, match="corrected"):
        in_force(change, on=TODAY - timedelta(days=8))
    vote(change, new, 9, 9, people=people)
    with pytest.raises(NotPossible, match="before"):
        in_force(change, on=TODAY - timedelta(days=8))
    assert in_force(change, on=TODAY).number == 2


def test_one_decision_of_the_assembly_settles_one_change_however_often_it_is_corrected(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change, decision = sent(people.council), a_resolution(people)
    vote(change, decision, 9, 9, people=people)
    in_force(change)
    rewrite(people.council, "meetings", "Sju møter.")
    second = sent(people.council)

    with pytest.raises(NotPossible, match="settled another"):
        vote(second, corrected(corrected(decision)), 9, 9, people=people)


def test_a_change_is_not_sent_out_in_a_year_that_was_half_typed(people):
    an_agreement(people.council)
    with pytest.raises(NotPossible, match="Check the year"):
        sent(people.council, sent_on=TODAY.replace(year=2))


def test_a_mistyped_year_does_not_bar_every_later_edition(people):
    an_agreement(people.council)
    change = sent(people.council)
    yes_from_all(change, people)

    with pytest.raises(NotPossible, match="five years"):
        in_force(change, on=TODAY.replace(year=TODAY.year + 200))
    assert in_force(change, on=TODAY.replace(year=TODAY.year + 1)).number == 1


def test_votes_that_cannot_have_been_cast_are_refused(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    resolution = a_resolution(people)

    for votes_for, votes_cast, words in ((5, 10, "9 seats"), (6, 5, "No more"), (0, 0, "9 seats")):
        with pytest.raises(NotPossible, match=words):
            vote(change, resolution, votes_for, votes_cast, people=people)


@pytest.mark.parametrize(
    "more",
    [{"kind": "statement"}, {"body_kind": "executive"}, {"on": TODAY - timedelta(days=1)}],
    ids=["another kind", "another body", "before it was sent out"],
)
def test_a_resolution_that_cannot_have_settled_it_is_refused(people, more):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)

    with pytest.raises(NotPossible):
        vote(change, a_resolution(people, **more), 9, 9, people=people)


def test_the_assembly_does_not_settle_what_every_participant_has_to(people):
    an_agreement(people.council)
    change = sent(people.council)

    with pytest.raises(NotPossible, match="Every participant"):
        vote(change, a_resolution(people), 9, 9, people=people)


def test_a_representative_and_a_neighbour_register_nothing(people):
    an_agreement(people.council)
    change = sent(people.council)

    for who in (people.representative, people.municipal_contact, people.neighbour):
        with pytest.raises(Refused):
            answered(change, people.participants[0], actor=who.actor)
        with pytest.raises(Refused):
            in_force(change, actor=who.actor)


def test_a_withdrawn_change_is_not_put_in_force_and_the_text_can_be_sent_again(people):
    an_agreement(people.council)
    change = sent(people.council)
    given = {"actor": people.secretary.actor, "council": people.council, "change_id": change.pk, "now": NOW}
    with pytest.raises(NotPossible, match="Say why"):
        changes.withdraw(reason=" ", **given)
    changes.withdraw(reason="Feil i punkt 3", **given)

    with pytest.raises(NotPossible, match="withdrawn"):
        in_force(change)
    assert sent(people.council).number == 2
    assert from_plain(change.content).name == people.council.name
