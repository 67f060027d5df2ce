"""What a council has from before, read in few queries, and found again by what people call it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from veivalg.web.councils.importing.columns import key
from veivalg.web.councils.models import Body, Council, Mandate, Participant, Person
from veivalg.web.files.cleaning import clean

_COUNTY_WORDS = re.compile(r"\b(?:fylkeskommune|fylkeskommunen|fylkesting|fylke|fylkie|county|county authority)\b")
_MUNICIPALITY_WORDS = re.compile(
    r"\b(?:kommune|kommunen|bykommune|herad|heradet|kommunestyre|municipality|suohkan|suohkana|gielda|gjïelda|tjïelte|"
    r"tjielte|komuuni|kommuuni)\b"
)
_NUMBER_FIRST = re.compile(r"(\d{3,4})\b")
_BODY_WORDS = {
    Body.Kind.ASSEMBLY: "representantskap, representantskapet, rådet, regionråd, regionrådet, råd, assembly",
    Body.Kind.EXECUTIVE: "arbeidsutvalg, arbeidsutvalget, arbeidsutval, arbeidsutvalet, au, styre, styret, "
    "executive committee, regionrådets arbeidsutvalg",
    Body.Kind.YOUTH: "ungdomsråd, ungdomsrådet, ungdomspanel, ungdomspanelet, youth council",
    Body.Kind.DIRECTORS: "kommunedirektørforum, kommunedirektørforumet, kommunedirektørutvalg, kommunedirektører, "
    "kommunedirektørar, rådmannsforum, rådmannsutvalg, kd forum, directors forum, municipal directors forum",
    Body.Kind.GATHERING: "regionting, regiontinget, storsamling, storsamlinga, storsamlingen, gathering",
}
LONGEST_SHEET_NAME = 31


def normal(text: str) -> str:
    """A text as it is compared: no invisible signs, single spaces."""
    return " ".join(clean(text)[0].split())


@dataclass
class Stored:
    """People, mandates, bodies and participants of one council."""

    council: Council
    bodies: list[Body]
    participants: list[Participant]
    people: dict[int, Person]
    mandates: dict[int, Mandate]
    bodies_by_word: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    places_by_word: dict[str, list[Participant]] = field(default_factory=lambda: defaultdict(list))
    mandates_of_person: dict[int, list[Mandate]] = field(default_factory=lambda: defaultdict(list))

    def bodies_called(self, word: str) -> list[Body]:
        """Bodies that a text may mean; of a name cut short by a spreadsheet, those that begin so."""
        written = key(word)
        found = self.bodies_by_word.get(written, [])
        if not found and len(word) == LONGEST_SHEET_NAME:
            found = [body for body in self.bodies if key(body.name).startswith(written)]
        return found

    def participants_called(self, word: str) -> list[Participant]:
        """Participants that a name or number may mean; several rows where a municipality has come back."""
        written = key(word)
        found = self.places_by_word.get(written)
        if found is not None:
            return found
        number = _NUMBER_FIRST.match(written)
        if number and number[1].zfill(4) in self.places_by_word:
            return self.places_by_word[number[1].zfill(4)]
        if _COUNTY_WORDS.search(written):
            base = _COUNTY_WORDS.sub("", written)
            return self.places_by_word.get(f"county {' '.join(base.split())}", [])
        base = " ".join(_MUNICIPALITY_WORDS.sub("", written).split())
        return self.places_by_word.get(base, []) if base != written else []


def stored_in(council: Council, *, hold: bool = False) -> Stored:
    """Everything of a council; with `hold` the rows stay as they are until the transaction ends."""
    bodies = Body.objects.filter(council=council)
    people = Person.objects.filter(council=council).order_by("pk")
    mandates = Mandate.objects.filter(body__council=council).order_by("pk")
    if hold:
        bodies, people = bodies.select_for_update(), people.select_for_update()
        mandates = mandates.select_for_update(of=("self",))
    found = Stored(
        council=council,
        bodies=list(bodies),
        participants=list(
            Participant.objects.with_places().filter(council=council).order_by("municipality__name", "starts_on", "pk")
        ),
        people={person.pk: person for person in people},
        mandates={},
    )
    _connect(found, mandates)
    _index_bodies(found)
    _index_places(found)
    return found


def _connect(found: Stored, mandates: Iterable[Mandate]) -> None:
    """Give the mandates the very rows that were read, so that no further query is made."""
    bodies = {body.pk: body for body in found.bodies}
    participants = {participant.pk: participant for participant in found.participants}
    for body in found.bodies:
        body.council = found.council
    for mandate in mandates:
        mandate.body = bodies[mandate.body_id]
        mandate.person = found.people[mandate.person_id]
        mandate.participant = participants.get(mandate.participant_id)
        found.mandates[mandate.pk] = mandate
        found.mandates_of_person[mandate.person_id].append(mandate)


def _index_bodies(found: Stored) -> None:
    for body in found.bodies:
        found.bodies_by_word[key(body.name)].append(body)
    for kind, words in _BODY_WORDS.items():
        of_kind = [body for body in found.bodies if body.kind == kind]
        for word in words.split(","):
            if len(of_kind) == 1 and key(word) not in found.bodies_by_word:
                found.bodies_by_word[key(word)].append(of_kind[0])


def _index_places(found: Stored) -> None:
    words: dict[str, list[Participant]] = defaultdict(list)
    for participant in found.participants:
        if participant.municipality is not None:
            place = participant.municipality
            names = {place.name, *place.other_names}
            names |= {part for name in names for part in re.split(r"\s[-–/]\s", name)}
            spellings = {key(name) for name in names} | {place.code}
        else:
            base = " ".join(_COUNTY_WORDS.sub("", key(participant.name)).split())
            spellings = {key(participant.name), f"county {base}"}
            if participant.county is not None:
                spellings.add(participant.county.code)
        for word in spellings:
            words[word].append(participant)
    found.places_by_word.update(words)
    # "Trøndelag" alone means the county authority where no municipality is called that.
    for word in [word for word in words if word.startswith("county ")]:
        found.places_by_word.setdefault(word.removeprefix("county "), words[word])
