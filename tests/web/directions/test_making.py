"""Preparing a choice of direction and asking about it."""

import pytest

from tests.people import NOW
from tests.web.directions.choosing import (
    INDICATORS,
    LATER,
    NAMES,
    Asked,
    Round,
    Step,
    a_choice,
    a_step,
    asking,
    close,
    key_of,
    values,
    with_indicators,
)
from veivalg.facts.cooperation import purposes
from veivalg.web.access.doors import Refused
from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions.models import ChoiceRound, DirectionChoice
from veivalg.web.directions.operations import choices
from veivalg.web.directions.reading import INDICATOR
from veivalg.web.survey.models import Item
from veivalg.web.survey.operations import rounds

pytestmark = pytest.mark.django_db


def test_a_choice_is_made_and_stands_in_the_trail(people):
    made = a_choice(people)
    assert [row["name"] for row in made.options] == list(NAMES)
    entry = AuditEntry.objects.get(verb="directions.choice.make")
    assert entry.changes["options"] == [None, list(NAMES)]


def test_pressing_twice_makes_one_choice_and_the_name_is_free_again_when_people_are_asked(people):
    first = a_choice(people)
    with pytest.raises(NotPossible, match="being prepared already"):
        a_choice(people)
    assert DirectionChoice.objects.count() == 1
    a_step(people, first)
    assert a_choice(people) != first


@pytest.mark.parametrize("who", ["representative", "municipal_contact", "reader", "neighbour"])
def test_only_the_secretariat_makes_one(people, who):
    with pytest.raises(Refused):
        choices.make_choice(actor=getattr(people, who).actor, council=people.council, values=values(), now=NOW)


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"title": ""}, "name"),
        ({"question": " "}, "what you ask"),
        ({"options": [{"name": "Bare én"}]}, "2 to 8"),
        ({"options": [{"name": "Lik"}, {"name": "lik"}]}, "same name"),
        ({"options": [{"name": "A"}, {"name": ""}]}, "Option 2"),
        ({"options": [{"name": "A", "meanings": ["én"]}, {"name": "B"}]}, "Option 1"),
        ({"options": [{"name": "A", "indicators": ["én"]}, {"name": "B"}]}, "Option 1.* succeed"),
        ({"options": [{"name": "A", "indicators": ["x" * 201, "y"]}, {"name": "B"}]}, "Option 1.* succeed"),
        ({"options": [{"name": "A", "figures": ["finnes_ikke"]}, {"name": "B"}]}, "figures"),
        ({"options": [{"name": "A", "cost": -1}, {"name": "B"}]}, "cost"),
        ({"options": [{"name": str(n)} for n in range(9)]}, "2 to 8"),
    ],
)
def test_what_cannot_be_weighed_is_said_no_to_with_the_reason(people, more, word):
    with pytest.raises(NotPossible, match=f"(?i){word}"):
        a_choice(people, **more)
    assert not DirectionChoice.objects.exists()


def test_two_who_change_the_same_choice_do_not_overwrite_each_other(people):
    made = a_choice(people)
    given = {"actor": people.secretary.actor, "council": people.council, "choice_id": made.pk, "version": 1, "now": NOW}
    choices.change_choice(values=values(title="Ny"), **given)
    with pytest.raises(ChangedMeanwhile):
        choices.change_choice(values=values(title="Nyere"), **given)
    assert AuditEntry.objects.filter(verb="directions.choice.change").count() == 1


def test_a_prepared_round_gets_the_changed_questions(people):
    made = a_choice(people)
    asked = Asked(step=Step.RATING, mode=Round.Mode.OPEN, opens_at=NOW, closes_at=LATER)
    taken = asking.begin_step(
        actor=people.secretary.actor, council=people.council, choice_id=made.pk, asked=asked, now=NOW
    )
    choices.change_choice(
        actor=people.secretary.actor,
        council=people.council,
        choice_id=made.pk,
        version=1,
        values=values(["Næringsliv", "Kultur"], title="Hvor skal vi?"),
        now=NOW,
    )
    assert Round.objects.get(pk=taken.round_id).title == {"nb": "Hvor skal vi?"}
    scales = taken.round.items.filter(kind=Item.Kind.SCALE)
    assert [item.text["nb"].split(":")[0] for item in scales] == ["Næringsliv", "Kultur"]
    # What was there already keeps its key.
    assert key_of(DirectionChoice.objects.get(), "Næringsliv") == key_of(made, "Næringsliv")


def test_nothing_is_changed_once_people_have_been_asked(people):
    made = a_choice(people)
    a_step(people, made)
    with pytest.raises(NotPossible, match="asked already"):
        choices.change_choice(
            actor=people.secretary.actor, council=people.council, choice_id=made.pk, version=1, values=values(), now=NOW
        )


def test_a_rating_asks_how_important_and_what_it_means(people):
    taken = a_step(people, a_choice(people))
    kinds = list(taken.round.items.values_list("kind", flat=True))
    assert kinds == [Item.Kind.SCALE, Item.Kind.CHOICE] * 3
    assert taken.round.groups.count() == 3
    assert AuditEntry.objects.filter(verb="directions.round.make").count() == 1


def test_a_rating_asks_what_would_show_that_one_succeeds_where_that_is_written(people):
    taken = a_step(people, a_choice(people, **with_indicators("A", "B")))
    kinds = list(taken.round.items.values_list("kind", flat=True))
    assert kinds == [Item.Kind.SCALE, Item.Kind.CHOICE, Item.Kind.CHOICE] * 2
    asked = taken.round.items.get(key=INDICATOR + key_of(taken.choice, "A"))
    assert [one["text"]["nb"] for one in asked.options] == list(INDICATORS)


@pytest.mark.parametrize("step", ["second_rating", "dots", "budget", "star"])
def test_nothing_comes_before_the_first_rating(people, step):
    with pytest.raises(NotPossible, match="Rate the options first"):
        a_step(people, a_choice(people), step, amount=3)


def test_a_step_is_taken_once(people):
    made = a_choice(people)
    close(people, a_step(people, made))
    with pytest.raises(NotPossible, match="already"):
        a_step(people, made)


def test_single_answers_of_an_open_round_are_kept_as_documents_and_of_others_not(people):
    assert a_step(people, a_choice(people)).round.keeps == "answers"
    assert a_step(people, a_choice(people, title="Igjen"), mode="anonymous").round.keeps == "results"


def test_groups_know_what_they_are(people):
    taken = a_step(people, a_choice(people), groups={"Næringsliv i regionen": "business", "Lag": ""})
    group = taken.round.groups.get(name="Næringsliv i regionen")
    assert taken.group_kinds == {str(group.pk): "business"}


def test_there_are_five_purposes_to_begin_with_in_three_languages():
    found = purposes()
    assert len(found) == 5
    assert [each.room for each in found].count("joint_services") == 1
    for each in found:
        assert each.name.keys() == each.about.keys() == {"nb", "nn", "en"}
        assert 2 <= len(each.meanings) <= 4
        assert 2 <= len(each.indicators) <= 4
        assert all(one.keys() == {"nb", "nn", "en"} for one in each.indicators)


def test_a_neighbours_choice_is_not_found(people):
    made = a_choice(people)
    assert people.neighbour.client.get(f"/r/vestre/retning/{made.pk}/endre/").status_code == 404
    assert people.neighbour.client.get(f"/r/ostre/retning/{made.pk}/").status_code == 404
    assert ChoiceRound.objects.count() == 0


def test_a_choice_that_is_prepared_stands_in_no_history_but_the_secretariats(people):
    choice = a_choice(people, title="Hemmelig valg")
    given = {"actor": people.secretary.actor, "council": people.council, "now": NOW}
    step = Asked(step=Step.RATING, mode=Round.Mode.OPEN, opens_at=NOW, closes_at=LATER)
    taken = asking.begin_step(choice_id=choice.pk, asked=step, **given)
    address = f"/r/{people.council.slug}/historikk/?sprak=en"

    def shown(who):
        return who.client.get(address).content.decode().split("</select>")[-1]

    assert "Hemmelig valg" in shown(people.secretary)
    assert "Hemmelig valg" not in shown(people.reader)
    assert "Hemmelig valg" not in shown(people.representative)
    rounds.open_round(round_id=taken.round_id, **given)
    assert "Hemmelig valg" in shown(people.reader)
