"""Every page of the desk; a module is one subject and offers its `router`."""

# One line a module, in the order in which addresses are tried.
ROUTERS: tuple[str, ...] = (
    "sample",
    "workbench",
    "lists",
    "handing_over",
    "serving",
    "papers",
    "votes",
    "exporting",
    "opening",  # before the page of a case, whose number is no word
    "case",
    "act",
    "clocks",
    "roll",
    "owners",
    "materials",
    "flow",
    "sign_in",
    "account",
    "people",
    "verify",
    "status",
    "rating",
    "household",
    "committee",
    "law",
    "oversight",
    "admin",
)
