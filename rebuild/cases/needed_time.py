"""所需时间: how many working days the applicant was told a special procedure takes, and told again (行政许可法45)."""

from datetime import date

from rebuild.cases.facts import Run, Taken, Visit

NEEDED = "needed_days"  # what an action asks that stops a clock, or tells of a longer stop


def times_told(run: Run, visit: Visit, until: date | None = None) -> tuple[tuple[date, int], ...]:
    """Each time told during one stay of a run, in order: the day it was told, and the days in all."""
    begun = _begun(run.taken, visit)
    return tuple(
        (taken.on, taken.answers[NEEDED])
        for taken in run.taken[begun:]
        if NEEDED in taken.answers and taken.on >= visit.since and (not until or taken.on <= until)
    )


def _begun(taken: tuple[Taken, ...], visit: Visit) -> int:
    """Where in what was done the stay began: what was told of an earlier stay is not told of this one."""
    return max(
        (
            place
            for place, each in enumerate(taken)
            if each.action == visit.action and each.on <= visit.since
        ),
        default=0,
    )
