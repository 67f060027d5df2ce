"""The words in docs/glossary.md are the words in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts)


def table(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of the glossary, without its head."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


NORWEGIAN = {term.strip() for row in table("Words") for term in row[0].split(",")}
CODE = {name.strip("` "): row[0] for row in table("Words") for name in row[1].split(",")}
BANNED = {word: row[1] for row in table("Words that are not used in names") for word in re.findall("`(.+?)`", row[0])}


def names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names that this code chooses itself, with their lines; not attributes of what it imports."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.alias(asname=str() as name):
                yield name, node.lineno


def banned_in(name: str) -> list[str]:
    """The banned words of a name: of ``CasePaper``, ``case_paper`` and ``CASE_PAPER`` alike."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    whole = f"_{'_'.join(part.lower() for part in parts)}_"
    return sorted(word for word in BANNED if f"_{word}_" in whole)


def broken_names(source: str) -> list[str]:
    """Each name in a source text that holds a banned word."""
    return [
        f"line {line}: {name} (say {BANNED[word]})"
        for name, line in names(ast.parse(source))
        for word in banned_in(name)
    ]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_no_name_uses_a_word_that_the_glossary_has_replaced(path):
    assert broken_names(path.read_text(encoding="utf-8")) == []
    assert not set(path.relative_to(ROOT / "src").with_suffix("").parts) & BANNED.keys()


@pytest.mark.parametrize(
    "source",
    [
        "class Tiltak: ...",
        "def adopt_vedtak(): ...",
        "def f(sak): ...",
        "nextDecision = 1",
        "x.proposal = 2",
        "class CasePaper: ...",
    ],
)
def test_the_guard_sees_a_banned_word_wherever_a_name_is_made(source):
    assert len(broken_names(source)) == 1


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("veivalg.")]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model.__name__)
def test_every_model_names_its_norwegian_term_from_the_glossary(model):
    in_parentheses = {
        term.strip() for group in re.findall(r"\((.+?)\)", model.__doc__ or "") for term in group.split(",")
    }
    assert in_parentheses & NORWEGIAN, (
        f"{model.__name__}: write a term of docs/glossary.md in parentheses in the docstring, e.g. '(kommune)'."
    )
    expected = CODE.get(model.__name__)
    assert expected is None or in_parentheses & {term.strip() for term in expected.split(",")}


def test_there_are_models_and_words_to_compare():
    assert {"Council", "Municipality"} <= {model.__name__ for model in our_models()}
    assert {"vedtak", "tiltak", "regionråd"} <= NORWEGIAN


def test_no_norwegian_word_has_two_names_in_code_and_no_name_is_banned():
    terms = [term.strip() for row in table("Words") for term in row[0].split(",")]
    assert sorted(terms) == sorted(set(terms))
    assert not [word for name in CODE for word in banned_in(name)]
