"""Definitions: the rule book, the figures of the law, the sources, as the newest workflow has them."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from rebuild.services.law_page import diagram_of, figures_page, law_page, roads_of, sources_page
from rebuild.services.rights import Person, Right
from rebuild.web.api.client import Name, TheOffice, Today, Word, with_right

router = APIRouter(prefix="/law", tags=["law"])
Reader = Annotated[Person, Depends(with_right(Right.READ_LAW))]


@router.get("")
def rules(office: TheOffice, reader: Reader, search: Word = "") -> dict[str, Any]:
    """Every rule by procedure and action: its article, its cure, who can bring it about."""
    return law_page(office, search=search.strip())


@router.get("/figures")
def figures(
    office: TheOffice, reader: Reader, today: Today, on: date | None = None
) -> list[dict[str, Any]]:
    """Every figure of the law on a day, since when, and what else it has been."""
    return figures_page(office, on=on or today)


@router.get("/sources")
def sources(office: TheOffice, reader: Reader) -> list[dict[str, Any]]:
    """Every source of law, and whether it is the office's own."""
    return sources_page(office)


@router.get("/flow/{seat}")
def flow(office: TheOffice, reader: Reader, seat: Name) -> dict[str, Any]:
    """One procedure as a picture, and every road of it in words."""
    return {**diagram_of(office, seat), "roads": roads_of(office, seat)}
