"""The figures of the menu: how much is one's own to do, and to serve; counted where a page shows them."""

from collections.abc import Callable, Iterator, Mapping


class MenuCounts(Mapping[str, str]):
    """By the name of the menu's line; nothing is counted for a page that has no menu."""

    def __init__(self, **ways: Callable[[], int]) -> None:
        self._ways = ways
        self._known: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = figure(self._ways[name]())
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ways)

    def __len__(self) -> int:
        return len(self._ways)


MOST = 999


def figure(count: int) -> str:
    """As it stands beside a line of the menu: nothing for none, and no more than three digits."""
    return "" if not count else f"{MOST}+" if count > MOST else str(count)
