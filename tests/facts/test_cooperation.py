"""The ten reasons: ten of them, in three languages, and a wrong file stops the start with where and why."""

from copy import deepcopy

import pytest

from veivalg.facts.cooperation import reasons, ten_reasons
from veivalg.facts.load import FactsBroken

TEXTS = {"nb": "a", "nn": "b", "en": "c"}
ROW = {
    "id": "trust",
    "order": 1,
    "name": TEXTS,
    "says": TEXTS,
    "advice": TEXTS,
    "item": TEXTS,
    "leader_item": None,
    "behaviour": [],
    "not_measured": TEXTS,
    "room": "plan",
    "helps": TEXTS,
    "sources": ["Kilde"],
}


def changed(**fields):
    return {"source": "Kilde", "reasons": [deepcopy(ROW) | fields]}


def test_there_are_ten_in_order_and_each_is_asked_about_in_its_own_words():
    found = list(ten_reasons().values())

    assert [reason.order for reason in found] == list(range(1, 11))
    for language in ("nb", "nn", "en"):
        assert len({reason.item[language] for reason in found}) == 10


def test_each_reason_is_seen_in_what_is_done_or_says_why_it_is_not():
    for reason in ten_reasons().values():
        assert bool(reason.behaviour) != bool(reason.not_measured), reason.id


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"behaviour": ["actions_updated"]}, "only one of them"),
        ({"not_measured": None}, "only one of them"),
        ({"behaviour": ["guesswork"], "not_measured": None}, "behaviour"),
        ({"item": {"nb": "a", "en": "c"}}, "item"),
        ({"order": 2}, "orders run from 1"),
        ({"room": "cellar"}, "room"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(fields, told):
    with pytest.raises(FactsBroken, match=told):
        reasons(changed(**fields))


def test_two_reasons_with_one_id_are_refused():
    with pytest.raises(FactsBroken, match="id of its own"):
        reasons({"source": "Kilde", "reasons": [deepcopy(ROW), deepcopy(ROW) | {"order": 2}]})
