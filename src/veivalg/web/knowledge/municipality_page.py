"""What the page of one municipality (kommune) shows."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext

from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area
from veivalg.web.councils.models import Municipality
from veivalg.web.knowledge import asking, queries, scores
from veivalg.web.knowledge.editions import official
from veivalg.web.knowledge.panels import Panel, Subject, comparing, describing, movements, people, signs
from veivalg.web.knowledge.panels.going_on import going_on


@dataclass(frozen=True)
class _Question:
    """What the panels depend on; equal questions have equal answers."""

    subject: Subject
    code: str
    address: str
    edition: str
    year: int
    language: str


def panels(data: DataSet, municipality: Municipality, edition: str, year: int) -> tuple[Panel, ...]:
    """Everything the page shows, in order. The values are kept for the next reader; pages never are."""
    lent = asking.borrowed(municipality)
    subject = Subject(
        municipality.name,
        (data.row[queries.figures_code(municipality)],),
        data.sha256,
        f"{lent[:1].upper()}{lent[1:]}." if lent else "",
        data=data,
    )
    question = _Question(subject, municipality.code, municipality.get_absolute_url(), edition, year, scores.language())
    return _panels(question)


@lru_cache(maxsize=64)
def _panels(question: _Question) -> tuple[Panel, ...]:
    subject, data = question.subject, question.subject.data
    table = scores.index_table(data, official(question.edition), [Area(id=question.code, rows=subject.rows)])
    return (
        people.population(subject),
        signs.signs(subject, table, question.year),
        signs.history(subject, table),
        people.ages(subject),
        movements.births_and_deaths(subject),
        movements.migration(subject),
        *filter(None, [going_on(subject)]),
        *describing.key_figures(subject),
        _alike(question),
    )


def _alike(question: _Question) -> Panel:
    subject, data = question.subject, question.subject.data
    itself = comparing.Place(subject.name, subject.rows[0], question.address, gettext("this municipality"))
    others = [
        comparing.Place(m.name, row, f"/kommuner/{m.code}/")
        for row, m in ((row, data.municipalities[row]) for row in comparing.rows_alike(data, subject.rows[0]))
    ]
    table = scores.national_table(data, official(question.edition))
    return comparing.alike(subject, [itself, *others], table, question.year)


def beside(data: DataSet, municipality: Municipality, edition: str, year: int) -> str:
    """What the moving thresholds say, when the fixed ones are shown for a later year."""
    area = Area(id=municipality.code, rows=(data.row[queries.figures_code(municipality)],))
    return scores.beside(data, [area], official(edition), year)


def borders_changed(data: DataSet, municipality: Municipality) -> bool:
    """Whether the borders moved in 2011–2025, so that yearly figures before and after may not be alike."""
    cube = data.cubes.get("boundary_flag")
    return cube is not None and bool(cube.values[data.row[queries.figures_code(municipality)]] > 0)
