"""Norwegian order that a database keeps, the same on SQLite and PostgreSQL whatever either calls its language."""

from typing import Any

from django.db import models

from veivalg.web.ui.words import norwegian_order


class NorwegianKey(models.BinaryField):
    """The name in another field as bytes that sort as in Norwegian; written together with the row.

    Bytes are compared as they are, where text is compared by a collation that each server chooses for itself. Whoever
    saves some of the fields only, saves this one with the name; `QuerySet.update` of the name leaves it behind.
    """

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(**{"editable": False, "default": b"", **options})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = key_of(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


def key_of(name: str) -> bytes:
    """The bytes for one name.

    >>> sorted(["Åse", "Øyvind", "Ærlig", "Zoe", "Anne"], key=key_of)
    ['Anne', 'Zoe', 'Ærlig', 'Øyvind', 'Åse']
    """
    return norwegian_order(name).encode()
