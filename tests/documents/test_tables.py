"""Tables inside letters, page by page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebuild.documents.tables import GRID_LINES, line_count, table_parts
from rebuild.documents.typeset import grid
from rebuild.errors import PrintError

WIDTHS = (11, 145)
rows_of_any_length = st.lists(
    st.integers(1, 300).map(lambda length: ("1", "补" * length)), min_size=1, max_size=40
)


@given(rows_of_any_length, st.integers(0, 60), st.integers(0, 3))
def test_every_row_stands_once_and_in_order_on_pages_that_hold_it(rows, above, below):
    parts = table_parts(rows, widths_mm=WIDTHS, above=above, below=below)
    printed = [str(row.cells[1]).count("补") for part in parts for row in part.rows]
    assert printed == [len(text) for _, text in rows]
    rooms = [GRID_LINES - above % GRID_LINES] + [GRID_LINES] * (len(parts) - 1)
    for part, room in zip(parts, rooms, strict=True):
        assert not part.rows or part.lines <= room
    assert parts[-1].lines + below <= rooms[-1]


@given(rows_of_any_length, st.integers(0, 21))
def test_a_part_is_as_high_as_its_lines_and_never_a_whole_line_higher(rows, above):
    line_mm = 28.99 * 25.4 / 72
    for part in table_parts(rows, widths_mm=WIDTHS, above=above):
        height = 7.0 + sum(row.height_mm for row in part.rows) + 2.8
        assert height <= part.lines * line_mm < height + line_mm


def test_a_row_higher_than_a_page_is_refused_by_its_number():
    with pytest.raises(PrintError, match="表格第2行"):
        table_parts([("1", "补正"), ("2", "补" * 2500)], widths_mm=WIDTHS, above=0)


@pytest.mark.parametrize(
    ("characters", "lines"), [(1, 1), (26, 1), (27, 2), (54, 2), (55, 3), (82, 3), (83, 4)]
)
def test_a_line_of_a_letter_holds_28_characters_and_its_first_26(characters, lines):
    # One character alone never makes a line: 27 and 55 take another down with them.
    assert line_count(grid("补" * characters)) == lines
