"""Every word of a page is catalogued: Chinese is what stands in the template, English stands beside it."""

import json
import re

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from rebuild.resources import templates
from rebuild.web.show import CHINESE as ZH
from rebuild.web.show import ENGLISH as EN
from rebuild.web.show import pages
from tests.web.conftest import NUMBER

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLACES = re.compile(r"\{(\w+)\}")
FOLDER = templates() / "pages"
ENGLISH = json.loads((FOLDER / "english.json").read_text("utf-8"))
TEMPLATES = sorted(FOLDER.rglob("*.html"))
PLAIN = Environment(extensions=["jinja2.ext.do"])


def messages(file) -> set[str]:
    tree = PLAIN.parse(file.read_text("utf-8"))
    found = (message for _, _, message in extract_from_ast(tree, ("_",)))
    # A message with values comes with a place for each of them behind it.
    return {each if isinstance(each, str) else each[0] for each in found if each}


def test_every_message_has_its_english_and_nothing_is_left_over():
    used = set().union(*(messages(file) for file in TEMPLATES))
    assert not used - ENGLISH.keys()
    assert not ENGLISH.keys() - used


@pytest.mark.parametrize("message", sorted(ENGLISH), ids=lambda each: each[:20])
def test_english_has_the_same_places_and_no_chinese(message):
    assert sorted(PLACES.findall(message)) == sorted(PLACES.findall(ENGLISH[message]))
    assert not CHINESE.search(ENGLISH[message])


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_no_word_stands_in_a_template_outside_the_catalogue(file):
    text = re.sub(r"\{#.*?#\}", "", file.read_text("utf-8"), flags=re.S)
    text = re.sub(r"\{[{%].*?[%}]\}", "", text, flags=re.S)
    # What a form sends is data, in the words of the definition.
    text = re.sub(r'value="[^"]*"', "", text)
    assert not CHINESE.search(text.replace("中文", ""))


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_word_is_in_the_page_s_language_with_its_values_or_without(language):
    plain, valued = "正在办理，请稍候", "有 {n} 处要改，您填的内容都还在"
    drawn = pages(language).from_string(f"{{{{ _('{plain}') }}}}|{{{{ _('{valued}', n=2) }}}}")
    words = {plain: plain, valued: valued} if language == ZH else ENGLISH
    assert drawn.render() == f"{words[plain]}|{words[valued].format(n=2)}"


def test_a_translated_word_is_no_markup():
    drawn = pages(ZH).from_string("{{ _('<b>&') }}{{ _('<{n}>', n=1) }}").render()
    assert drawn == "&lt;b&gt;&amp;&lt;1&gt;"


@pytest.mark.parametrize("page", ["/", "/cases", f"/cases/{NUMBER}", "/law", "/verify", "/status"])
def test_page_is_given_in_english_to_whoever_asks(desk, page):
    browser = desk.signed_in("planning_chief")
    browser.post("/display", data={"language": "en", "back": "/"})
    text = browser.get(page).text
    assert '<html lang="en"' in text
    assert "Skip to content" in text
