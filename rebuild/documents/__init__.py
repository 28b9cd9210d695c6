"""文书: facts in; a numbered, verifiable, print-ready PDF out."""
