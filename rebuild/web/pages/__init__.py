"""Every page of the desk; a module is one subject and offers its `router`."""

# One line a module, in the order in which addresses are tried.
ROUTERS: tuple[str, ...] = (
    "sample",
    "workbench",
    "lists",
    "handing_over",
    "opening",
    "case",
    "act",
    "clocks",
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
)
