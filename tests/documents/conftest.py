"""A press for the whole session, and each sample printed once."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from rebuild.documents.kinds import Kind
from rebuild.documents.pdf import Press, PrintedPdf
from rebuild.documents.render import render_html
from tests.documents.samples import WHEN, all_kinds, sample


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        kinds = all_kinds()
        metafunc.parametrize("kind", kinds.values(), ids=kinds.keys())
    if "adverse_kind" in metafunc.fixturenames:
        adverse = [kind for kind in all_kinds().values() if kind.adverse]
        metafunc.parametrize("adverse_kind", adverse, ids=[kind.kind for kind in adverse])


@pytest.fixture(scope="session")
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


@pytest.fixture(scope="session")
def another_press() -> Iterator[Press]:
    """Another process, as another day's would be."""
    with Press() as press:
        yield press


@pytest.fixture(scope="session")
def printed(press: Press) -> Callable[[Kind], PrintedPdf]:
    return cache(lambda kind: press.print(render_html(kind, sample(kind)), created=WHEN))
