"""延期: which actions have given the holder of a permit more time to begin the works."""

from rebuild.cases.facts import Run

EXTENDED = ("extend", "extend_by_silence")  # by the organ, or because it did not answer


def times_extended(run: Run) -> int:
    """How often the time to begin the works was extended, however it was."""
    return sum(1 for each in run.taken if each.action in EXTENDED)
