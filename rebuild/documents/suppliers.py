"""The whole set of fact suppliers: importing this enters those of every subject."""

from rebuild.documents import (
    facts_of_case,
    facts_of_completion,
    facts_of_funds,
    facts_of_licence,
    facts_of_permit,
    facts_of_procedure,
    facts_of_refusal,
    facts_of_service,
    facts_of_vote,
)
from rebuild.documents.facts import SUPPLIERS

SUBJECTS = (
    facts_of_case,
    facts_of_vote,
    facts_of_licence,
    facts_of_permit,
    facts_of_procedure,
    facts_of_refusal,
    facts_of_service,
    facts_of_funds,
    facts_of_completion,
)


def names() -> frozenset[str]:
    """Every fact name supplied, those for one kind only as `kind.fact`."""
    return frozenset(SUPPLIERS)
