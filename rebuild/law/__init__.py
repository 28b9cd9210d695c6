"""法规: every condition the law sets, one subject a file; pure functions, standard library only."""
