"""What the index page shows: a map and a table of the country, a county or a council."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.web.knowledge import asking, map, queries, scores
from veivalg.web.knowledge.asking import Scope
from veivalg.web.knowledge.editions import DEFAULT_EDITION, ChosenEdition, official
from veivalg.web.knowledge.map_file import as_svg
from veivalg.web.knowledge.panels import Panel, Subject
from veivalg.web.knowledge.panels.comparing import Place
from veivalg.web.knowledge.panels.panel import source_line
from veivalg.web.knowledge.scores import Line
from veivalg.web.ui.tables import Cell, Column, Table, words


@dataclass(frozen=True)
class _Question:
    """What the page depends on; equal questions have equal answers."""

    subject: Subject
    places: tuple[Place, ...]
    edition: ChosenEdition
    year: int
    is_region: bool
    language: str


@dataclass(frozen=True)
class Answer:
    """The lines and the table made of them, as values that are kept for the next reader."""

    panel: Panel
    lines: tuple[Line, ...]
    wanted: int
    """How many signs a municipality must have to be coloured on the map."""


def answer(data: DataSet, scope: Scope, edition: ChosenEdition, year: int) -> Answer:
    """The table of the page: name and signs, each indicator, and for a region the region as one at the foot."""
    names = Counter(m.name for m in scope.municipalities)
    places = tuple(
        Place(
            f"{m.name} ({m.county_name})" if names[m.name] > 1 else m.name,
            row,
            m.get_absolute_url(),
            asking.borrowed(m),
            m.code,
        )
        for m, row in zip(scope.municipalities, scope.rows(data), strict=True)
    )
    codes = tuple(m.code for m in scope.municipalities)
    subject = Subject(scope.name, scope.rows(data), data.sha256, codes=codes, data=data)
    return _answer(_Question(subject, places, edition, year, scope.is_region, scores.language()))


@lru_cache(maxsize=16)
def _answer(question: _Question) -> Answer:
    subject, data = question.subject, question.subject.data
    table = scores.index_table(data, question.edition, _areas(question.places))
    heads = scores.heads(table, question.year)
    lines = tuple(
        scores.line(table, n, question.year, heads, name=place.name) for n, place in enumerate(question.places)
    )
    rows = tuple(
        (words(place.name, url=place.url, notes=(place.note,)), line.score_cell, *line.cells)
        for place, line in zip(question.places, lines, strict=True)
    )
    foot: tuple[tuple[Cell, ...], ...] = ()
    if question.is_region:
        together = scores.index_table(data, question.edition, [subject.area])
        line = scores.line(together, 0, question.year, heads, name=subject.name)
        foot = ((words(gettext("The region as one")), line.score_cell, *line.cells),)
    columns = (Column("municipality", gettext("Municipality")), Column("signs", gettext("Signs"), unit="signs"))
    panel = Panel(
        id="sarbarhet",
        name=gettext("Vulnerability index"),
        title=scores.finding(table, question.year),
        table=Table(
            caption=gettext("In alphabetical order, not ranked.") + " " + scores.margin_text(table),
            columns=(*columns, *(head.column for head in heads)),
            rows=rows,
            foot=foot,
            css="vv-ix",
        ),
        source=source_line(subject, *scores.origins(table, range(len(question.places))), own=scores.own_sources(table)),
    )
    return Answer(panel, lines, scores.countable(table, question.year) or len(table.indicators))


def _areas(places: Sequence[Place]) -> tuple[Area, ...]:
    return tuple(Area(id=place.url, rows=(place.row,), codes=(place.code,)) for place in places)


def index_table(data: DataSet, scope: Scope, edition: ChosenEdition) -> IndexTable:
    """The index of each municipality of the scope."""
    return scores.index_table(data, edition, scope.areas(data))


def drawing(scope: Scope, answer: Answer) -> map.Map:
    """The map of the page."""
    return map.draw(
        [
            map.Place(
                code=queries.figures_code(m),
                name=m.name,
                url=m.get_absolute_url(),
                text=f"{line.score} ({line.detail})",
                kind=map.kind_of(line.certain if line.available >= answer.wanted else None, answer.wanted),
                short=line.score if line.available else "",
            )
            for m, line in zip(scope.municipalities, answer.lines, strict=True)
        ],
        whole_country=not scope.is_region,
    )


def map_key(most: int) -> list[tuple[str, str]]:
    """Colour classes and what they mean, for an edition of so many signs."""
    ends = map.class_ends(most)
    starts = (0, *(end + 1 for end in ends[:-1]))
    spans = [f"{first}–{last}" if first != last else str(last) for first, last in zip(starts, ends, strict=True)]
    spans[-1] = gettext("%(signs)s certain signs") % {"signs": spans[-1]}
    return [*((f"k{n}", text) for n, text in enumerate(spans, start=1)), ("km", gettext("some figures are missing"))]


def map_note(year: int, answer: Answer) -> str:
    """What the colours mean, and what they do not."""
    note = gettext("Certain signs, 1 January %(year)s. Strong colour means more signs, not worse.")
    told = note % {"year": year}
    count = answer.lines[0].indicator_count if answer.lines else answer.wanted
    return told if answer.wanted == count else f"{told} {scores.available_text(answer.wanted, count)}."


def map_file(scope: Scope, answer: Answer, year: int) -> str:
    """The map as a drawing that stands alone."""
    about = " ".join((map_note(year, answer), answer.panel.source, gettext("Map: © Kartverket, CC BY 4.0.")))
    title = f"{scope.name}: {answer.panel.title}"
    return as_svg(drawing(scope, answer), title=title, about=about, key=map_key(answer.wanted))


def other_edition(data: DataSet, scope: Scope, edition: ChosenEdition, year: int) -> str:
    """The fixed thresholds of 2019 never stand alone for another year: what the moving ones say beside them."""
    if edition.id != DEFAULT_EDITION or year == 2019:
        return ""
    table = scores.index_table(data, official("norge"), scope.areas(data))
    return gettext("Measured against the whole country in %(year)s: %(finding)s.") % {
        "year": year,
        "finding": scores.finding(table, year),
    }
