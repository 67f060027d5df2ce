"""What a page answers when an operation says no."""

from veivalg.web.knowledge.own.faults import OwnRefused
from veivalg.web.ui.forms import Form


def add_faults(form: Form, error: OwnRefused) -> None:
    """Each fault beside its field; what belongs to none of them stands on top."""
    for fault in error.faults:
        form.add_error(fault.where if fault.where in form.fields else None, fault.message)


def status_of(form: Form) -> int:
    """200 for a form that is only shown, 422 when something must be corrected."""
    return 422 if form.is_bound and form.errors else 200
