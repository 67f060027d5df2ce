"""What a panel is, and whom it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from veivalg.rules.provenance import Origin
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area
from veivalg.web.ui import charts, tables
from veivalg.web.ui.charts import Spec
from veivalg.web.ui.tables import Table


@dataclass(frozen=True)
class Subject:
    """The municipality or region that panels are about; equal subjects have equal panels."""

    name: str
    rows: tuple[int, ...]
    """Rows of the data set whose counts are summed."""
    figures_sha256: str
    lenders: str = ""
    """``tall fra Overhalla`` when the figures are borrowed by an invented municipality."""
    codes: tuple[str, ...] = ()
    """The municipalities' own numbers, for figures that their council has given."""
    data: DataSet = field(compare=False, repr=False, kw_only=True)

    @property
    def area(self) -> Area:
        """The same as the statistics know it."""
        return Area(id=self.name, rows=self.rows, codes=self.codes)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A finding with everything that belongs to it."""

    id: str
    """The word in its address, in Norwegian: ``befolkning``."""
    name: str
    """What it is about, in a word or three."""
    title: str
    """The finding, computed."""
    summary: str = ""
    """What the chart shows, for those who do not see it."""
    table: Table
    source: str
    spec: Spec | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def word(self) -> str:
        """The name of its files; the word *anslag* is part of it when there are estimates among the figures."""
        return f"{self.id}-anslag" if self.table.has_estimates else self.id

    @property
    def chart(self) -> SafeString | str:
        """The drawing for the page, or nothing."""
        return charts.inline(self.spec, name=self.id, title=f"{self.title}. {self.summary}") if self.spec else ""

    @cached_property
    def table_html(self) -> SafeString:
        """The table for the page, kept as drawings are: a panel never changes, and its words are in one language."""
        return tables.html(self.table)

    @property
    def drawing(self) -> str:
        """The chart as a drawing that stands alone. Raises ValueError when there is none."""
        if self.spec is None:
            raise ValueError(f"The panel {self.id} has no chart.")
        return charts.svg(self.spec, title=self.title, about=" ".join((self.summary, *self.notes, self.source)))


def source_line(subject: Subject, *origins: str, own: Sequence[str] = ()) -> str:
    """Where the figures come from and when they were collected, in the reader's language.

    ``own`` tells where a council has its own figures from; these are never mixed up with the official sources.
    """
    found = [subject.data.origins[id] for id in origins if id in subject.data.origins]
    told = list(dict.fromkeys(told_source(origin) for origin in found))
    text = gettext("Source: %(sources)s. Collected %(date)s.") % {
        "sources": "; ".join(told),
        "date": collected(subject.data),
    }
    if own:
        told_own = gettext("The council's own figures: %(sources)s.") % {"sources": "; ".join(own)}
        text = f"{text} {told_own}" if found else told_own
    return f"{text} {subject.lenders}".strip()


def told_source(origin: Origin) -> str:
    """Producer and table: ``Statistisk sentralbyrå, tabell 07459``."""
    producer = {
        "Statistisk sentralbyrå": gettext("Statistics Norway"),
        "Human Mortality Database": "Human Mortality Database",
        "Human Fertility Database": "Human Fertility Database",
    }.get(origin.producer, origin.producer)
    table = origin.table.removeprefix("KLASS ")
    if origin.id == "derived":
        return gettext("our own estimates from tables of %(producer)s") % {"producer": producer}
    if origin.table.startswith("KLASS"):
        return gettext("%(producer)s, classification %(number)s") % {"producer": producer, "number": table}
    if table.isdigit():
        return gettext("%(producer)s, table %(number)s") % {"producer": producer, "number": table}
    return gettext("%(producer)s, area profiles") % {"producer": producer} if "area" in origin.id else producer


def collected(data: DataSet) -> str:
    """The day the files were collected, as a date in the reader's language."""
    return date_format(date.fromisoformat(data.collected_on), "DATE_FORMAT")


def estimate_word() -> str:
    """What stands after a finding that rests on estimates: `` (anslag)``."""
    return f" ({tables.estimate_word()})"
