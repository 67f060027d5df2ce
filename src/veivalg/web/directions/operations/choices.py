"""Say what is to be weighed, and change it until people have been asked."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.web.access.actor import Actor
from veivalg.web.access.catalogue import Permission
from veivalg.web.access.doors import require
from veivalg.web.audit.changes import apply, as_noted, hold
from veivalg.web.audit.operations import record
from veivalg.web.audit.verbs import Verb
from veivalg.web.councils.models import Council
from veivalg.web.councils.operations.roles import hold_council
from veivalg.web.councils.refusals import NotPossible
from veivalg.web.directions import languages
from veivalg.web.directions.models import (
    LISTED,
    LONGEST_ABOUT,
    LONGEST_MEANING,
    LONGEST_NAME,
    MOST_FIGURES,
    MOST_MEANINGS,
    MOST_OPTIONS,
    DirectionChoice,
)
from veivalg.web.directions.operations.asking import fill_draft
from veivalg.web.files.cleaning import clean
from veivalg.web.survey.models import Round
from veivalg.web.survey.operations.rounds import LARGEST

ROOMS = ("", "joint_services")


@transaction.atomic
def make_choice(*, actor: Actor, council: Council, values: Mapping[str, Any], now: datetime) -> DirectionChoice:
    """Prepare a choice of direction: title, question and options. Nobody but the secretariat sees it until it opens.

    Raises access.doors.Refused, and NotPossible for options that cannot be weighed, or while another of the same name
    is being prepared.
    """
    hold_council(council)
    require(actor, Permission.DIRECTIONS_CHOICE_EDIT, council_id=council.pk)
    given = _checked(values, known={}, language=council.language)
    same = DirectionChoice.objects.filter(council=council, title=given["title"])
    if same.exclude(rounds__round__opened_at__isnull=False).exists():
        raise NotPossible(
            gettext("“%(title)s” is being prepared already. Change that one, or use another name.")
            % {"title": given["title"]},
            field="title",
        )
    made = DirectionChoice.objects.create(council=council, language=council.language, made_at=now, **given)
    record(actor, Verb.DIRECTION_MADE, subject=made, council_id=council.pk, changes=as_noted(_told(given)), at=now)
    return made


@transaction.atomic
def change_choice(
    *, actor: Actor, council: Council, choice_id: int, version: int, values: Mapping[str, Any], now: datetime
) -> DirectionChoice:
    """Change it while nobody has been asked; a round that is being prepared gets its questions anew.

    Raises Refused, audit.changes.ChangedMeanwhile, DirectionChoice.DoesNotExist, and NotPossible.
    """
    require(actor, Permission.DIRECTIONS_CHOICE_EDIT, council_id=council.pk)
    choice = hold(DirectionChoice.objects.filter(council=council), pk=choice_id, version=version)
    choice.council = council
    # Held, so that a round cannot open while its questions are changed.
    held = Round.objects.select_for_update(of=("self",)).filter(direction__choice=choice)
    if any(each.opened_at is not None for each in held):
        raise NotPossible(gettext("People have been asked already, so the options cannot be changed any more."))
    known = {row["name"]: row["key"] for row in choice.options}
    given = _checked(values, known=known, language=choice.language)
    before = _told({name: getattr(choice, name) for name in given})
    changes = apply(choice, given)
    if changes:
        after = _told(given)
        told = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        record(actor, Verb.DIRECTION_CHANGED, subject=choice, council_id=council.pk, changes=told, at=now)
        fill_draft(actor=actor, choice=choice, now=now)
    return choice


def _checked(values: Mapping[str, Any], *, known: Mapping[str, str], language: str) -> dict[str, Any]:
    """As it is stored. `language` is that of the texts; ``words`` may hold them in the second one."""
    title, question = _line(values.get("title")), _line(values.get("question"))
    if not title or len(title) > LONGEST_NAME:
        raise NotPossible(gettext("Give it a name of at most %(most)s signs.") % {"most": LONGEST_NAME}, field="title")
    if not question or len(question) > 300:
        raise NotPossible(gettext("Write what you ask, in at most %(most)s signs.") % {"most": 300}, field="question")
    other = languages.second(language)
    written = {part: _line(text) for part, text in (values.get("words") or {}).get(other, {}).items()}
    for part, most in (("title", LONGEST_NAME), ("question", 300)):
        if len(written.get(part, "")) > most:
            raise NotPossible(gettext("Use at most %(most)s signs.") % {"most": most}, field=f"{part}_other")
    options = [_option(row, n, known, language) for n, row in enumerate(values.get("options") or [])]
    if not 2 <= len(options) <= MOST_OPTIONS:
        raise NotPossible(gettext("Give from 2 to %(most)s options to weigh.") % {"most": MOST_OPTIONS})
    if len({row["name"].casefold() for row in options}) < len(options):
        raise NotPossible(gettext("Two options have the same name. Call one of them something else."))
    head = {"title": title, "question": question}
    words = languages.together(languages.built_in_head(head, language), {other: written})
    return {**head, "options": options, "words": words}


def _option(row: Mapping[str, Any], n: int, known: Mapping[str, str], language: str) -> dict[str, Any]:
    name, about = _line(row.get("name")), clean(str(row.get("about") or ""))[0]
    meanings, indicators = (
        [line for each in row.get(part) or [] if (line := _line(each))] for part in ("meanings", "indicators")
    )
    figures = [str(each) for each in row.get("figures") or []]
    cost = row.get("cost")
    place = {"number": n + 1}
    if not name or len(name) > LONGEST_NAME or len(about) > LONGEST_ABOUT:
        raise NotPossible(
            gettext("Option %(number)s needs a name of at most %(most)s signs, and a text of at most %(about)s.")
            % {**place, "most": LONGEST_NAME, "about": LONGEST_ABOUT},
            field=f"name-{n}",
        )
    if len(meanings) == 1 or len(meanings) > MOST_MEANINGS or len(set(meanings)) < len(meanings):
        raise NotPossible(
            gettext("Option %(number)s: write from 2 to %(most)s different meanings, one on each line, or none.")
            % {**place, "most": MOST_MEANINGS},
            field=f"meanings-{n}",
        )
    if any(len(each) > LONGEST_MEANING for each in meanings):
        raise NotPossible(
            gettext("Option %(number)s: a meaning may have at most %(most)s signs.")
            % {**place, "most": LONGEST_MEANING},
            field=f"meanings-{n}",
        )
    if len(indicators) == 1 or len(indicators) > MOST_MEANINGS or len(set(indicators)) < len(indicators):
        raise NotPossible(
            gettext(
                "Option %(number)s: write from 2 to %(most)s different things that would show that you succeed, one on "
                "each line, or none."
            )
            % {**place, "most": MOST_MEANINGS},
            field=f"indicators-{n}",
        )
    if any(len(each) > LONGEST_MEANING for each in indicators):
        raise NotPossible(
            gettext("Option %(number)s: what shows that you succeed may have at most %(most)s signs.")
            % {**place, "most": LONGEST_MEANING},
            field=f"indicators-{n}",
        )
    if len(figures) > MOST_FIGURES or set(figures) - set(load.key_figures()):
        raise NotPossible(
            gettext("Option %(number)s: choose at most %(most)s figures from the list.")
            % {**place, "most": MOST_FIGURES},
            field=f"figures-{n}",
        )
    if cost is not None and (isinstance(cost, bool) or not isinstance(cost, int) or not 0 <= cost <= LARGEST):
        raise NotPossible(gettext("Option %(number)s: write the cost as a whole number.") % place, field=f"cost-{n}")
    room = str(row.get("room") or "")
    texts = {"name": name, "about": about, "meanings": meanings, "indicators": indicators}
    other = languages.second(language)
    written = _written((row.get("words") or {}).get(other, {}), texts, n)
    return {
        "key": known.get(name) or secrets.token_hex(4),
        **texts,
        "words": languages.together(languages.built_in(texts, language), {other: written}),
        "figures": list(dict.fromkeys(figures)),
        "cost": cost,
        "room": room if room in ROOMS else "",
    }


def _written(given: Mapping[str, Any], first: Mapping[str, Any], n: int) -> dict[str, Any]:
    """What is written of an option in the second language. A list has as many lines as in the first: what people chose
    is one and the same, whichever language they read."""
    texts: dict[str, Any] = {"name": _line(given.get("name")), "about": clean(str(given.get("about") or ""))[0]}
    texts |= {part: [line for each in given.get(part) or [] if (line := _line(each))] for part in LISTED}
    place = {"number": n + 1}
    if len(texts["name"]) > LONGEST_NAME or len(texts["about"]) > LONGEST_ABOUT:
        raise NotPossible(
            gettext("Option %(number)s needs a name of at most %(most)s signs, and a text of at most %(about)s.")
            % {**place, "most": LONGEST_NAME, "about": LONGEST_ABOUT},
            field=f"name_other-{n}",
        )
    for part in LISTED:
        lines = texts[part]
        if lines and (len(lines) != len(first[part]) or len(set(lines)) < len(lines)):
            raise NotPossible(
                gettext(
                    "Option %(number)s: write as many lines in both languages, in the same order, or leave the second "
                    "language empty. Here there are %(first)s and %(second)s."
                )
                % {**place, "first": len(first[part]), "second": len(set(lines))},
                field=f"{part}_other-{n}",
            )
        if any(len(line) > LONGEST_MEANING for line in lines):
            raise NotPossible(
                gettext("Option %(number)s: a line may have at most %(most)s signs.")
                % {**place, "most": LONGEST_MEANING},
                field=f"{part}_other-{n}",
            )
    return texts


def _told(given: Mapping[str, Any]) -> dict[str, Any]:
    """As the trail keeps it: options by their names, and which languages it is written in besides the first."""
    options: Sequence[Mapping[str, Any]] = given["options"]
    texts = [given["words"], *(row.get("words", {}) for row in options)]
    return {
        "title": given["title"],
        "question": given["question"],
        "options": [row["name"] for row in options],
        "languages": sorted({language for words in texts for language in words}) or None,
    }


def _line(value: Any) -> str:
    return " ".join(clean(str(value or ""))[0].split())
