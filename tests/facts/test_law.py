"""Provisions of law: dated, cited, and wrong files stop the start with where and why."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from veivalg.facts import law
from veivalg.facts.load import FactsBroken
from veivalg.rules.mandates import Right

PROVISION = {
    "id": "term",
    "paragraph": "kommuneloven § 18-3 tredje ledd",
    "valid_from": "2019-11-01",
    "valid_until": None,
    "checked": None,
    "about": {"nb": "a", "nn": "b", "en": "c"},
    "source": "LOV",
}
ACT: dict[str, Any] = {"id": "act", "name": {"nb": "a", "nn": "b", "en": "c"}, "provisions": [PROVISION]}


def changed(**fields: object) -> dict[str, Any]:
    content = deepcopy(ACT)
    content["provisions"][0] |= fields
    return content


@pytest.mark.parametrize("provision", law.municipal_act().provisions, ids=lambda row: f"{row.id} {row.paragraph}")
def test_every_provision_begins_on_a_day_and_is_explained_in_three_languages(provision):
    assert provision.period.starts_on is not None
    assert {"nb", "nn", "en"} == set(provision.about)


def test_the_versions_of_a_provision_follow_each_other_without_a_gap():
    by_id: dict[str, list[Any]] = {}
    for provision in law.municipal_act().provisions:
        by_id.setdefault(provision.id, []).append(provision.period)
    for periods in by_id.values():
        periods.sort(key=lambda period: period.starts_on)
        for earlier, later in zip(periods, periods[1:], strict=False):
            assert (later.starts_on - earlier.ends_on).days == 1
        assert periods[-1].ends_on is None


def test_rights_by_office_are_words_the_rules_know_and_never_a_vote():
    rights = [word for row in law.municipal_act().provisions for word in row.words.get("rights", ())]
    assert {Right(word) for word in rights} == {Right.ATTEND, Right.SPEAK, Right.PROPOSE}


def test_the_offices_are_those_of_letters_a_to_h_and_the_councils_own():
    paragraphs = [office.paragraph for office in law.excluded_offices() if office.checked]
    letters = [f"kommuneloven § 7-3 første ledd bokstav {letter}" for letter in "abcdefgh"]
    assert paragraphs == [*letters, "kommuneloven § 7-3 femte ledd"]


def test_a_provision_nobody_has_written_is_a_mistake_and_not_an_absence_of_rule():
    act = law.municipal_act()
    assert act.in_force("term", date(2018, 1, 1)) is None
    with pytest.raises(LookupError, match=r"no provision 'terms'; there are .*term"):
        act.in_force("terms", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (changed(paragraph="somewhere"), r"acts/x\.yaml, provisions\.0\.paragraph"),
        (changed(valid_from="2019-13-01"), r"acts/x\.yaml, term: .* Correct valid_from"),
        (changed(valid_until="2019-10-31"), r"acts/x\.yaml, term: The last day, 2019-10-31, comes before"),
        (changed(source=""), r"provisions\.0\.source"),
        (changed(about={"nb": "a"}), r"provisions\.0\.about"),
        ({**ACT, "provisions": [PROVISION, PROVISION]}, r"two versions of term .* valid_until"),
        ([], r"acts/x\.yaml, the file"),
    ],
)
def test_a_wrong_file_stops_the_start_and_says_where(content, message):
    with pytest.raises(FactsBroken, match=message):
        law.act("x.yaml", content)


def test_a_rule_says_when_it_was_checked_against_the_act_or_that_it_was_not():
    spoilt = {**ACT, "provisions": [{key: value for key, value in PROVISION.items() if key != "checked"}]}
    with pytest.raises(FactsBroken, match="checked"):
        law.act("x.yaml", spoilt)
    checked = {"day": "2026-11-24", "text_of": "2026-07-28", "source": "Lovdata", "coming": "LOV-2025-06-20-81"}
    (row,) = law.act("x.yaml", {**ACT, "provisions": [{**PROVISION, "checked": checked}]}).provisions
    assert (row.checked.text_of.year, row.checked.coming) == (2026, "LOV-2025-06-20-81")
    with pytest.raises(FactsBroken, match="Correct checked"):
        law.act("x.yaml", {**ACT, "provisions": [{**PROVISION, "checked": {**checked, "day": "2026-02-30"}}]})


def test_older_wordings_are_never_said_to_be_checked():
    former = [row for row in law.municipal_act().provisions if row.period.ends_on]
    assert former
    assert not any(row.checked for row in former)


def test_every_excluded_office_holds_from_when_the_act_did_and_only_its_last_wording_is_said_to_be_read():
    by_id: dict[str, list[Any]] = {}
    for office in law.excluded_offices():
        by_id.setdefault(office.id, []).append(office)
    for versions in by_id.values():
        versions.sort(key=lambda office: office.period.starts_on)
        assert versions[0].period.starts_on == date(2019, 11, 1)
        assert [bool(office.checked) for office in versions] == [False, True]
        assert (versions[1].period.starts_on - versions[0].period.ends_on).days == 1


@pytest.mark.parametrize("id", ["council_name", "no_individual_resolutions", "gender_balance"])
def test_what_was_changed_in_2023_is_not_said_to_have_been_read_as_it_was_before(id):
    before, after = (law.municipal_act().in_force(id, day) for day in (date(2023, 6, 30), date(2023, 7, 1)))
    assert (before.checked, "earlier wording not read" in before.source) == (None, True)
    assert after.checked
    assert "LOV-2023-06-02-21" in after.source
