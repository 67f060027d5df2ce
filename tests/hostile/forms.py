"""Forms as a browser finds them on a page: what is filled in already, and where it is sent."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form of a page, with the fields a browser would send if nobody touched it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: object) -> dict[str, object]:
        """What is sent when these fields are filled in as well."""
        return {**self.fields, **values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.now: Form | None = None
        self.select = self.area = None
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == "form":
            self.now = Form(at.get("action") or "", (at.get("method") or "get").lower())
            self.forms.append(self.now)
        if self.now is None:
            return
        name = at.get("name")
        if tag == "input" and name:
            kind = at.get("type", "text")
            if kind in ("radio", "checkbox"):
                self.now.choices.setdefault(name, []).append(at.get("value", "on"))
                if "checked" in at:
                    self.now.fields.setdefault(name, []).append(at.get("value", "on"))
            elif kind not in ("submit", "button"):
                self.now.fields.setdefault(name, []).append(at.get("value") or "")
        elif tag == "button" and name:
            self.now.choices.setdefault(name, []).append(at.get("value", ""))
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select:
            self.now.choices.setdefault(self.select, []).append(at.get("value", ""))
            if "selected" in at:
                self.now.fields.setdefault(self.select, []).append(at.get("value", ""))
        elif tag == "textarea" and name:
            self.area, self.text = name, []

    def handle_data(self, data):
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.now is not None and self.area:
            self.now.fields.setdefault(self.area, []).append("".join(self.text))
            self.area = None


def forms_of(page: bytes) -> list[Form]:
    """Every form of the page, as it would be sent untouched."""
    reader = _Reader()
    reader.feed(page.decode())
    return [form for form in reader.forms if form.method == "post"]
