"""What a council's knowledge page shows: its members side by side, and the region as one."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.web.councils.models import Council
from veivalg.web.knowledge import asking, queries, scores
from veivalg.web.knowledge.editions import ChosenEdition, OwnFigures
from veivalg.web.knowledge.own import queries as own_queries
from veivalg.web.knowledge.panels import Panel, Subject, comparing, describing, movements, own, people, signs
from veivalg.web.knowledge.panels.comparing import Place
from veivalg.web.knowledge.panels.going_on import going_on


@dataclass(frozen=True)
class _Question:
    """What the panels depend on; equal questions have equal answers."""

    subject: Subject
    places: tuple[Place, ...]
    edition: ChosenEdition
    own: OwnFigures
    year: int
    language: str


def index_table(data: DataSet, council: Council, edition: ChosenEdition) -> IndexTable:
    """The index of the region as one."""
    return scores.index_table(data, edition, [_area(data, council)])


def beside(data: DataSet, council: Council, edition: ChosenEdition, year: int) -> str:
    """What the moving thresholds say, when the fixed ones are shown for a later year."""
    return scores.beside(data, [_area(data, council)], edition, year)


def _area(data: DataSet, council: Council) -> Area:
    region = queries.region_of(council)
    rows = tuple(data.row[code] for code in region.codes)
    return Area(id=council.short_name, rows=rows, codes=tuple(m.code for m in region.municipalities))


def panels(data: DataSet, council: Council, edition: ChosenEdition, year: int) -> tuple[Panel, ...]:
    """Everything the page shows, in order. The values are kept for the next reader; pages never are."""
    region = queries.region_of(council)
    places = tuple(
        Place(m.name, data.row[code], m.get_absolute_url(), asking.borrowed(m), m.code)
        for m, code in zip(region.municipalities, region.codes, strict=True)
    )
    borrows = any(place.note for place in places)
    subject = Subject(
        council.short_name,
        tuple(place.row for place in places),
        data.sha256,
        gettext("The figures are borrowed from real municipalities.") if borrows else "",
        tuple(place.code for place in places),
        data=data,
    )
    figures = own_queries.published_figures(council)
    return _panels(_Question(subject, places, edition, figures, year, scores.language()))


@lru_cache(maxsize=32)
def _panels(question: _Question) -> tuple[Panel, ...]:
    subject, data = question.subject, question.subject.data
    together = scores.index_table(data, question.edition, [subject.area])
    areas = [Area(id=p.url, rows=(p.row,), codes=(p.code,)) for p in question.places]
    each = scores.index_table(data, question.edition, areas)
    return (
        comparing.members(subject, question.places, each, together, question.year, question.own),
        people.population(subject),
        signs.signs(subject, together, question.year),
        signs.history(subject, together),
        people.ages(subject),
        movements.births_and_deaths(subject),
        movements.migration(subject),
        *filter(None, [going_on(subject)]),
        *describing.key_figures(subject),
        *filter(None, [own.key_figures(subject, question.places, question.own)]),
        comparing.twins(subject, [(place, _twin(data, place.row, subject.rows)) for place in question.places]),
    )


def _twin(data: DataSet, row: int, region: tuple[int, ...]) -> Place:
    found = comparing.row_alike(data, row, region)
    other = data.municipalities[found]
    return Place(other.name, found, f"/kommuner/{other.code}/")
