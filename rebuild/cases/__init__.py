"""案件: what is true of a case, and what has happened to it."""
