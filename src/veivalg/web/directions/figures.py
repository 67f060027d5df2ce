"""Key figures that stand beside an option, with their year and source."""

from collections.abc import Iterable
from dataclasses import dataclass

from veivalg.facts import load
from veivalg.statistics.index import Area
from veivalg.web.councils.models import Council
from veivalg.web.knowledge import figures
from veivalg.web.knowledge.panels.describing import value_cell
from veivalg.web.knowledge.panels.panel import told_source
from veivalg.web.knowledge.queries import data_set, region_of
from veivalg.web.knowledge.scores import language


@dataclass(frozen=True)
class ShownFigure:
    """One figure of the region, in words."""

    name: str
    value: str
    """Empty when it is missing."""
    unit: str
    period: str
    source: str
    missing: str
    """Why it is missing."""
    is_estimate: bool


def of_region(council: Council, ids: Iterable[str]) -> dict[str, ShownFigure]:
    """Figures of a council's confirmed members as one area, by id. Empty when there are none."""
    wanted, data = list(dict.fromkeys(ids)), data_set()
    region = region_of(council)
    if not wanted or not region.codes:
        return {}
    rows = tuple(data.row[code] for code in region.codes)
    table = figures.of_area(data, Area(id=council.slug, rows=rows, codes=region.codes))
    found = {}
    for id in wanted:
        definition = load.key_figures().get(id)
        if definition is None or id not in table.figures:
            continue
        n = table.figures.index(id)
        cell = value_cell(table, 0, n, definition)
        source = data.origins.get(definition.source)
        found[id] = ShownFigure(
            name=definition.name[language()],
            value=cell.text,
            unit=definition.unit[language()],
            period=table.period[n],
            source=told_source(source) if source else "",
            missing=" ".join(cell.notes) if cell.value is None else "",
            is_estimate=cell.is_estimate,
        )
    return found
