"""Bokmål and nynorsk are complete, and nynorsk is nynorsk."""

import ast
import gettext
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import veivalg

PACKAGE = Path(veivalg.__file__).parent
LOCALE = PACKAGE / "web" / "locale"
# Names, abbreviations and words that the nynorsk dictionary lacks but the nynorsk norm allows.
ALLOWED = set((Path(__file__).parent / "nynorsk_allowed.txt").read_text(encoding="utf-8").split())


def entries(language: str) -> list[tuple[str, list[str], str]]:
    """Message id, its translations and its flags."""
    return [(key, values, flags) for key, _, values, flags in with_plurals(language)]


def with_plurals(language: str) -> list[tuple[str, str, list[str], str]]:
    """Message id, that of several (empty when there is none), its translations and its flags."""
    text = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found = []
    for block in text.split("\n\n")[1:]:
        key = re.search(r'^msgid ((?:".*"\n?)+)', block, re.M)
        if key is None:
            continue
        values = [unquote(part) for part in re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n?)+)', block, re.M)]
        plural = re.search(r'^msgid_plural ((?:".*"\n?)+)', block, re.M)
        flags = "".join(re.findall(r"^#,.*$", block, re.M))
        found.append((unquote(key[1]), unquote(plural[1]) if plural else "", values, flags))
    return found


def unquote(text: str) -> str:
    return "".join(re.findall(r'"(.*)"', text)).replace('\\"', '"').replace("\\n", "\n")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_text_is_missing_or_fuzzy(language):
    found = entries(language)

    assert len(found) > 100
    assert [key for key, values, flags in found if not values or not all(values) or "fuzzy" in flags] == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_translations_keep_the_placeholders(language):
    names = re.compile(r"%\(\w+\)s")
    for key, plural, values, _ in with_plurals(language):
        for value, told in zip(values, (key, plural or key), strict=False):
            wanted = sorted(names.findall(told))
            # Of one thing the number may be a word: "ett tiltak".
            in_words = [name for name in wanted if name != "%(count)s"] if plural and told == key else wanted
            assert sorted(names.findall(value)) in (wanted, in_words), key


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_compiled_file_says_what_the_source_says(language):
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as handle:
        compiled = gettext.GNUTranslations(handle)
    for key, values, _ in entries(language):
        if len(values) == 1:
            assert compiled.gettext(key) == values[0]


def texts_in(source: str) -> set[str]:
    """What a piece of Python gives to be translated."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("gettext", "gettext_lazy", "ngettext", "_")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


def test_every_text_in_code_and_templates_is_in_the_catalogue():
    known = {key for key, _, _ in entries("nb")}
    used = set()
    for file in (PACKAGE / "web").rglob("*.html"):
        used |= set(re.findall(r'{% translate "([^"]+)"', file.read_text(encoding="utf-8")))
    for file in (PACKAGE / "web").rglob("*.py"):
        used |= texts_in(file.read_text(encoding="utf-8"))

    assert used - known == set()


def test_nynorsk_has_no_words_that_only_bokmal_knows():
    hunspell = shutil.which("hunspell")
    if hunspell is None:
        assert os.environ.get("CI") != "true", "hunspell and hunspell-no must be installed in CI"
        pytest.skip("hunspell is not installed; apt install hunspell hunspell-no")
    texts = [value for _, values, _ in entries("nn") for value in values]
    for file in (PACKAGE / "facts").rglob("*.yaml"):
        texts += nynorsk_of(yaml.safe_load(file.read_text(encoding="utf-8")))
    text = re.sub(r"%\(\w+\)s|[«»“”]", " ", "\n".join(texts))

    only_bokmal = rejected(hunspell, "nn_NO", text) - rejected(hunspell, "nb_NO", text) - ALLOWED

    assert only_bokmal == set()


def nynorsk_of(content: object) -> list[str]:
    if isinstance(content, dict):
        own = [content["nn"]] if isinstance(content.get("nn"), str) else []
        return own + [text for value in content.values() for text in nynorsk_of(value)]
    if isinstance(content, list):
        return [text for value in content for text in nynorsk_of(value)]
    return []


def rejected(hunspell: str, dictionary: str, text: str) -> set[str]:
    done = subprocess.run(
        [hunspell, "-i", "utf-8", "-d", dictionary, "-l"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    return set(done.stdout.split())
