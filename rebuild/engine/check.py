"""Everything that must hold of a definition before a case may use it; all faults at once."""

from rebuild.engine.check_documents import check_documents
from rebuild.engine.check_follow_ups import check_follow_ups
from rebuild.engine.check_forms import check_forms
from rebuild.engine.check_law import check_law
from rebuild.engine.check_machines import check_machines
from rebuild.engine.check_people import check_people
from rebuild.engine.check_words import check_words
from rebuild.engine.inspection import Inspection, Surroundings
from rebuild.engine.load import Loaded


def check(loaded: Loaded, house: Surroundings) -> tuple[str, ...]:
    """Every fault of a loaded workflow, in the order of files and lines; empty where it may be used."""
    inspection = Inspection(loaded, house, list(loaded.faults))
    for check_subject in (
        check_words,
        check_machines,
        check_follow_ups,
        check_forms,
        check_law,
        check_documents,
        check_people,
    ):
        check_subject(inspection)
    return tuple(str(fault) for fault in sorted(set(inspection.faults)))
