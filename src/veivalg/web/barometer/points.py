"""What the page of the ten points shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from veivalg.facts.cooperation import ten_points
from veivalg.rules.cooperation import Point
from veivalg.web.barometer import words
from veivalg.web.barometer.models import ProcessPoint
from veivalg.web.councils.models import Council


@dataclass(frozen=True)
class PointLine:
    """One point and where the council is on it."""

    number: int
    id: str
    name: str
    question: str
    result: str
    row: ProcessPoint
    """Not saved when nobody has said anything yet."""
    room_url: str
    room_name: str
    is_here: bool

    @property
    def has_begun(self) -> bool:
        return self.row.state != ProcessPoint.State.WAITING


def lines(council: Council) -> list[PointLine]:
    """All ten, in one query. The council is on the first one that it has begun, whatever the order; when none is under
    way, on the first that is not finished."""
    rows = {row.point: row for row in ProcessPoint.objects.filter(council=council)}
    found = [rows.get(point.id) or ProcessPoint(council=council, point=point.id) for point in ten_points()]
    under_way = [row.point for row in found if row.state == ProcessPoint.State.BEGUN]
    waiting = [row.point for row in found if row.state == ProcessPoint.State.WAITING]
    here = next(iter(under_way + waiting), "")
    return [
        _line(council, point, row, is_here=point.id == here) for point, row in zip(ten_points(), found, strict=True)
    ]


def _line(council: Council, point: Point, row: ProcessPoint, *, is_here: bool) -> PointLine:
    language = get_language() or "nb"
    return PointLine(
        number=point.number,
        id=point.id,
        name=point.name[language],
        question=point.question[language],
        result=point.result[language],
        row=row,
        room_url=words.room_url(council, point.room),
        room_name=words.room_name(point.room),
        is_here=is_here,
    )


def heading(found: Sequence[PointLine]) -> str:
    """Where the council is, in one sentence."""
    here = next((line for line in found if line.is_here), None)
    if here is None:
        return gettext("All ten points are finished")
    if not any(line.has_begun for line in found):
        return gettext("Ten points, and you choose where to begin")
    finished = sum(line.row.state == ProcessPoint.State.FINISHED for line in found)
    text = (
        gettext("%(finished)s of %(total)s points are finished; you are at %(name)s")
        if here.has_begun
        else gettext("%(finished)s of %(total)s points are finished; next is %(name)s")
    )
    return text % {"finished": finished, "total": len(found), "name": here.name}
