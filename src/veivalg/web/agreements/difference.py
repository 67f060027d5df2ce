"""What is different between two versions of an agreement, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from veivalg.facts.agreement import agreement_facts
from veivalg.web.agreements.content import AgreementContent, ContentClause
from veivalg.web.agreements.showing import legal_person_words, majority_words, months_words, share_words

MOST_COMPARED = 10_000
"""Lines times lines of a clause that are held against each other one by one, as 100 against 100. The same line written
a thousand times would take minutes; what is larger is shown whole, as taken out and put in."""


@dataclass(frozen=True)
class DifferenceLine:
    """One thing that differs, and what was before and is after."""

    text: str
    details: tuple[str, ...] = ()


def difference(before: AgreementContent, after: AgreementContent, *, language: str) -> list[DifferenceLine]:
    """Everything that differs, clauses first. Numbers that only follow from others' moves are not counted."""
    return [*_clauses(before, after, language), *_shares(before, after), *_beside(before, after)]


def _clauses(before: AgreementContent, after: AgreementContent, language: str) -> Iterable[DifferenceLine]:
    old = {clause.key: clause for clause in before.clauses}
    new = {clause.key: clause for clause in after.clauses}
    kept_before = [key for key in old if key in new]
    kept_after = [key for key in new if key in old]
    for key, clause in new.items():
        name = f"{after.numbers[key]}. {clause.heading}"
        if key not in old:
            yield DifferenceLine(gettext("New: clause %(name)s") % {"name": name}, _put_in(clause.text))
        elif old[key] != clause:
            details = tuple(_details(old[key], clause, language))
            yield DifferenceLine(gettext("Changed: clause %(name)s") % {"name": name}, details)
        if key in old and kept_before.index(key) != kept_after.index(key):
            yield DifferenceLine(gettext("Moved: clause %(name)s") % {"name": name})
    for key, clause in old.items():
        if key not in new:
            name = f"{before.numbers[key]}. {clause.heading}"
            yield DifferenceLine(gettext("Taken out: clause %(name)s") % {"name": name}, _taken_out(clause.text))


def _details(before: ContentClause, after: ContentClause, language: str) -> Iterable[str]:
    if before.heading != after.heading:
        yield _change(gettext("heading"), before.heading, after.heading)
    if before.items != after.items:
        yield _change(gettext("fixes"), _item_names(before.items, language), _item_names(after.items, language))
    old, new = _between_what_is_equal(before.text.splitlines(), after.text.splitlines())
    if len(old) * len(new) > MOST_COMPARED:
        yield from _taken_out("\n".join(old))
        yield from _put_in("\n".join(new))
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _taken_out("\n".join(old[i1:i2]))
            yield from _put_in("\n".join(new[j1:j2]))


def _between_what_is_equal(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """What is left of both when equal lines at the beginning and at the end are taken away."""
    shorter = min(len(old), len(new))
    start = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    end = next((n for n in range(shorter - start) if old[-1 - n] != new[-1 - n]), shorter - start)
    return old[start : len(old) - end], new[start : len(new) - end]


def _put_in(text: str) -> tuple[str, ...]:
    return tuple(gettext("Put in: “%(text)s”") % {"text": line} for line in text.splitlines() if line.strip())


def _taken_out(text: str) -> tuple[str, ...]:
    return tuple(gettext("Taken out: “%(text)s”") % {"text": line} for line in text.splitlines() if line.strip())


def _shares(before: AgreementContent, after: AgreementContent) -> Iterable[DifferenceLine]:
    old = {each.participant: each for each in before.shares}
    new = {each.participant: each for each in after.shares}
    for id, each in new.items():
        now = share_words(after, each)
        seats = _seats(each.seats)
        if id not in old:
            yield DifferenceLine(gettext("%(name)s comes in") % {"name": each.name}, (seats, now))
            continue
        was = old[id]
        details = []
        if was.seats != each.seats:
            details.append(_change(gettext("seats"), str(was.seats), str(each.seats)))
        if _fractions(before, id) != _fractions(after, id):
            details.append(_change(gettext("share"), share_words(before, was), now))
        if was.name != each.name:
            details.append(_change(gettext("name"), was.name, each.name))
        if details:
            yield DifferenceLine(gettext("Changed: %(name)s") % {"name": each.name}, tuple(details))
    for id, each in old.items():
        if id not in new:
            yield DifferenceLine(
                gettext("%(name)s goes out") % {"name": each.name}, (_seats(each.seats), share_words(before, each))
            )


def _beside(before: AgreementContent, after: AgreementContent) -> Iterable[DifferenceLine]:
    pairs = (
        (gettext("The council's name"), before.name, after.name),
        (
            gettext("Legal person"),
            legal_person_words(before.is_own_legal_person),
            legal_person_words(after.is_own_legal_person),
        ),
        (gettext("Notice before leaving"), months_words(before.leaving_months), months_words(after.leaving_months)),
        (gettext("How the agreement is changed"), majority_words(before), majority_words(after)),
    )
    for name, was, now in pairs:
        if was != now:
            yield DifferenceLine(_change(name, was, now))


def _fractions(content: AgreementContent, id: int) -> tuple[Fraction, Fraction]:
    owned, answered = content.ownership, content.liability
    return (owned.of(str(id)) if owned else Fraction(0), answered.of(str(id)) if answered else Fraction(0))


def _change(name: str, before: str, after: str) -> str:
    return gettext("%(field)s: %(before)s → %(after)s") % {"field": name, "before": before, "after": after}


def _seats(count: int) -> str:
    return ngettext("%(count)s seat", "%(count)s seats", count) % {"count": count}


def _item_names(items: tuple[int, ...], language: str) -> str:
    names = {each.item.number: each.name[language] for each in agreement_facts().items}
    return ", ".join(names.get(number, str(number)) for number in items) or gettext("nothing")
