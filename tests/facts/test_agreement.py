"""What an agreement must fix, as data: eight things, dated and cited, and a template that fixes them all."""

from copy import deepcopy
from datetime import date

import pytest

from veivalg.facts.agreement import agreement, agreement_facts
from veivalg.facts.load import FactsBroken
from veivalg.rules.agreement import Clause, ItemState, check

TEXTS = {"nb": "a", "nn": "b", "en": "c"}
CONTENT = {
    "source": "LOV",
    "items": [
        {
            "id": "name",
            "number": 1,
            "paragraph": "kommuneloven § 18-4",
            "valid_from": "2019-11-01",
            "valid_until": None,
            "checked": None,
            "name": TEXTS,
            "about": TEXTS,
        }
    ],
    "template": [{"id": "name", "items": [1], "name": TEXTS, "about": TEXTS}],
}


def test_the_law_wants_eight_things_fixed_today():
    today = date(2026, 11, 24)
    found = [each.item.number for each in agreement_facts().items if each.item.period.is_active(today)]

    assert found == list(range(1, 9))


def test_whoever_fills_in_the_whole_template_lacks_nothing():
    clauses = [
        Clause(number=str(n), text="Fylt ut", items=clause.items)
        for n, clause in enumerate(agreement_facts().template, start=1)
    ]
    found = check(clauses, [each.item for each in agreement_facts().items], on=date(2026, 11, 24))

    assert {finding.state for finding in found} == {ItemState.PRESENT}


def test_a_wrong_file_says_what_is_wrong():
    twice = deepcopy(CONTENT)
    twice["items"].append(deepcopy(CONTENT["items"][0]))
    with pytest.raises(FactsBroken, match="two versions of number 1"):
        agreement(twice)
    unknown = deepcopy(CONTENT)
    unknown["template"][0]["items"] = [9]
    with pytest.raises(FactsBroken, match=r"\[9\]"):
        agreement(unknown)
    alike = deepcopy(CONTENT)
    alike["template"].append(deepcopy(CONTENT["template"][0]))
    with pytest.raises(FactsBroken, match="the same id"):
        agreement(alike)
    disorder = deepcopy(CONTENT)
    disorder["items"][0]["valid_until"] = "2018-01-01"
    with pytest.raises(FactsBroken, match="valid_from or valid_until"):
        agreement(disorder)
    empty = deepcopy(CONTENT)
    empty["items"][0]["about"] = {"nb": "a"}
    with pytest.raises(FactsBroken, match="about"):
        agreement(empty)
