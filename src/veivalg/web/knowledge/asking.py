"""What an address asks for: edition, year, region, municipality. Whatever is not there gets a 404 that helps."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from veivalg.facts import load
from veivalg.statistics import former_numbers
from veivalg.statistics.dataset import DataSet
from veivalg.statistics.index import Area, IndexTable
from veivalg.web.councils.models import Council, Municipality
from veivalg.web.knowledge import queries
from veivalg.web.knowledge.editions import DEFAULT_EDITION, ChosenEdition, official
from veivalg.web.knowledge.models import OwnEdition
from veivalg.web.knowledge.own import queries as own
from veivalg.web.knowledge.scores import language
from veivalg.web.ui import numbers
from veivalg.web.ui.words import norwegian_order

VIKEN = ("31", "32", "33")
"""Today's counties of the lecture's county."""


@dataclass(frozen=True)
class Scope:
    """The municipalities that an index page is about."""

    slug: str
    """As in the address; empty for the whole country."""
    name: str
    municipalities: tuple[Municipality, ...]
    council: Council | None = None

    @property
    def is_region(self) -> bool:
        return self.slug != ""

    def areas(self, data: DataSet) -> tuple[Area, ...]:
        """Each municipality as an area of its own."""
        return tuple(
            Area(id=m.code, rows=(data.row[queries.figures_code(m)],), codes=(m.code,)) for m in self.municipalities
        )

    def rows(self, data: DataSet) -> tuple[int, ...]:
        """Rows of the data set whose counts are summed for the region."""
        return tuple(data.row[queries.figures_code(m)] for m in self.municipalities)


def edition(request: HttpRequest, council: Council | None = None) -> ChosenEdition:
    """The edition (utgave) asked for; the council's own ones too on its pages. Raises Http404 with those there are."""
    asked = request.GET.get("utgave", DEFAULT_EDITION)
    if asked in load.editions():
        return official(asked)
    found = own.edition_by_address(council, asked) if council is not None else None
    if found is not None:
        return own.chosen(found)
    raise Http404(
        gettext("There is no edition “%(asked)s”. The editions are: %(known)s.")
        % {"asked": asked[:40], "known": ", ".join(id for id, _ in editions(council))}
        + (" " + gettext("A council's own edition is used on that council's own pages only.") if "." in asked else "")
    )


def editions(council: Council | None = None) -> list[tuple[str, str]]:
    """Ids and names, for the choice on the page: those that everyone has, then the council's own."""
    known = [(id, edition.name[language()]) for id, edition in load.editions().items()]
    return known + [(found.address, told_name(found)) for found in own.published_editions(council)]


def told_name(found: OwnEdition) -> str:
    """The name of an own edition, which never passes for one that everyone has."""
    return gettext("%(name)s (%(council)s's own edition)") % {"name": found.name, "council": found.council.short_name}


def about_edition(chosen: ChosenEdition) -> str:
    """What the limits are, and for an own edition whose they are and why the council has set them."""
    about = chosen.edition.about[language()]
    if not chosen.owner:
        return about
    return gettext("%(council)s has set these limits itself. Why: %(reason)s") % {
        "council": chosen.owner,
        "reason": about,
    }


def year(request: HttpRequest, table: IndexTable) -> int:
    """The year asked for, else the newest whole one. Raises Http404 with the years there are."""
    asked = request.GET.get("aar")
    if asked is None:
        return table.default_year()
    if asked not in {str(year) for year in table.years}:
        raise Http404(
            gettext("There are no figures for the year “%(asked)s”. Choose one from %(first)s to %(last)s.")
            % {"asked": asked[:40], "first": table.years[0], "last": table.years[-1]}
        )
    return int(asked)


def counties() -> list[tuple[str, str]]:
    """Codes and names of the counties, in Norwegian order."""
    rows = Municipality.objects.real().values_list("county_code", "county_name").order_by("county_name").distinct()
    return sorted(rows, key=lambda row: norwegian_order(row[1]))


def scope(request: HttpRequest) -> Scope:
    """The region asked for. Raises Http404 when there is none, or when it has no confirmed members."""
    asked = request.GET.get("region", "")
    real = Municipality.objects.real()
    if asked == "":
        return Scope("", gettext("Norway"), _ordered(real))
    if asked == "viken":
        return Scope("viken", gettext("the former county Viken"), _ordered(real.filter(county_code__in=VIKEN)))
    if asked.startswith("fylke-") and "\x00" not in asked:
        found = _ordered(real.filter(county_code=asked.removeprefix("fylke-")))
        if found:
            return Scope(asked, found[0].county_name, found)
    today = timezone.localdate()
    council = Council.objects.with_members(on=today).filter(slug=asked).first() if "\x00" not in asked else None
    if council is None:
        raise Http404(
            gettext("There is no region “%(asked)s”. Choose one from the list on the index page.")
            % {"asked": asked[:40]}
        )
    area = queries.region_of(council)
    if not area.members:
        raise Http404(gettext("The members of %(name)s have not been confirmed.") % {"name": council.short_name})
    return Scope(asked, council.short_name, area.municipalities, council)


def municipality(address: str, data: DataSet) -> Municipality:
    """A municipality by its number, today's or an earlier one, with or without its name. Raises Http404."""
    code = address.split("-")[0]
    found = _by_number(code)
    if found is None:
        later = sorted(former_numbers.former(data).get(code, ()))
        if len(later) == 1:
            found = _by_number(later[0])
        elif later:
            names = [data.by_code[new].name for new in later]
            raise Http404(
                gettext("Municipality %(code)s was split and is now part of %(names)s.")
                % {"code": code, "names": numbers.listed(names)}
            )
    if found is not None and not queries.has_figures(found, data):
        raise Http404(gettext("The figures in force have nothing about %(name)s.") % {"name": found.name})
    if found is None:
        raise Http404(gettext("There is no municipality with the number “%(code)s”.") % {"code": code[:20]})
    return found


def _by_number(code: str) -> Municipality | None:
    # Most pages are of real municipalities, which have no lender to join; an invented one fetches its own.
    try:
        return Municipality.objects.get(code=code)
    except Municipality.DoesNotExist:
        return None


def borrowed(municipality: Municipality) -> str:
    """``tall fra Overhalla`` for an invented municipality."""
    if municipality.borrows_from is None:
        return ""
    return gettext("figures from %(name)s") % {"name": municipality.borrows_from.name}


def _ordered(rows: "QuerySet[Municipality]") -> tuple[Municipality, ...]:
    data = queries.data_set()
    return tuple(
        sorted((m for m in rows if queries.has_figures(m, data)), key=lambda m: (norwegian_order(m.name), m.code))
    )
