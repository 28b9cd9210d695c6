"""Document folders are read strictly, and every fault is named with its place."""

import pytest

from rebuild.documents.kinds import load_kinds
from rebuild.documents.render import asked_facts, render_html
from rebuild.errors import DefinitionError, PrintError
from rebuild.resources import templates

GOOD = """\
kind: note
title: 便笺
code: D99
revision: 1
paper: A4
facts: [word]
"""


def make(root, yaml=GOOD, template="{{ word }}", folder="note"):
    place = root / "documents" / folder
    place.mkdir(parents=True, exist_ok=True)
    (place / "document.yaml").write_text(yaml, "utf-8")
    if template is not None:
        (place / "document.html").write_text(template, "utf-8")
    return root


def fault_of(root):
    with pytest.raises(DefinitionError) as broken:
        load_kinds(root)
    return str(broken.value)


def test_a_folder_is_a_kind(tmp_path):
    note = load_kinds(make(tmp_path))["note"]
    assert (note.title, note.facts, note.seal, note.adverse) == ("便笺", {"word"}, "organ", False)
    assert note.copies == ("正本",)


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (GOOD.replace("title: 便笺\n", ""), "document.yaml:1: `title` is missing"),
        (GOOD + "colour: red\n", "document.yaml:7: unknown key `colour`"),
        (GOOD.replace("revision: 1", "revision: one"), "document.yaml:4: `revision` must be int"),
        (GOOD.replace("kind: note", "kind: letter"), "document.yaml:1: `kind` is 'letter'"),
        (GOOD + "seal: round\n", "document.yaml:7: `seal` is 'round'. Use one of organ, special"),
        (GOOD.replace("[word]", "[1]"), "document.yaml:6: `facts` must be a list of words"),
        (GOOD + "kind: note\n", "document.yaml:7: "),
        ("- a\n", "document.yaml:1: not a mapping"),
    ],
    ids=["missing", "unknown", "type", "folder", "seal", "facts", "twice", "list"],
)
def test_a_spoilt_description_is_refused_at_its_line(tmp_path, spoilt, fault):
    assert fault in fault_of(make(tmp_path, spoilt))


def test_a_folder_without_a_template_is_refused(tmp_path):
    assert "document.html: no such file" in fault_of(make(tmp_path, template=None))


def test_all_faults_are_named_at_once(tmp_path):
    make(tmp_path, GOOD + "colour: red\n")
    make(tmp_path, GOOD + "shape: round\n", folder="other")
    assert fault_of(tmp_path).count("unknown key") == 2


def test_the_hash_follows_template_description_parts_and_styles(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "styles").mkdir()
    hashes = {load_kinds(make(tmp_path))["note"].template_hash}
    hashes.add(load_kinds(make(tmp_path, template="{{ word }}。"))["note"].template_hash)
    hashes.add(load_kinds(make(tmp_path, GOOD + "seal: none\n"))["note"].template_hash)
    (tmp_path / "parts" / "a.html").write_text("")
    hashes.add(load_kinds(tmp_path)["note"].template_hash)
    (tmp_path / "styles" / "a.css").write_text("")
    hashes.add(load_kinds(tmp_path)["note"].template_hash)
    assert len(hashes) == 5


def test_a_sample_changes_no_hash(tmp_path):
    before = load_kinds(make(tmp_path))["note"].template_hash
    (tmp_path / "documents" / "note" / "sample.yaml").write_text("word: 字\n")
    assert load_kinds(tmp_path)["note"].template_hash == before


def test_a_missing_fact_stops_the_press_and_is_named(tmp_path):
    note = load_kinds(make(tmp_path))["note"]
    with pytest.raises(PrintError, match="《便笺》缺少事实：mark、word"):
        render_html(note, {})


def test_a_missing_part_of_a_fact_stops_the_press_too(tmp_path):
    note = load_kinds(make(tmp_path, template="{{ word.part }}"))["note"]
    with pytest.raises(PrintError, match=r"缺少事实.*part"):
        render_html(note, {"word": {}, "mark": {}})


def test_a_fact_wins_over_a_method_of_the_same_name(tmp_path):
    note = load_kinds(make(tmp_path, template="{{ word.copy }}{{ word['items'] }}"))["note"]
    assert render_html(note, {"word": {"copy": "正本", "items": "物"}, "mark": {}}) == "正本物"


def test_what_a_clerk_typed_is_shown_not_obeyed(tmp_path):
    note = load_kinds(make(tmp_path))["note"]
    assert render_html(note, {"word": "<b>{{ 1 }}", "mark": {}}) == "&lt;b&gt;{{ 1 }}"


@pytest.mark.parametrize("name", ["../../secret.txt", "/etc/hostname"])
def test_a_template_sees_no_file_outside_the_templates(tmp_path, name):
    (tmp_path / "secret.txt").write_text("密")
    note = load_kinds(make(tmp_path / "templates", template=f'{{% include "{name}" %}}'))["note"]
    with pytest.raises(DefinitionError):
        render_html(note, {"word": "字", "mark": {}})


def test_a_broken_template_is_named_with_its_line(tmp_path):
    note = load_kinds(make(tmp_path, template="字\n{{ word | no_such }}"))["note"]
    with pytest.raises(DefinitionError, match=r"document\.html:2: .*no_such"):
        render_html(note, {"word": "字", "mark": {}})


def test_facts_asked_for_by_an_included_part_count(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "foot.html").write_text("{{ organ }}{{ mark.code }}")
    template = '{% macro row(label) %}{{ label }}{% endmacro %}{% include "parts/foot.html" %}{{ row(word) }}'
    assert asked_facts(load_kinds(make(tmp_path, template=template))["note"]) == {"organ", "word"}


def test_the_shipped_documents_all_load():
    kinds = load_kinds(templates())
    assert {"planning_permit", "construction_permit"} <= kinds.keys()
    assert len({kind.code for kind in kinds.values()}) == len(kinds)
