"""Spreadsheets of people for the tests, and the way through the pages."""

import re
from datetime import date
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.people import NOW
from veivalg.web.councils.importing.draft import as_json
from veivalg.web.councils.importing.plan import Plan, plan_of
from veivalg.web.councils.importing.stored import stored_in
from veivalg.web.councils.models import Body, Council, ImportDraft, Mandate, Person
from veivalg.web.files.reading import read_sheets
from veivalg.web.files.writing import TableSheet, write_workbook

HEADS = ("Navn", "Organ", "Kommune", "Verv", "Fra", "Til")


def a_body(council: Council, name: str = "Representantskapet", kind: str = Body.Kind.ASSEMBLY, **fields) -> Body:
    return Body.objects.create(council=council, kind=kind, name=name, **fields)


def a_person(council: Council, name: str = "Kari Nordmann", **fields) -> Person:
    return Person.objects.create(council=council, name=name, made_at=NOW, **fields)


def a_mandate(body: Body, person: Person, participant=None, **fields) -> Mandate:
    values = {"position": Mandate.Position.MEMBER, "starts_on": date(2023, 11, 1)} | fields
    return Mandate.objects.create(body=body, person=person, participant=participant, **values)


def workbook(*rows, sheet: str = "Folk", more: dict | None = None) -> bytes:
    sheets = [TableSheet(sheet, rows), *(TableSheet(name, lines) for name, lines in (more or {}).items())]
    return write_workbook(sheets, title="Folk")


def plan(council: Council, *rows, answers: dict | None = None, sheet: str = "Folk", more: dict | None = None) -> Plan:
    """The plan for a workbook with these rows, as the preview shows it."""
    book = read_sheets(workbook(*rows, sheet=sheet, more=more), "folk.xlsx")
    return plan_of(as_json(book, "folk.xlsx"), answers or {}, stored_in(council), now=NOW)


def statuses(plan: Plan) -> list[str]:
    return [row.status.value for row in plan.rows]


def upload(who, council: Council, content: bytes, name: str = "folk.xlsx"):
    """Send a file to the page of importing."""
    return who.client.post(f"/r/{council.slug}/personer/importer/", {"file": SimpleUploadedFile(name, content)})


def draft_address(who, council: Council, *rows) -> str:
    """The address of the preview of a workbook with these rows."""
    response = upload(who, council, workbook(*rows))
    assert response.status_code == 302, response.content.decode()
    return response.url


def fingerprint(page: str) -> str:
    found = re.search(r'name="fingerprint" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def confirm(who, address: str, **more):
    """Press "Import" on the preview as it is shown now."""
    shown = who.client.get(address).content.decode()
    return who.client.post(address, {"do": "import", "fingerprint": fingerprint(shown), **more})


def text(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def drafts() -> int:
    return ImportDraft.objects.count()
