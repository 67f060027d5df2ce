"""What the young read: a text that stands still, for the panel and the secretariat alone."""

import pytest

from tests.web.directions.choosing import INDICATORS, NAMES, a_choice, with_indicators
from tests.web.strategy.planning import a_small_plan
from tests.web.youth.panel import one_of_the_young
from tests.web.youth.test_matters import make, open_it
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.strategy.editions import is_unspoilt
from veivalg.web.strategy.models import Goal, GoalIndicator, Strategy
from veivalg.web.youth.frozen import Options, thawed
from veivalg.web.youth.models import YouthMatter

pytestmark = pytest.mark.django_db


def test_the_draft_is_frozen_and_only_the_panel_and_the_secretariat_read_it(people, client):
    strategy = a_small_plan(people.council, state="draft")
    row = open_it(people, make(people, strategy=strategy))
    assert is_unspoilt(row.content, row.checksum)
    Goal.objects.filter(strategy=strategy).update(name="Noe helt annet")
    address = f"/r/vestre/ungdom/{row.pk}/utkast/"

    for who in (people.secretary, one_of_the_young(people.council)):
        page = who.client.get(address).content.decode()
        assert "Unge vil bli" in page
        assert "Tiltak nummer 2" in page
        assert "Noe helt annet" not in page
    for who in (people.representative, people.reader):
        assert who.client.get(address).status_code == 403
    assert client.get(address).status_code == 302
    public = client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()
    assert "Unge vil bli" not in public
    assert strategy.name not in public
    assert Strategy.objects.get(pk=strategy.pk).is_draft


def test_a_spoilt_text_says_so(people):
    row = open_it(people, make(people, strategy=a_small_plan(people.council, state="draft")))
    YouthMatter.objects.filter(pk=row.pk).update(checksum="0" * 64)

    page = people.secretary.client.get(f"/r/vestre/ungdom/{row.pk}/utkast/?sprak=en").content.decode()
    assert "The text is not the one that the panel was asked about" in page


def test_the_options_of_a_choice_are_frozen_in_plain_words_and_a_draft_choice_is_not_named(people, client):
    choice = a_choice(people, title="Hemmelig veivalg")
    row = open_it(people, make(people, direction=choice))
    content = thawed(row)

    assert isinstance(content, Options)
    assert [each.name for each in content.options] == ["Næringsliv", "Tjenester", "Samferdsel"]
    page = one_of_the_young(people.council).client.get(f"/r/vestre/ungdom/{row.pk}/utkast/").content.decode()
    assert "Om Næringsliv" in page
    assert "Hemmelig veivalg" not in client.get(f"/r/vestre/ungdom/{row.pk}/").content.decode()


def test_a_strategy_without_a_goal_is_nothing_to_ask_about(people):
    strategy = a_small_plan(people.council, state="draft")
    row = make(people, strategy=strategy)
    strategy.actions.all().delete()
    Goal.objects.filter(strategy=strategy).delete()

    with pytest.raises(NotPossible, match="no goal"):
        open_it(people, row)


def test_the_young_read_what_would_show_that_a_goal_or_an_option_succeeds(people):
    strategy = a_small_plan(people.council, state="draft")
    about = {"baseline": 16, "baseline_year": 2024, "target": 17, "target_year": 2033}
    for place, key in enumerate(("age_0_14", "egen-999")):
        GoalIndicator.objects.create(goal=strategy.goals.get(), indicator=key, place=place, **about)
    choice = a_choice(people, **with_indicators(*NAMES))
    plan, options = (
        open_it(people, make(people, title=n, **{n: s})) for n, s in (("strategy", strategy), ("direction", choice))
    )
    client = one_of_the_young(people.council).client

    page = client.get(f"/r/vestre/ungdom/{plan.pk}/utkast/?sprak=en").content.decode()
    assert "This shows whether it succeeds" in page
    assert "(percent): from 16 (2024) to 17 (2033)" in page
    assert "egen-999" not in page
    page = client.get(f"/r/vestre/ungdom/{options.pk}/utkast/?sprak=en").content.decode()
    assert all(each in page for each in INDICATORS)


def test_the_options_of_a_matter_that_was_opened_without_such_signs_are_still_read(people):
    row = open_it(people, make(people, direction=a_choice(people)))
    for option in row.content["options"]:
        del option["indicators"]

    assert [each.indicators for each in thawed(row).options] == [(), (), ()]
