"""A plan as a file to download."""

from collections.abc import Callable

from django.http import HttpResponse

from veivalg.rules.plans import Plan
from veivalg.web.files.plans.writing import write_json, write_plan_csv, write_plan_workbook, write_word

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
KINDS = (("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))


def written(plan: Plan, kind: str, *, language: str) -> bytes:
    """The plan as a file of that kind. Raises KeyError for other kinds, and files' CannotWrite."""
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: write_word(plan, language=language, has_time=_has_times(plan)),
        "xlsx": lambda: write_plan_workbook(plan, language=language),
        "csv": lambda: write_plan_csv(plan, language=language),
        "json": lambda: write_json(plan),
    }
    return writers[kind]()


def _has_times(plan: Plan) -> bool:
    """Whether some action has another time than the plan's own years, so that a column for time says something."""
    period = plan.action_period
    usual = {(None, None), (period.first, period.last) if period else (None, None)}
    return any(action.due_on or (action.first_year, action.last_year) not in usual for action in plan.actions)


def response(content: bytes, kind: str, *, name: str) -> HttpResponse:
    """For a browser to save."""
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
