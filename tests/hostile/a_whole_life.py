"""One anonymous round on a real database file, in a process of its own. Says what it kept, and what is left of it.

Started by test_the_file.py as `python -m tests.hostile.a_whole_life`, with a home folder of its own in VEIVALG_HOME.
"""

import json
import os
import random
import sys
from pathlib import Path

from veivalg.web.site import wsgi


def files_of(home: Path) -> dict[str, bytes]:
    """Every file under the home folder, as it lies there now: database, journal, shared memory, whatever there is."""
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def main(home: Path) -> dict[str, object]:
    """Play the round; what was kept while it was open, and which of it the files hold before and after closing."""
    from django.conf import settings
    from django.db import connection

    from tests.hostile.playing import a_barometer
    from tests.hostile.reading import rows_of
    from tests.people import People

    assert wsgi.application  # set up, as when it is served
    settings.ALLOWED_HOSTS = ["*"]
    people = People()
    played = a_barometer(people.secretary.client)
    with connection.cursor() as cursor:
        # No room asks for free texts yet, but rounds can.
        item = rows_of("survey_item")[-1]
        item |= {"id": item["id"] + 1, "place": item["place"] + 1, "key": "own_text", "kind": "text"}
        item |= {name: json.dumps(item[name]) if isinstance(item[name], dict | list) else item[name] for name in item}
        marks = ", ".join(["%s"] * len(item))
        cursor.execute(f"INSERT INTO survey_item ({', '.join(item)}) VALUES ({marks})", list(item.values()))
    played.slips(others=9)
    played.opened()
    rng = random.Random(4)
    texts = [f"hemmelig-tekst-{number}" for number in range(9)]
    sent = []
    for code, text in zip(played.codes["others"], texts, strict=True):
        answers = {f"s{number}": rng.choice("12345") for number in range(1, 11)} | {f"q{item['id']}": text}
        sent.append(played.answer(code, **answers).wsgi_request.POST["sending"])
    ballots, slips = rows_of("survey_ballot"), rows_of("survey_slip")
    kept = {
        "ballots": [str(row["id"]) for row in ballots],
        "seals": [str(row["seal"]) for row in ballots],
        "sendings": [str(row["sending"]) for row in ballots] + sent,
        "answers": [str(row["answers"]) for row in ballots],
        "slips": [str(row["id"]) for row in slips] + [str(row["key_hash"]) for row in slips],
        "key": [str(row["seal_key"]) for row in rows_of("survey_round")],
        "codes": [form for code in played.codes["others"] for form in (code, code.replace("-", ""))],
    }
    while_open = files_of(home)
    played.closed()
    right_after = files_of(home)
    order = [row["text"] for row in rows_of("survey_textanswer")]
    beside = [text for text in texts for row in rows_of("survey_ballot") if text in str(row["answers"])]
    connection.close()
    later = files_of(home)

    def left(files: dict[str, bytes]) -> list[str]:
        return sorted(
            {
                f"{kind} in {name}"
                for name, held in files.items()
                for kind in kept
                for one in kept[kind]
                if one.encode() in held
            }
        )

    return {
        "while_open": left(while_open),
        "right_after": left(right_after),
        "later": left(later),
        "texts": order,
        "texts_in_the_order_given": order == texts,
        "texts_beside_ballots": beside,
    }


if __name__ == "__main__":
    json.dump(main(Path(os.environ["VEIVALG_HOME"])), sys.stdout)
