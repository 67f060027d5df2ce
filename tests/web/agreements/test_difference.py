"""Two versions of an agreement, compared in words."""

import json
from dataclasses import replace
from time import process_time

from django.utils import translation

from tests.web.agreements.agreeing import agreed, an_agreement, rewrite
from veivalg.web.agreements import queries
from veivalg.web.agreements.content import as_plain, checksum_of, from_plain
from veivalg.web.agreements.difference import difference
from veivalg.web.agreements.models import AgreementEdition


def test_two_versions_are_compared_in_words(people):
    agreed(people.council)
    before = from_plain(AgreementEdition.objects.get().content)
    rewrite(people.council, "leaving", "Atten måneder.")
    a, _, c = people.participants
    agreement = queries.agreement_of(people.council)
    agreement.shares.filter(participant=c).delete()
    agreement.shares.filter(participant=a).update(ownership_part=2)
    with translation.override("en"):
        lines = difference(before, queries.content_of(agreement), language="en")
    told = {line.text: line.details for line in lines}

    assert told["Changed: clause 14. Uttreden"] == (
        "Taken out: “Slik er det med uttreden.”",
        "Put in: “Atten måneder.”",
    )
    assert told[f"Changed: {a.name}"] == ("share: 1 of 3 → 2 of 3",)
    assert f"{c.name} goes out" in told
    assert len(told) == 3


def test_the_same_line_a_thousand_times_is_compared_in_no_time(people):
    content = queries.content_of(an_agreement(people.council))
    clause = content.clauses[0]
    many, more = "\n".join(["a"] * 1000), "\n".join(["a", "b"] * 500)
    before, after = (replace(content, clauses=(replace(clause, text=each),)) for each in (many, more))

    begun = process_time()
    (line,) = difference(before, after, language="nb")
    assert process_time() - begun < 3
    # The first line is equal, and all that is left is shown.
    assert len(line.details) == 999 + 999


def test_equal_lines_around_a_change_are_not_told(people):
    content = queries.content_of(an_agreement(people.council))
    clause = content.clauses[0]
    texts = [*("a" for _ in range(300)), "b", *("c" for _ in range(300))]
    before, after = (
        replace(content, clauses=(replace(clause, text="\n".join(each)),))
        for each in (texts, [*texts[:300], *texts[301:]])
    )
    with translation.override("en"):
        (line,) = difference(before, after, language="en")

    assert line.details == ("Taken out: “b”",)


def test_a_version_is_not_different_from_itself(people):
    content = queries.content_of(an_agreement(people.council))

    assert difference(content, content, language="nb") == []


def test_a_content_that_is_written_and_read_again_is_the_same(people):
    content = queries.content_of(an_agreement(people.council))
    plain = json.loads(json.dumps(as_plain(content)))

    assert from_plain(plain) == content
    assert checksum_of(plain) == checksum_of(as_plain(content))
