"""Every exception raised on purpose. A case that may not go on is not one of them: that is a finding.

RebuildError
├── InputError        what a person typed or handed over cannot be read        exit 2
├── NotFound          no such case, document, workflow, action                 exit 2
├── DefinitionError   a workflow, calendar or document folder is broken        exit 1
├── Conflict          someone else changed it meanwhile, or the key was used   exit 1
├── PrintError        a document could not be printed whole                    exit 1
└── StoreError        the database or the disk refused                         exit 1

A message says where, what, and what to do. Clerks read Chinese, definition writers English; each
message is written for the one who will see it.
"""


class RebuildError(Exception):
    """Base of every error raised on purpose."""

    exit_code = 1


class InputError(RebuildError):
    """What a person typed or handed over cannot be read: where, what, what to do."""

    exit_code = 2

    def __init__(self, where: str, problem: str, remedy: str = "") -> None:
        super().__init__(f"{where}：{problem}" + (f"。{remedy}" if remedy else ""))
        self.where = where
        self.problem = problem
        self.remedy = remedy


class NotFound(RebuildError):
    """There is no such case, document, workflow or action."""

    exit_code = 2


class DefinitionError(RebuildError):
    """A workflow, calendar or document folder is broken; one line a fault, each with its place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Conflict(RebuildError):
    """Someone changed the case meanwhile, or an idempotency key came back with another request."""


class PrintError(RebuildError):
    """A document could not be printed whole: a missing glyph, a missing fact, a full disk."""


class StoreError(RebuildError):
    """The database or the disk refused."""
