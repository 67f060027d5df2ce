"""The members of a body as files: names, what they are and from when; nothing about how to reach them."""

from datetime import date

from django.utils.translation import gettext

from veivalg.web.access.actor import VISITOR
from veivalg.web.councils.body_seats import seats_on
from veivalg.web.councils.models import Body, Mandate
from veivalg.web.ui.dates import day
from veivalg.web.ui.tables import Column, Table, words


def members_table(body: Body, on: date) -> Table:
    """Everyone in the body on a day, as any visitor may see it: the names of the young are left out."""
    mandates: list[Mandate] = list(body.mandates.on(on).with_everything())
    columns = (
        Column("name", gettext("Name")),
        Column("position", gettext("Role in the body")),
        Column("order", gettext("Order")),
        Column("participant", gettext("Chosen by")),
        Column("office", gettext("Office at home")),
        Column("from", gettext("First day")),
        Column("to", gettext("Last day")),
    )
    rows = tuple(
        (
            words(seat.name or gettext("name is not published")),
            words(str(seat.mandate.get_position_display())),
            words(str(seat.mandate.substitute_order or "")),
            words(str(seat.mandate.participant or "")),
            words(seat.mandate.person.office if seat.name else ""),
            words(seat.mandate.starts_on.isoformat()),
            words(seat.mandate.ends_on.isoformat() if seat.mandate.ends_on else ""),
        )
        for seat in seats_on(mandates, VISITOR, body, on)
    )
    caption = gettext("%(body)s as of %(day)s") % {"body": body.name, "day": day(on)}
    return Table(caption=caption, columns=columns, rows=rows)
