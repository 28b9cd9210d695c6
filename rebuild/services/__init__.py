"""窗口: one use case a file; the only package that opens a transaction."""
