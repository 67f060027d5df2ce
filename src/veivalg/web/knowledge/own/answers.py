"""What a page answers when an operation says no."""

from dataclasses import dataclass

from veivalg.web.audit.changes import ChangedMeanwhile
from veivalg.web.knowledge.own.faults import OwnRefused
from veivalg.web.ui.forms import Form


@dataclass(frozen=True)
class Difference:
    """One field that someone else has changed since the page was opened."""

    label: str
    theirs: str
    yours: str


def add_faults(form: Form, error: OwnRefused) -> None:
    """Each fault beside its field; what belongs to none of them stands on top."""
    for fault in error.faults:
        form.add_error(fault.where if fault.where in form.fields else None, fault.message)


def differences(form: Form, error: ChangedMeanwhile) -> list[Difference]:
    """Where what is stored now is not what was sent."""
    found = []
    for name, field in form.fields.items():
        if name == "version" or not hasattr(error.current, name):
            continue
        theirs, yours = getattr(error.current, name), form.cleaned_data.get(name)
        if str(theirs) != str(yours):
            found.append(Difference(str(field.label), str(theirs), str(yours)))
    return found


def renew(form: Form, error: ChangedMeanwhile) -> None:
    """The same form, with everything that was typed, made from the version that is stored now."""
    form.data = form.data.copy()
    form.data["version"] = str(error.current.version)  # type: ignore[attr-defined]


def status_of(form: Form, meanwhile: list[Difference] | None = None) -> int:
    """200 for a form that is only shown, 422 when something must be corrected, 409 when someone else was faster."""
    return 409 if meanwhile is not None else 422 if form.is_bound and form.errors else 200
