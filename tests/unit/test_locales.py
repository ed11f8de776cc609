"""The search box's interface texts: every language says everything that English says, and nothing else."""

import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "app" / "static"
SCRIPT = (STATIC / "faq-search.js").read_text("utf-8")
LOCALES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((STATIC / "locales").glob("*.json"))}
ENGLISH = LOCALES["en"]

each_language = pytest.mark.parametrize("texts", LOCALES.values(), ids=LOCALES)


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


def test_the_script_knows_exactly_the_languages_that_there_are() -> None:
    [known] = re.findall(r"const LANGUAGES = (\[.*\]);", SCRIPT)
    assert sorted(json.loads(known)) == sorted(LOCALES)
    assert set(LOCALES) == {"en", "fr", "de", "es", "it", "pt", "nl", "ja", "zh", "ko", "ar"}


@each_language
def test_a_language_has_exactly_the_keys_of_english_in_the_same_order(texts: dict[str, str]) -> None:
    assert list(texts) == list(ENGLISH)


@each_language
def test_a_text_has_the_placeholders_of_the_english_one(texts: dict[str, str]) -> None:
    found = {key: _placeholders(text) for key, text in texts.items()}
    assert found == {key: _placeholders(text) for key, text in ENGLISH.items()}


@each_language
def test_no_text_is_empty_or_has_space_around_it(texts: dict[str, str]) -> None:
    assert {key: text for key, text in texts.items() if not text or text != text.strip()} == {}


@pytest.mark.parametrize("language", sorted(LOCALES.keys() - {"en"}))
def test_a_translation_is_not_the_english_text(language: str) -> None:
    same = {key for key, text in LOCALES[language].items() if text == ENGLISH[key]}
    assert same <= {"suggestions", "announcement"}  # the one French shares, the other is punctuation


def test_french_puts_no_breaking_space_at_its_double_signs() -> None:
    loose = r"(?<![\u00a0\u202f])[:;!?»]|«(?![\u00a0\u202f])"
    assert {key: text for key, text in LOCALES["fr"].items() if re.search(loose, text)} == {}


@each_language
def test_a_number_is_not_parted_from_a_unit_of_one_letter(texts: dict[str, str]) -> None:
    assert not re.search(r"\} \w\b", texts["retryIn"])


def test_every_text_is_used_by_the_script() -> None:
    in_parts = {"answer", "weak", "weakNote", "none", "noneNote"}  # named after verdicts
    refusals = {"offline", "timeout", "unreachable", "limited", "unavailable", "refused", "invalid", "failed"}
    unused = {key for key in ENGLISH if not re.search(rf'"{key}"', SCRIPT)}
    assert unused <= in_parts | refusals


def test_every_text_that_the_script_names_exists() -> None:
    assert set(re.findall(r'\btext\("(\w+)"', SCRIPT)) <= set(ENGLISH)


def test_what_is_built_in_says_what_the_english_texts_say() -> None:
    [built_in] = re.findall(r"const NO_TEXTS = \{ (.*) \};", SCRIPT)
    said = dict(re.findall(r'(\w+): "([^"]*)"', built_in))
    assert said.items() <= ENGLISH.items()
