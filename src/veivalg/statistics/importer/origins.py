"""Where each series comes from: agency, table, public repository and commit, licence."""

from veivalg.rules.provenance import Origin

IMPORTER_VERSION = "2"
COLLECTED_ON = "2026-11-22"
_OURS = f"Veivalg importer, version {IMPORTER_VERSION}"
_SSB = "Kilde: Statistisk sentralbyrå"


def _ssb(id: str, title: str, table: str, *chain: str) -> Origin:
    name = f", tabell {table}" if table else ""
    return Origin(
        id=id,
        title=title,
        producer="Statistisk sentralbyrå",
        table=table,
        licence="CC BY 4.0",
        attribution=f"{_SSB}{name}",
        chain=(*chain, _OURS),
    )


_TELEMARK = "github.com/evensrii/Telemark, commit"
ORIGINS = {
    origin.id: origin
    for origin in [
        _ssb(
            "ssb-07459",
            "Population 1 January by municipality, sex and age",
            "07459",
            "SSB table 07459",
            "github.com/niphr/csdata, commit 59345122ca61 (recoded to the 2024 division)",
            "Ålesund and Haram repaired with github.com/folkehelseinstituttet/fhidata, commit ea9706814f88",
        ),
        _ssb(
            "ssb-07459-total",
            "Total population 1 January, merged series",
            "07459",
            "SSB table 07459, code list agg_KommSummer",
            "github.com/oystess/valg_analyser, commit 5eb9e5448394",
        ),
        _ssb(
            "ssb-06913",
            "Population changes 2011–2025, sums",
            "06913",
            "SSB table 06913",
            "github.com/gjermundbae/statman, commit c898c7bc9ec8",
        ),
        _ssb(
            "ssb-01222",
            "Births, deaths and net migration in Telemark",
            "01222",
            "SSB table 01222",
            f"{_TELEMARK} 6b5ce5371e17",
        ),
        _ssb(
            "ssb-area-migration",
            "Net migration, area profiles",
            "",
            "SSB area profiles of the municipalities (arealprofiler)",
            f"{_TELEMARK} 2f2c2110de64",
        ),
        _ssb(
            "derived",
            "Births and deaths derived from population and migration",
            "07459",
            "Persons aged 0 on 1 January the year after (SSB table 07459) stand for births",
            "Deaths are births less population change plus net migration (SSB area profiles)",
        ),
        _ssb(
            "ssb-area",
            "Area profiles of the municipalities",
            "",
            "SSB area profiles of the municipalities (arealprofiler)",
            f"{_TELEMARK} 2f2c2110de64",
        ),
        _ssb(
            "klass-centrality",
            "Centrality index and class",
            "KLASS 128",
            "SSB KLASS, code list 2682",
            "github.com/oystess/valg_analyser, commit a93766dbcfdc",
        ),
        _ssb(
            "ssb-projections-telemark",
            "SSB projections for Telemark, 13 rounds",
            "14746 and earlier rounds",
            "SSB projection tables 05904 to 14746",
            f"{_TELEMARK} 2f2c2110de64",
        ),
        _ssb(
            "ssb-projections-county",
            "SSB projections by county, the round of 2024",
            "",
            "SSB regional population projections, the round of 2024",
            "github.com/JohanWidding/SSB-regionale-befolkningsframskrivinger, commit 5600ef3f84d2",
        ),
        Origin(
            id="hfd",
            title="National fertility rates by age",
            producer="Human Fertility Database",
            table="",
            licence="CC BY 4.0",
            attribution="Source: Human Fertility Database",
            chain=(
                "Human Fertility Database, Norway",
                "github.com/robjhyndman/vital, commit ae3cb6ad423b",
                _OURS,
            ),
        ),
        Origin(
            id="hmd",
            title="National births, deaths and death rates",
            producer="Human Mortality Database",
            table="",
            licence="CC BY 4.0",
            attribution="Source: Human Mortality Database",
            chain=(
                "Human Mortality Database, Norway",
                "github.com/robjhyndman/vital, commit ae3cb6ad423b",
                _OURS,
            ),
        ),
        Origin(
            id="kartverket",
            title="Municipalities: names, centre points and boundaries",
            producer="Kartverket",
            table="",
            licence="CC BY 4.0",
            attribution="© Kartverket",
            chain=(
                "SSB KLASS 131 and Kartverket",
                "github.com/robhop/fylker-og-kommuner, commit ae8782500090",
                _OURS,
            ),
        ),
    ]
}
