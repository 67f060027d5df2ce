"""What the law says of a resolution that municipalities are asked to decide on (kommuneloven §§ 5-4, 14-8, 18-1)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import get_language, gettext

from veivalg.facts.law import cited, municipal_act
from veivalg.web.meetings.models import Resolution
from veivalg.web.ui.law import checked_words

Kind = Resolution.Kind
MADE_FOR_IT = (Kind.RECOMMENDATION, Kind.AGREEMENT_CHANGE)
"""What municipalities decide on themselves in any case."""
INDIVIDUAL = (Kind.INTERNAL, Kind.GRANT)
"""The two sorts of individual resolutions that a council can make; neither can bind a municipality."""
PROVISIONS = ("handing_over_power", "no_individual_resolutions")
FRAMES = ("own_budget",)


class Verdict(StrEnum):
    """What the law makes of it."""

    RIGHT = "right"
    """The municipalities decide, and it is registered so."""
    ALONE = "alone"
    """The council may decide it alone; the municipalities may still say what they think."""
    FRAMED = "framed"
    """The council's own economy: its assembly adopts the budget, within frames that the municipalities have adopted."""
    ADVISED = "advised"
    """It commits municipalities and had better be a recommendation."""
    FORBIDDEN = "forbidden"
    """It cannot commit municipalities."""


@dataclass(frozen=True)
class Advice:
    """The verdict in words, and what it rests on."""

    verdict: Verdict
    text: str
    provisions: tuple[tuple[str, str, str], ...] = ()
    """Paragraph, what it says in our own words, and how that was checked."""


def verdict(kind: str, *, commits: bool) -> Verdict:
    """What the law makes of a resolution of a kind, that does or does not commit the municipalities."""
    if kind in MADE_FOR_IT:
        return Verdict.RIGHT
    if not commits:
        return Verdict.FRAMED if kind == Kind.ECONOMIC else Verdict.ALONE
    return Verdict.FORBIDDEN if kind in INDIVIDUAL else Verdict.ADVISED


def advice(kind: str, *, commits: bool, on: date) -> Advice:
    """The same in words, with the provisions that were in force on the day."""
    found = verdict(kind, commits=commits)
    text = {
        Verdict.RIGHT: gettext("The municipalities decide this themselves, and it is registered so."),
        Verdict.ALONE: gettext(
            "The council may decide this alone as long as it commits no municipality. "
            "The municipalities can still say what they mean."
        ),
        Verdict.FRAMED: gettext(
            "The council's own assembly adopts its budget, but only within the frames that the municipalities have "
            "adopted. Ask them for the frames first if they have not been set."
        ),
        Verdict.ADVISED: gettext(
            "It commits municipalities, and holds for each only when its own body has resolved it. "
            "Register it as a recommendation, or write why it stands as it is."
        ),
        Verdict.FORBIDDEN: gettext(
            "This kind of resolution is the council's own and cannot commit municipalities. "
            "Correct it to a recommendation first."
        ),
    }[found]
    rests_on = {Verdict.ALONE: (), Verdict.FRAMED: FRAMES}.get(found, PROVISIONS)
    return Advice(found, text, _in_force(on, rests_on))


def _in_force(on: date, provisions: tuple[str, ...] = PROVISIONS) -> tuple[tuple[str, str, str], ...]:
    language = get_language() or "nb"
    rows = (municipal_act().in_force(id, on) for id in provisions)
    return tuple(
        (cited(row.paragraph, language), row.about[language], checked_words(row.checked))
        for row in rows
        if row is not None
    )


def paragraphs(on: date) -> str:
    """The paragraphs by name, for a refusal: "kommuneloven § 5-4, kommuneloven § 18-1 andre ledd"."""
    return ", ".join(name for name, *_ in _in_force(on))
