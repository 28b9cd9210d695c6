"""流程: a definition, and the decision it leads to."""
