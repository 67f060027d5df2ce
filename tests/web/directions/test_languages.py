"""A choice that is written in more than one language, and read in the reader's own."""

import pytest
from django.test import Client
from django.utils import translation

from tests.people import NOW
from tests.web.directions.choosing import (
    INDICATOR,
    MEANING,
    a_choice,
    a_resolution,
    a_step,
    choices,
    close,
    key_of,
    rate,
    values,
)
from veivalg.facts.cooperation import purposes
from veivalg.web.audit.models import AuditEntry
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions.forms import five_purposes, stored
from veivalg.web.directions.languages import purposes_in, usual
from veivalg.web.directions.models import DirectionChoice
from veivalg.web.directions.operations import deciding
from veivalg.web.strategy.models import Goal
from veivalg.web.survey.models import Item

pytestmark = pytest.mark.django_db

NYNORSK = {
    "name": "Vegar som toler vinteren",
    "about": "Å kome fram heile året",
    "meanings": ["Trygge vegar", "Raske vegar"],
    "indicators": [],
}
ROADS = {
    "name": "Veier som tåler vinteren",
    "about": "Å komme fram hele året",
    "meanings": ["Trygge veier", "Raske veier"],
    "indicators": ["Færre ulykker", "Kortere tid"],
    "figures": [],
}


def two_of_our_own(nynorsk=NYNORSK):
    plain = {"name": "Kultur", "about": "Scener", "meanings": [], "figures": []}
    return {"title": "Vei videre", "question": "Hvor viktig?", "options": [{**ROADS, "words": {"nn": nynorsk}}, plain]}


def made(people, given):
    return choices.make_choice(actor=people.secretary.actor, council=people.council, values=given, now=NOW)


def read(choice, language):
    with translation.override(language):
        return DirectionChoice.objects.get(pk=choice.pk).weighed


def the_five(people):
    language = people.council.language
    return made(people, {**usual(language), "options": purposes_in(language)})


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_five_purposes_are_read_in_every_language_whatever_the_council_writes(people, language):
    choice = the_five(people)
    found = read(choice, language)
    for row, purpose in zip(found, purposes(), strict=True):
        assert row["name"] == purpose.name[language]
        assert row["about"] == purpose.about[language]
        assert row["meanings"] == [text[language] for text in purpose.meanings]
        assert row["indicators"] == [text[language] for text in purpose.indicators]
    with translation.override(language):
        assert (choice.heading, choice.asks) == tuple(usual(language).values())


def test_an_option_of_ones_own_is_read_in_nynorsk_by_those_who_read_that(people):
    choice = made(people, two_of_our_own())
    assert [row["name"] for row in read(choice, "nb")] == ["Veier som tåler vinteren", "Kultur"]
    roads, culture = read(choice, "nn")
    assert (roads["name"], roads["meanings"]) == (NYNORSK["name"], NYNORSK["meanings"])
    # What is not written in nynorsk is read as it is, part by part.
    assert (roads["indicators"], culture["name"]) == (ROADS["indicators"], "Kultur")
    assert [row["name"] for row in read(choice, "en")] == ["Veier som tåler vinteren", "Kultur"]


def test_a_part_that_is_changed_no_longer_follows_in_other_languages(people):
    rows = purposes_in("nb")
    rows[0] = {**rows[0], "about": "Vår egen tekst"}
    choice = made(people, {**usual("nb"), "question": "Noe annet?", "options": rows})
    first = read(choice, "nn")[0]
    assert first["name"] == purposes()[0].name["nn"]
    assert first["about"] == "Vår egen tekst"
    with translation.override("nn"):
        assert (choice.heading, choice.asks) == (usual("nn")["title"], "Noe annet?")


def test_those_who_answer_get_every_question_in_the_languages_that_it_is_written_in(people):
    choice = made(people, two_of_our_own())
    taken = a_step(people, choice)
    items = {item.key: item for item in taken.round.items.all()}
    key = key_of(choice, ROADS["name"])
    assert items[key].text == {
        "nb": "Veier som tåler vinteren: Hvor viktig?",
        "nn": "Vegar som toler vinteren: Hvor viktig?",
    }
    assert items[key].help == {"nb": ROADS["about"], "nn": NYNORSK["about"]}
    assert items[MEANING + key].options[1]["text"] == {"nb": "Raske veier", "nn": "Raske vegar"}
    assert items[INDICATOR + key].options[0]["text"] == {"nb": "Færre ulykker"}
    # Our own words stand in every language, also around a name that does not.
    assert items[key].low_end["en"] == "not important"
    assert items[MEANING + key].text["en"] == "What is “Veier som tåler vinteren” to you?"
    assert set(taken.round.purpose) == {"nb", "nn", "en"}
    assert taken.round.title == {"nb": "Vei videre"}


def test_dots_and_scores_are_asked_in_both_languages_and_called_what_they_are(people):
    choice = made(people, two_of_our_own())
    taken = a_step(people, choice)
    rate(people, taken, ROADS["name"], [[5, 5], [5, 4], [4, 5]])
    rate(people, taken, "Kultur", [[5, 5], [5, 4], [4, 5]])
    close(people, taken)
    later = a_step(people, choice, "dots", amount=3)
    assert later.round.title["en"] == "Vei videre: Dots"
    assert later.round.items.get().options[0]["text"]["nn"] == NYNORSK["name"]
    close(people, later)
    score = a_step(people, choice, "star").round.items.filter(kind=Item.Kind.SCORE).first()
    assert score.text == {"nb": ROADS["name"], "nn": NYNORSK["name"]}


def test_the_result_and_its_files_are_read_in_the_readers_language(people):
    choice = made(people, two_of_our_own())
    taken = a_step(people, choice)
    rate(people, taken, ROADS["name"], [[5, 5], [5, 4], [4, 5]], meaning="1")
    rate(people, taken, "Kultur", [[5, 5], [5, 4], [4, 5]])
    close(people, taken)
    page = Client().get(f"{choice.get_absolute_url()}?sprak=nn").content.decode()
    assert NYNORSK["name"] in page
    assert "Raske vegar" in page
    assert ROADS["name"] not in page
    file = Client().get(f"{choice.get_absolute_url()}resultat.csv?sprak=nn").content.decode()
    assert NYNORSK["name"] in file
    assert ROADS["name"] not in file


def test_a_strategy_is_begun_in_the_language_of_the_choice_whoever_presses_the_button(people):
    choice = made(people, two_of_our_own())
    taken = a_step(people, choice)
    rate(people, taken, ROADS["name"], [[5, 5], [5, 4], [4, 5]], meaning="1")
    rate(people, taken, "Kultur", [[5, 5], [5, 4], [4, 5]])
    close(people, taken)
    about = {"actor": people.secretary.actor, "council": people.council, "choice_id": choice.pk, "now": NOW}
    chosen = [key_of(choice, ROADS["name"])]
    deciding.register_outcome(resolution_id=a_resolution(people).pk, chosen=chosen, **about)
    with translation.override("nn"):
        strategy = deciding.begin_strategy(**about)
    goal = Goal.objects.get(strategy=strategy)
    assert (str(goal.focus_area), goal.name) == (ROADS["name"], "Raske veier")


@pytest.mark.parametrize(
    ("part", "value", "word"),
    [
        ("meanings", ["Trygge vegar"], "as many lines"),
        ("meanings", ["Same", "Same"], "as many lines"),
        ("indicators", ["x" * 201, "y"], "at most 200"),
        ("name", "x" * 121, "at most 120"),
    ],
)
def test_what_cannot_stand_beside_the_first_language_is_said_no_to_where_it_is(people, part, value, word):
    with translation.override("en"), pytest.raises(NotPossible, match=word) as stopped:
        made(people, two_of_our_own({**NYNORSK, part: value}))
    assert stopped.value.field == f"{part}_other-0"


def test_the_form_holds_what_is_written_and_not_what_comes_by_itself(people):
    choice = the_five(people)
    assert not any(value for name, value in stored(choice).items() if "_other" in name)
    assert not any("_other" in name for name in five_purposes(people.council))
    again = stored(made(people, two_of_our_own()))
    assert again["name_other-0"] == NYNORSK["name"]
    assert again["meanings_other-0"] == "Trygge vegar\nRaske vegar"
    assert again["name_other-1"] == ""


def test_a_secretary_writes_the_second_language_in_the_form(people):
    client = people.secretary.client
    address = f"/r/{people.council.slug}/retning/ny/"
    page = client.get(f"{address}?sprak=en").content.decode()
    assert "Option 1 in Nynorsk" in page
    sent = {
        "title": "Vei videre",
        "question": "Hvor viktig?",
        "question_other": "Kor viktig?",
        "name-0": "Veier",
        "name_other-0": "Vegar",
        "name-1": "Kultur",
    }
    assert client.post(address, sent).status_code == 302
    choice = DirectionChoice.objects.get()
    with translation.override("nn"):
        assert (choice.asks, choice.weighed[0]["name"]) == ("Kor viktig?", "Vegar")
    change = client.get(f"{choice.get_absolute_url()}endre/?sprak=en").content.decode()
    assert 'value="Vegar"' in change
    entry = AuditEntry.objects.get(verb="directions.choice.make")
    assert entry.changes["languages"] == [None, ["nn"]]


def test_a_second_language_without_a_first_is_said_no_to(people):
    address = f"/r/{people.council.slug}/retning/ny/?sprak=en"
    sent = {"title": "Vei", "question": "Hva?", "name-0": "A", "name-1": "B", "name_other-2": "Vegar"}
    answer = people.secretary.client.post(address, sent)
    assert answer.status_code == 422
    assert "Give the option a name, or empty the row." in answer.content.decode()


def test_a_choice_in_nynorsk_has_bokmal_as_its_second_language(people):
    people.council.language = "nn"
    people.council.save()
    choice = a_choice(people, options=[{"name": "Vegar", "words": {"nb": {"name": "Veier"}}}, {"name": "Kultur"}])
    assert choice.language == "nn"
    assert [read(choice, each)[0]["name"] for each in ("nn", "nb", "en")] == ["Vegar", "Veier", "Vegar"]
    assert values()["title"] == choice.title
