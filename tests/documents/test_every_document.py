"""What holds of every document, of those not yet written too: one folder, one set of tests."""

from datetime import datetime

from rebuild.documents.render import asked_facts, render_html
from tests.documents.reading import codes_on, codes_on_paper, faces_of, pages_of, squeezed, text_of
from tests.documents.samples import WHEN, sample


def test_the_printed_sample_holds_every_expected_line(kind, printed):
    text = text_of(printed(kind))
    lines = (kind.folder / "expected.txt").read_text("utf-8").splitlines()
    assert lines
    assert [line for line in lines if squeezed(line) not in text] == []


def test_document_yaml_lists_exactly_the_facts_the_template_asks_for(kind):
    assert asked_facts(kind) == kind.facts


def test_the_sample_holds_exactly_the_facts_the_document_asks_for(kind):
    assert sample(kind).keys() == kind.facts | {"mark"}


def test_a_code_on_the_document_leads_back_to_it(kind, printed, tmp_path):
    wanted = {sample(kind)["mark"]["qr"]}
    document = printed(kind)
    found = [codes_on(document, page) for page in range(document.pages)]
    assert set().union(*found) == wanted
    assert codes_on_paper(document, tmp_path) in (wanted, None)


def test_every_page_says_what_it_is_and_how_many_there_are(kind, printed):
    document = printed(kind)
    mark = sample(kind)["mark"]
    pages = [squeezed(page) for page in pages_of(document)]
    assert len(pages) == document.pages
    for number, text in enumerate(pages, 1):
        assert f"文书{mark['document_id']}案号{mark['case_number']}" in text
        assert f"第{number}页共{document.pages}页" in text
        assert "样稿·未经签章不具效力" + mark["copy"] in text


def test_an_unsigned_mark_stands_on_drafts_only(kind, press):
    facts = sample(kind)
    facts["mark"] = {**facts["mark"], "draft": False}
    assert "样稿" not in text_of(press.print(render_html(kind, facts), created=WHEN))


def test_two_processes_print_the_same_bytes(kind, printed, another_press):
    again = another_press.print(render_html(kind, sample(kind)), created=WHEN)
    assert again.sha256 == printed(kind).sha256


def test_another_day_prints_other_bytes(kind, printed, another_press):
    later = another_press.print(render_html(kind, sample(kind)), created=datetime(2024, 2, 6))
    assert later.sha256 != printed(kind).sha256


def test_the_text_holds_no_radicals_in_place_of_characters(kind, printed):
    radicals = [char for char in text_of(printed(kind)) if "\u2e80" <= char <= "\u2fdf"]
    assert radicals == []


def test_only_our_faces_are_in_the_file(kind, printed):
    faces = faces_of(printed(kind))
    assert faces
    assert {face for face in faces if not face.startswith("Rebuild")} == set()


def test_an_adverse_document_names_all_seven_remedies(adverse_kind, printed):
    text = text_of(printed(adverse_kind))
    remedies = sample(adverse_kind)["remedies"]
    wanted = ("行政复议", "六十日", "行政诉讼", "六个月", *remedies.values())
    assert len(remedies) == 3
    assert [word for word in wanted if squeezed(word) not in text] == []
