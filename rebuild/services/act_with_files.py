"""随附件办理: an action with the files it is about; from then on they stay with the case."""

from collections.abc import Iterable

from rebuild.errors import NotFound
from rebuild.services.act import Asked, Outcome, act
from rebuild.services.office import Office
from rebuild.services.uploads import Upload, handed_in
from rebuild.store import uploads


def files_of(office: Office, number: str, ids: Iterable[str]) -> tuple[Upload, ...]:
    """Files of this very case; NotFound where one is not."""
    with office.database.reading() as session:
        found = tuple(uploads.get(session, each) for each in dict.fromkeys(ids))
    if any(each.case != number for each in found):
        raise NotFound("没有这份附件")
    return found


def named(kept: Upload) -> str:
    """How an answer names a file, so that nobody can put another in its place."""
    return f"{kept.name} {kept.sha256}"


def act_with(office: Office, asked: Asked, kept: Iterable[Upload]) -> Outcome:
    """Act, and note of every file in which action it was handed in."""
    outcome = act(office, asked)
    if outcome.allowed and not asked.dry_run:
        for each in kept:
            handed_in(office, each, f"{asked.seat}.{asked.action}")
    return outcome
