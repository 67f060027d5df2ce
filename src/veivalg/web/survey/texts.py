"""Short texts of a closed round: which there are to read, and which everyone may see."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from veivalg.web.survey.models import Item, Round, TextAnswer

State = TextAnswer.State


def texts_of(found: Round, state: State) -> "QuerySet[TextAnswer]":
    """The texts of a round that stand so, in an order that says nothing: their numbers are random.

    Only of items that at least the round's limit of people wrote to, whatever is stored.
    """
    rows = TextAnswer.objects.filter(item__in=_items_with_enough(found), state=state).select_related("item")
    return rows.order_by("item__place", "item_id", "id")


def counts_of(found: Round) -> dict[State, int]:
    """How many texts of a round stand in each way."""
    rows = TextAnswer.objects.filter(item__in=_items_with_enough(found)).values("state").order_by("state")
    counted = {row["state"]: row["count"] for row in rows.annotate(count=Count("pk"))}
    return {state: counted.get(state.value, 0) for state in State}


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Texts that nobody has read yet."""

    round: Round
    count: int


def unread_in(rounds: "QuerySet[Round]") -> list[Unread]:
    """The closed rounds among these that have texts to read, and how many, in one query."""
    rows = rounds.filter(closed_at__isnull=False, items__text_answers__state=State.UNREAD)
    counted = rows.annotate(unread=Count("items__text_answers")).select_related("council")
    return [Unread(round=row, count=row.unread) for row in counted.order_by("closed_at", "pk")]


def _items_with_enough(found: Round) -> list[int]:
    """Items to which enough have written. Fewer are not stored at closing; this holds if a row should ever get lost."""
    if not found.is_closed:
        return []
    items = Item.objects.filter(round=found, kind=Item.Kind.TEXT).order_by("place", "pk")
    if found.results is not None:
        # What was held back has been deleted; how many wrote stands with the results.
        shown = {row["item_id"] for row in found.results["items"] if row["total"] is not None}
        return [item_id for item_id in items.values_list("pk", flat=True) if item_id in shown]
    counted = items.annotate(written=Count("text_answers")).filter(written__gte=found.smallest_group)
    return list(counted.values_list("pk", flat=True))
