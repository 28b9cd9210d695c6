"""Who the client is: whose rights its token lends, and which of them."""

from fastapi import APIRouter

from rebuild.services.rights import Right, may
from rebuild.web.api.answers import Answer, Told
from rebuild.web.api.client import Client

router = APIRouter(prefix="/me", tags=["client"])


class Me(Answer):
    """The person in whose name the client acts, and what its token lets it do."""

    id: str
    name: str
    organ: str
    roles: list[str]
    regions: list[str]
    rights: list[str]


@router.get("", response_model=Me)
def me(client: Client) -> Told:
    """Ask it first: what is not among `rights` is refused."""
    return {
        "id": client.id,
        "name": client.actor.name,
        "organ": client.actor.organ,
        "roles": sorted(client.actor.roles),
        "regions": sorted(client.regions),
        "rights": [each.value for each in Right if may(client, each)],
    }
