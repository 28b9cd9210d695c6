"""A character no font can draw is refused when it is typed, at registration as at any other step."""

import pytest

from rebuild.engine.definition import Field
from rebuild.services.undrawable import undrawable

ASKS = (
    Field(name="note", label="说明", type="long_text"),
    Field(
        name="owners",
        label="产权人",
        type="list",
        of=(Field(name="name", label="姓名", type="name"),),
    ),
)
NOWHERE = "\U0001f600"


@pytest.mark.parametrize("name", ["刘示甲", "𬭎", "䶮", "㛃", "·"])
def test_names_people_bear_can_be_drawn(name):
    assert undrawable(ASKS, {"owners": [{"name": name}]}) == ()


def test_finding_names_the_field_the_row_and_the_code_point():
    (finding,) = undrawable(ASKS, {"owners": [{"name": "刘示甲"}, {"name": f"陈{NOWHERE}"}]})
    assert finding.code == "engine.glyph"
    assert finding.message.startswith("产权人第2行·姓名：")
    assert "U+1F600" in finding.message


def test_control_character_is_told_by_its_code_alone():
    (finding,) = undrawable(ASKS, {"note": "险情\x1b[31m"})
    assert "\x1b" not in finding.message
    assert "U+001B" in finding.message


def test_every_such_character_is_told_at_once():
    found = undrawable(ASKS, {"note": NOWHERE, "owners": [{"name": "\ue000"}]})
    assert len(found) == 2
