"""What an office computes, printed as JSON: run in servers of several time zones, it must always be the same."""

import json
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from rebuild.cli import main
from rebuild.services.office import make_office
from rebuild.services.read_story import read_story
from rebuild.services.run_clocks import run_clocks
from rebuild.services.tell_story import tell_story
from rebuild.store import ledger, lists
from tests.services.offices_with_clocks import BEIJING, STORY, opened, same_bytes

VECTORS = (
    ("5wd", "2024-09-23"), ("20wd", "2025-01-20"), ("7cd", "2024-04-29"), ("15cd", "2025-03-28"),
    ("60cd", "2024-08-02"), ("6mo", "2024-08-31"), ("1mo", "2024-01-31"), ("-7wd", "2024-10-12"),
)  # fmt: skip


def tell() -> None:
    """Some last days; a story until its review and the clocks after it; the ledger it leaves."""
    for limit, start in VECTORS:
        main(["due", limit, "--start", start, "--json"])
    with TemporaryDirectory() as folder:
        data = Path(folder) / "office"
        make_office(data=data, database=f"sqlite:///{data / 'rebuild.sqlite3'}", chance=same_bytes)
        office, story = opened(data), read_story(STORY)
        until = next(n for n, step in enumerate(story.steps) if step.action == "accept")
        steps = list(tell_story(office, replace(story, steps=story.steps[: until + 1])))
        night = datetime.combine(date(2024, 2, 23), time(0, 30), BEIJING)  # yesterday, farther west
        fired = run_clocks(office, on=night.date(), now=night)
        with office.database.reading() as session:
            hashes = [
                entry.hash
                for number in tuple(lists.every_number(session))
                for entry in ledger.entries(session, number)
            ]
            dues = lists.due_clocks(session, until=date(2030, 1, 1))
        office.close()
    told = {
        "surprises": [each for step in steps for each in step.surprises],
        "fired": [(each.action, each.on.isoformat()) for each in fired],
        "dues": [(each.clock, each.due.isoformat()) for each in dues],
        "ledger": hashes,
    }
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    tell()
