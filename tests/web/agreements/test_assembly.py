"""What the act leaves to the assembly is carried by its votes."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.people import NOW, TODAY
from tests.web.agreements.agreeing import LONG_AGO, agreed, an_agreement, answered, in_force, rewrite, sent
from tests.web.agreements.changing import a_resolution, vote
from veivalg.web.access.doors import Refused
from veivalg.web.agreements.content import from_plain
from veivalg.web.agreements.models import CooperationAgreement
from veivalg.web.agreements.operations import sending
from veivalg.web.audit.models import AuditEntry
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.meetings.models import Resolution


def test_the_assembly_carries_a_change_with_two_thirds_of_the_votes_cast(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    resolution = a_resolution(people)

    with pytest.raises(NotPossible, match="not registered"):
        in_force(change)
    vote(change, resolution, 5, 9, people=people)
    with pytest.raises(NotPossible, match="5 of 9 votes were for it, and it takes at least 2/3"):
        in_force(change)
    vote(change, resolution, 6, 9, people=people)
    assert in_force(change).number == 2


def test_alminnelig_flertall_is_more_than_half_of_the_votes_cast(people):
    agreement = an_agreement(people.council)
    CooperationAgreement.objects.filter(pk=agreement.pk).update(majority_part=1, majority_whole=2)
    first = sent(people.council, sent_on=LONG_AGO)
    for participant in people.council.participants.all():
        answered(first, participant, decided_on=LONG_AGO)
    in_force(first, on=LONG_AGO)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    resolution = a_resolution(people)

    vote(change, resolution, 4, 8, people=people)
    with (
        translation.override("en"),
        pytest.raises(NotPossible, match=r"4 of 8 votes were for it.*takes more than half"),
    ):
        in_force(change)
    address = f"{change.get_absolute_url()}?sprak=en"
    assert "It takes more than half." in people.secretary.client.get(address).content.decode()
    vote(change, resolution, 5, 9, people=people)
    assert in_force(change).number == 2


def test_the_trail_has_the_vote_that_stood_when_it_is_registered_anew(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    first, second = a_resolution(people, title="Den første"), a_resolution(people, title="Den andre")
    vote(change, first, 5, 9, people=people)
    vote(change, second, 6, 9, people=people)

    entry = AuditEntry.objects.filter(verb=Verb.AGREEMENT_VOTE_REGISTERED.value).latest("pk")
    assert entry.changes["resolution"] == [str(first), str(second)]
    assert (entry.changes["votes_for"], entry.changes["votes_cast"]) == ([5, 6], [9, 9])


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
        sending.withdraw(reason=" ", **given)
    sending.withdraw(reason="Feil i punkt 3", **given)

    with pytest.raises(NotPossible, match="withdrawn"):
        in_force(change)
    assert sent(people.council).number == 2
    assert from_plain(change.content).name == people.council.name


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


def test_an_assembly_where_less_than_half_of_the_members_vote_decides_nothing(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    resolution = a_resolution(people)

    with pytest.raises(NotPossible, match=r"9 seats.*at least half.*§ 11-9"):
        vote(change, resolution, 4, 4, people=people)
    assert vote(change, resolution, 5, 5, people=people).is_carried
