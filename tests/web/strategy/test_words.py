"""Parts of a plan in words: years said once, and values of two editions held against each other."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from veivalg.rules.plans import Action, Goal, GoalIndicator, Path, Plan, Years
from veivalg.web.strategy.editions import difference_in_words
from veivalg.web.strategy.plan_words import named


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Strategi for Fjordregionen 2027–2034", "Strategi for Fjordregionen 2027–2034"),
        ("Strategi 2027-2034", "Strategi 2027-2034"),
        ("Veien videre", "Veien videre, 2027–2034"),
        ("Veien videre fra 2025", "Veien videre fra 2025, 2027–2034"),
        ("Hva vil vi?", "Hva vil vi? 2027–2034"),
    ],
)
def test_years_are_said_once(name, shown):
    assert named(Plan(name=name, period=Years(2027, 2034))) == shown
    assert named(Plan(name=name)) == name


def test_what_differs_is_told_with_units_and_days_as_people_write_them():
    def plan(indicators=(), **more):
        action = Action(id="a", number=1, text="Bygge vei", **more)
        goal = Goal(id="g", name="Mål", indicators=indicators, paths=(Path(id="p", name="Vei", actions=(action,)),))
        return Plan(goals=(goal,))

    figure = GoalIndicator(key="kommer_til", target=Decimal("17.5"), target_year=2033)
    before = plan(rhythm_months=12)
    after = plan((figure,), cost_nok=6_000_000, due_on=date(2027, 6, 5), responsible="Rådet", rhythm_months=3)
    with translation.override("en"):
        told = [
            detail
            for line in difference_in_words(before, after, names={"kommer_til": "Tilflytting"})
            for detail in line.details
        ]

    assert sorted(told) == [
        "cost: from empty to 6,000,000\u00a0kr",
        "deadline: from empty to 5\u00a0June 2027",
        "figures: from empty to Tilflytting: to 17.5 (2033)",
        "how often: from every year to every quarter",
        "who answers for it: from empty to “Rådet”",
    ]
