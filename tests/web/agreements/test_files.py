"""The agreement as Word and PDF, and who adopted it."""

import io

import docx
import pytest
from django.test import Client
from django.utils import translation

from tests.web.agreements.agreeing import agreed, an_agreement, in_force, rewrite, sent
from tests.web.agreements.changing import a_resolution, vote
from veivalg.web.agreements import files, pdf, queries
from veivalg.web.agreements.adopted_by import adopted_by
from veivalg.web.agreements.models import AgreementClause


def test_word_has_the_clauses_as_headings_and_the_shares_as_a_table(people):
    agreed(people.council)
    answer = Client().get(f"/r/{people.council.slug}/avtale/avtale.docx")
    document = docx.Document(io.BytesIO(answer.content))
    headings = [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]

    assert people.council.name in headings[0]
    assert "14. Uttreden" in headings
    assert [cell.text for cell in document.tables[0].columns[0].cells][1:] == [
        each.name for each in people.participants
    ]


def test_the_table_of_shares_is_not_parted_from_its_heading_by_the_end_of_a_page(people):
    agreed(people.council)
    answer = Client().get(f"/r/{people.council.slug}/avtale/avtale.docx")
    document = docx.Document(io.BytesIO(answer.content))
    table = document.tables[0]
    before = []
    for each in document.paragraphs:
        if each.style.name == "Heading 2":
            before = []
        before.append(each)
        if each._p.getnext() is table._tbl:
            break

    assert before[0].text == "Medlemmer og andeler"
    assert len(before) > 1
    for each in before:
        assert each.paragraph_format.keep_with_next or each.style.paragraph_format.keep_with_next
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[0].cells)
    assert not table.rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next


def test_what_nobody_has_filled_in_is_not_written_beside_a_clause_that_may_say_it(people):
    agreement = an_agreement(people.council)
    content = queries.content_of(agreement)
    with translation.override("nb"):
        facts = dict(files.document(content, standing="", language="nb").facts)
        assert list(facts) == ["Det loven overlater til avtalen, endres av"]
        agreement.leaving_months = 12
        agreement.save()
        facts = dict(files.document(queries.content_of(agreement), standing="", language="nb").facts)
    assert facts["Frist for å gå ut"] == "12 måneder"


def test_an_edition_says_who_adopted_it_on_the_page_and_in_its_files(people):
    edition = agreed(people.council)
    names = [participant.name for participant in people.council.participants.all()]
    address = f"/r/{people.council.slug}/avtale/utgave/{edition.pk}/"
    with translation.override("nb"):
        lines = adopted_by(edition.change)

    text = Client().get(f"{address}?sprak=nb").content.decode()
    document = docx.Document(io.BytesIO(Client().get(f"{address}avtale.docx").content))
    written = [paragraph.text for paragraph in document.paragraphs]
    assert len(lines) == len(names)
    for line, name in zip(lines, names, strict=True):
        assert line.startswith(name)
        assert line.endswith("sak PS 12/26")
        assert line in text
        assert line in written
    assert Client().get(f"{address}avtale.pdf").content.startswith(b"%PDF")


def test_an_edition_that_the_assembly_carried_says_with_how_many_votes(people):
    agreed(people.council)
    rewrite(people.council, "meetings", "Seks møter.")
    change = sent(people.council)
    vote(change, a_resolution(people), 7, 9, people=people)
    with translation.override("en"):
        (line,) = adopted_by(in_force(change).change)
    assert "7 of 9 votes cast were for it" in line


def test_pdf_is_tagged_titled_and_the_same_each_time(people):
    agreed(people.council)
    address = f"/r/{people.council.slug}/avtale/avtale.pdf"
    first, second = Client().get(address).content, Client().get(address).content

    assert first.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in first
    assert b"<pdfuaid:part>1" in first
    assert b"/Lang(nb)" in first
    assert first == second


@pytest.mark.parametrize("words", ['#image("/etc/passwd")', "$x$ *fet* @her", "日本 😀", "\x07", "x" * 20_000, "سلام"])
def test_what_people_write_is_only_text_in_a_pdf(people, words):
    agreement = an_agreement(people.council)
    AgreementClause.objects.filter(agreement=agreement, key="purpose").update(text=words, heading=words[:200])
    content = queries.content_of(agreement)

    made = pdf.as_pdf(files.document(content, standing="", language="nn"))
    assert made.startswith(b"%PDF-1.7")
    assert b"/Lang(nn)" in made


def test_a_kind_of_file_that_does_not_exist_is_not_found(people):
    edition = agreed(people.council)

    for path in ("avtale/avtale.exe", f"avtale/utgave/{edition.pk}/avtale.exe", "avtale/kostnader/kostnader.exe"):
        assert Client().get(f"/r/{people.council.slug}/{path}").status_code == 404
