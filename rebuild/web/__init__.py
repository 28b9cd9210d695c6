"""网页: the desk in a browser; the same services as the command line, shown to people."""
