"""A round about development capacity, read: the five elements in each municipality, and the drawing of them."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from veivalg.facts.cooperation import capacity
from veivalg.facts.limits import reading_limits
from veivalg.rules.consensus import reading_of
from veivalg.web.barometer.asked import Answers, answers_of, pooled
from veivalg.web.barometer.models import RoundFinding
from veivalg.web.directions.words import reading_word
from veivalg.web.ui import numbers
from veivalg.web.ui.words import norwegian_order

_RADIUS, _MIDDLE_X, _MIDDLE_Y = 78, 180, 112


@dataclass(frozen=True)
class ElementCell:
    """One element in one municipality: the answers to its statements together; None when one of them is hidden."""

    name: str
    answers: Answers | None
    word: str
    """How far people agree, by the mean of A over the statements: statements that are answered differently from each
    other are no disagreement between people. Told beside the answers alone."""
    n: int
    """People who answered the statement that fewest answered."""


@dataclass(frozen=True)
class Place:
    """One municipality, in the order of the elements."""

    name: str
    cells: list[ElementCell]

    @property
    def is_shown(self) -> bool:
        return any(cell.answers for cell in self.cells)

    @property
    def drawing(self) -> SafeString:
        """The five elements as a five-pointed figure: further out is a larger share that answered 4 or 5."""
        return _drawing(self)


@dataclass(frozen=True)
class CapacityResult:
    """All municipalities, in alphabetical order."""

    finding: RoundFinding
    elements: list[str]
    places: list[Place]
    heading: str

    @property
    def on(self) -> date:
        return date.fromisoformat(self.finding.content["on"])

    @property
    def shown(self) -> list[Place]:
        return [place for place in self.places if place.is_shown]


def capacity_of(finding: RoundFinding) -> CapacityResult:
    """What the finding shows. The round's questions and groups are read with it."""
    on = date.fromisoformat(finding.content["on"])
    groups = sorted(finding.round.groups.all(), key=lambda group: norwegian_order(group.name))
    places = [Place(group.name, _cells(finding, str(group.pk), on)) for group in groups]
    language = get_language() or "nb"
    elements = [element.name[language] for element in capacity()]
    return CapacityResult(finding=finding, elements=elements, places=places, heading=_heading(places))


def _cells(finding: RoundFinding, group: str, on: date) -> list[ElementCell]:
    language = get_language() or "nb"
    kept = finding.content["items"]
    cells = []
    for element in capacity():
        keys = [f"{element.id}_{number}" for number in range(1, len(element.statements) + 1)]
        each = [answers_of(kept.get(key, {"groups": {}})["groups"].get(group), on) for key in keys]
        n = min((one.n for one in each if one), default=0)
        cells.append(ElementCell(element.name[language], pooled(each, on), _word([one for one in each if one], on), n))
    return cells


def _word(shown: Sequence[Answers], on: date) -> str:
    if not shown:
        return ""
    mean = sum((one.agreement for one in shown), Fraction(0)) / len(shown)
    return reading_word(reading_of(mean, reading_limits(on)))


def _heading(places: Sequence[Place]) -> str:
    """Where most municipalities answered lowest; only those that are shown whole can tell.

    It is said of the answers, not of the municipalities: so few people answer in each that the order may be chance.
    """
    if not any(place.is_shown for place in places):
        return gettext("Too few answered in each municipality for anything to be shown")
    whole = [place for place in places if all(cell.answers for cell in place.cells)]
    if not whole:
        return gettext("Too few answered to say where a municipality answers lowest")
    least = Counter(name for place in whole for name in _weakest(place)).most_common()
    if not least:
        return gettext("No element stands out as the one with the lowest answers")
    if len(least) > 1 and least[0][1] == least[1][1]:
        return gettext("The municipalities answer lowest on different elements")
    name, count = least[0]
    return gettext("%(name)s has the lowest answers in %(count)s of %(total)s municipalities") % {
        "name": name,
        "count": numbers.number(count),
        "total": numbers.number(len(whole)),
    }


def _weakest(place: Place) -> list[str]:
    """The elements with the smallest share, more than one when they share it; none when all have the same."""
    shares = {cell.name: cell.answers.share for cell in place.cells if cell.answers}
    names = [name for name, share in shares.items() if share == min(shares.values())]
    return names if len(names) < len(shares) else []


def _drawing(place: Place) -> SafeString:
    corners = [_corner(turn, 1) for turn in range(len(place.cells))]
    rings = format_html_join(
        "",
        '<polygon class="ring" points="{}"/>',
        ((_points([_corner(turn, part) for turn in range(len(place.cells))]),) for part in (0.25, 0.5, 0.75, 1)),
    )
    spokes = format_html_join(
        "", '<line class="ring" x1="{}" y1="{}" x2="{}" y2="{}"/>', ((_MIDDLE_X, _MIDDLE_Y, x, y) for x, y in corners)
    )
    labels = format_html_join("", "{}", ((_label(turn, cell),) for turn, cell in enumerate(place.cells)))
    figure = [
        _corner(turn, float(cell.answers.share)) for turn, cell in enumerate(place.cells) if cell.answers is not None
    ]
    # A figure with a hidden corner would draw it as something; then only the points that are known are drawn.
    area: SafeString | str = ""
    if len(figure) == len(place.cells):
        area = format_html('<polygon class="area" points="{}"/>', _points(figure))
    dots = format_html_join("", '<circle class="dot" cx="{}" cy="{}" r="4"/>', figure)
    told = "; ".join(f"{cell.name}: {cell.answers.percent}" for cell in place.cells if cell.answers)
    return format_html(
        '<svg class="vv-radar" viewBox="0 0 360 216" role="img" aria-label="{}">{}{}{}{}{}</svg>',
        f"{place.name}. {told}",
        rings,
        spokes,
        area,
        dots,
        labels,
    )


def _corner(turn: int, part: float) -> tuple[str, str]:
    angle = math.radians(-90 + 72 * turn)
    return (
        f"{_MIDDLE_X + part * _RADIUS * math.cos(angle):.1f}",
        f"{_MIDDLE_Y + part * _RADIUS * math.sin(angle):.1f}",
    )


def _points(corners: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{x},{y}" for x, y in corners)


def _label(turn: int, cell: ElementCell) -> SafeString:
    """The element's name at its corner, and its share: beside it at the top, where there is no room below."""
    angle = math.radians(-90 + 72 * turn)
    across, down = math.cos(angle), math.sin(angle)
    x = f"{_MIDDLE_X + 92 * across:.1f}"
    y = f"{_MIDDLE_Y + 92 * down + 4 + 6 * (down > 0.5):.1f}"
    anchor = "middle" if abs(across) < 0.7 else "start" if across > 0 else "end"
    share: SafeString | str = ""
    if cell.answers is not None:
        where = format_html(' x="{}" dy="1.2em"', x) if turn else ""
        share = format_html('<tspan class="share"{}> {}</tspan>', where, cell.answers.percent)
    return format_html('<text x="{}" y="{}" text-anchor="{}">{}{}</text>', x, y, anchor, _short(cell.name), share)


def _short(name: str) -> str:
    """The label's own word: "Utviklingsledelse" is told as "ledelse" beside the others that begin alike."""
    return (
        name.removeprefix("Utviklings")
        .removesuffix(" of development")
        .removesuffix(" in development")
        .removesuffix(" for development")
        .capitalize()
    )
