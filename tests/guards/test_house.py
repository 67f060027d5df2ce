"""What import contracts cannot see: tables that point upwards, clocks and writes in the wrong room, open doors."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "veivalg" / "web"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "who-may-know-whom")
HEIGHT = {name.strip(): -n for n, layer in enumerate(LAYERS) for name in layer.split("|")}
MODULES = sorted(path for path in WEB.glob("*/**/*.py") if "migrations" not in path.parts)
ASKING_THE_CLOCK = {"now", "localdate", "localtime", "today", "utcnow"}
WRITING = {"create", "bulk_create", "get_or_create", "update_or_create", "save", "delete", "bulk_update"}
# The door of operations asks who someone is at this very moment; that is what it is for.
MAY_ASK = {"councils/queries.py"}


ROOMS = {"operations", "models", "queries", "views", "forms", "middleware", "templatetags", "doors", "context"}


def room(path: Path) -> str:
    """``operations``, ``views`` … : the part of its app, or of a package in it, that a file belongs to."""
    words = [part.removesuffix(".py").rpartition("_")[2] for part in path.relative_to(WEB).parts[1:]]
    return next((word for word in reversed(words) if word in ROOMS), "")


def calls(path: Path, names: set[str]) -> list[str]:
    """Calls of attributes with these names, with their lines. `localdate(moment)` asks no clock and is left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"line {node.lineno}: {node.func.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and not (node.func.attr in ("localdate", "localtime") and node.args)
    ]


def test_no_table_points_upwards_in_the_house():
    for model in apps.get_models():
        if not model.__module__.startswith("veivalg.web."):
            continue
        own = model.__module__.split(".")[2]
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model.__module__.startswith("veivalg.web."):
                other = field.related_model.__module__.split(".")[2]
                assert own == other or HEIGHT[other] < HEIGHT[own], f"{model.__name__}.{field.name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_only_pages_and_commands_ask_the_clock(path):
    if room(path) in ("operations", "models", "queries") and str(path.relative_to(WEB)) not in MAY_ASK:
        assert calls(path, ASKING_THE_CLOCK) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(WEB)))
def test_only_operations_write(path):
    if room(path) in ("views", "queries", "forms", "middleware", "templatetags", "doors", "context"):
        assert calls(path, WRITING) == []


def patterns(resolver: URLResolver, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every address with its full name."""
    found = []
    for part in resolver.url_patterns:
        if isinstance(part, URLResolver):
            found += patterns(part, f"{prefix}{part.namespace}:" if part.namespace else prefix)
        else:
            found.append((f"{prefix}{part.name}", part))
    return found


@pytest.mark.parametrize(("name", "pattern"), patterns(get_resolver()), ids=lambda value: str(value)[:60])
def test_every_page_says_who_may_open_it(name, pattern):
    assert getattr(pattern.callback, "door", None), f"{name}: give the view a door (public, signed_in, needs)"
    assert pattern.name, "every address has a name"


def test_no_class_of_the_stylesheets_is_made_twice():
    folder = WEB / "ui" / "static" / "ui"
    css = "".join((folder / name).read_text(encoding="utf-8") for name in ("veivalg.css", "rooms.css"))
    made = re.findall(r"^(\.vv-[\w-]+) \{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL), flags=re.MULTILINE)

    # Two rooms that choose the same word change each other's pages.
    assert len(made) > 100
    assert [name for name, count in Counter(made).items() if count > 1] == []
