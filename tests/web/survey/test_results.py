"""Results are blind until the round closes, and what rests on too few can neither be read nor worked out."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.people import NOW
from tests.web.survey.asking import a_group, a_person, a_round, again, answer, close, slips
from veivalg.web.survey.models import Ballot, Invitation, Round
from veivalg.web.survey.operations import answering, closing, handing_out
from veivalg.web.survey.operations.closing import groups_that_stand
from veivalg.web.survey.results import (
    OUTSIDE,
    TOTAL,
    NamesNotShown,
    StillOpen,
    closed_ballots,
    hide_small,
    named_ballots,
    results_of,
    shown_count,
)

SIZES = st.dictionaries(st.integers(0, 8), st.integers(0, 30), min_size=1)


def answered(people, counts, *, asks=("scale",), **more):
    """A closed round in which so many of each group have answered, with the groups."""
    found = a_round(people, is_open=False, asks=asks, **more)
    groups = {name: a_group(people, found, name) for name in counts}
    handed_out = {name: slips(people, found, max(5, count), group=groups[name]) for name, count in counts.items()}
    Round.objects.filter(pk=found.pk).update(opened_at=NOW)
    for name, count in counts.items():
        for number, code in enumerate(handed_out[name][:count]):
            answer(found, code, number % 5 + 1)
    return close(people, found), groups


def test_nobody_gets_results_before_the_round_closes(people):
    found = a_round(people)
    for ask in (results_of, closed_ballots):
        with pytest.raises(StillOpen):
            ask(found)
    with pytest.raises(StillOpen):
        named_ballots(a_round(people, mode="open"))


def test_a_closed_round_shows_how_many_gave_each_answer(people):
    found, groups = answered(people, {"Folkevalgte": 10, "Unge": 6})
    item = results_of(found).items[0]

    assert item.total.counts == {"1": 4, "2": 3, "3": 3, "4": 3, "5": 3}
    assert item.groups[groups["Unge"].pk].counts == {"1": 2, "2": 1, "3": 1, "4": 1, "5": 1}
    assert results_of(found).ballot_count == 16


def test_fewer_than_five_answers_to_an_item_are_not_shown(people):
    found, _ = answered(people, {"Folkevalgte": 4})
    assert results_of(found).items[0].total is None
    assert set(results_of(found).items[0].groups.values()) == {None}


def test_dont_know_is_no_answer_to_the_item(people):
    found = a_round(people)
    for number, code in enumerate(slips(people, found, 8)):
        answer(found, code, "dont_know" if number > 3 else 3)
    assert results_of(close(people, found)).items[0].total is None


def test_one_small_group_hides_another_so_that_it_cannot_be_found_by_subtraction(people):
    found, groups = answered(people, {"Folkevalgte": 10, "Unge": 6, "Næringsliv": 2})
    item = results_of(found).items[0]
    shown = {name for name, group in groups.items() if item.groups[group.pk] is not None}

    assert shown == {"Folkevalgte"}
    assert item.total.answer_count == 18


@given(SIZES, st.integers(5, 9))
def test_what_is_hidden_is_never_a_single_group_nor_too_few_together(sizes, smallest):
    hidden = hide_small(sizes, smallest)
    shown = sizes.keys() - hidden

    assert all(sizes[group] >= smallest for group in shown)
    if TOTAL in hidden:
        assert not shown
        assert sum(sizes.values()) < smallest
        return
    answering_ = [group for group in hidden if sizes[group]]
    if shown:
        assert len(answering_) != 1
        assert not answering_ or sum(sizes[group] for group in answering_) >= smallest


@given(st.dictionaries(st.none() | st.integers(1, 8), st.integers(1, 30)), st.integers(5, 9))
def test_groups_in_the_stored_ballots_are_never_too_small_and_nobody_is_left_alone(counts, smallest):
    standing = groups_that_stand(Counter(counts), smallest)
    outside = sum(count for group, count in counts.items() if group not in standing)

    assert all(counts[group] >= smallest for group in standing)
    assert not standing or outside == 0 or outside >= smallest


def test_another_rule_of_suppression_can_be_put_in(people):
    found, groups = answered(people, {"Folkevalgte": 10, "Unge": 6})
    item = results_of(found, hide=lambda sizes, smallest: frozenset({TOTAL, *sizes})).items[0]
    assert item.total is None
    assert item.groups == {groups["Folkevalgte"].pk: None, groups["Unge"].pk: None, OUTSIDE: None}


def test_texts_below_the_limit_are_not_counted_or_kept(people):
    found = a_round(people, asks=("scale", "text"))
    for number, code in enumerate(slips(people, found, 7)):
        answer(found, code, scale=3, **({"text": "noe"} if number < 4 else {}))
    item = next(item for item in results_of(close(people, found)).items if item.kind == "text")
    assert item.total is None


def test_how_many_have_answered_goes_in_steps_while_an_anonymous_round_is_open(people):
    anonymous, named = a_round(people), a_round(people, mode="open")
    assert [shown_count(anonymous, count) for count in (0, 4, 5, 9, 10)] == [None, None, 5, 5, 10]
    assert [shown_count(named, count) for count in (0, 4)] == [0, 4]


def invited(people, found, count):
    """Codes by person, read from the mails."""
    someone = [(a_person(people, f"Person{n} Test", email=f"p{n}@example.no"), None) for n in range(count)]
    handing_out.mail_codes(
        actor=people.secretary.actor, council=people.council, round_id=found.pk, people=someone, now=NOW
    )
    from tests.web.survey.test_handing_out import codes_in_mail

    return [person for person, _ in someone], codes_in_mail()


def test_a_choice_among_elected_members_is_open_after_closing(people):
    found = a_round(people, mode="open")
    persons, codes_ = invited(people, found, 2)
    for person in persons:
        answer(found, codes_[person.email], 5)
    found = close(people, found)

    assert [ballot.invitation.person for ballot in named_ballots(found)] == persons
    assert results_of(found).items[0].total.counts["5"] == 2


def test_a_confidential_round_shows_only_sums_of_five_and_nobody_the_names(people):
    found = a_round(people, mode="confidential")
    persons, codes_ = invited(people, found, 4)
    for person in persons:
        answer(found, codes_[person.email], 5)
    found = close(people, found)
    assert results_of(found).items[0].total is None
    with pytest.raises(NamesNotShown):
        named_ballots(found)


def test_an_anonymous_round_has_no_names_to_show(people):
    found, _ = answered(people, {"Folkevalgte": 6})
    with pytest.raises(NamesNotShown):
        named_ballots(found)


def test_single_answers_are_deleted_when_their_time_is_over_and_results_stay_as_they_were(people):
    found, _ = answered(people, {"Folkevalgte": 10, "Unge": 6}, asks=("scale", "text"))
    before = results_of(found)
    assert closing.forget_old(now=NOW + timedelta(days=89)) == 0
    assert closing.forget_old(now=NOW + timedelta(days=90)) == 1
    assert closing.forget_old(now=NOW + timedelta(days=90)) == 0

    assert Ballot.objects.count() == Invitation.objects.count() == 0
    assert results_of(again(found)) == before


def test_answers_that_are_documents_of_the_case_are_not_deleted(people):
    found, _ = answered(people, {"Folkevalgte": 6}, keeps="answers")
    assert closing.forget_old(now=NOW + timedelta(days=4000)) == 0
    assert found.ballots.count() == 6


def test_a_ballot_on_paper_is_marked_where_people_answer_by_name(people):
    found = a_round(people, mode="open")
    (person,), _ = invited(people, found, 1)
    answering.enter_paper_ballot(
        actor=people.secretary.actor,
        council=people.council,
        round_id=found.pk,
        invitation_id=found.invitations.get().pk,
        answers={str(found.items.get().pk): 3},
        sending="typed",
        now=NOW,
    )
    assert found.ballots.get().is_paper
    assert again(found).paper_count == 1
    assert found.ballots.get().invitation.person == person
