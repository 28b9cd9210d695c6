"""接口: everything the pages do, as JSON for other programs, under /api/v1; asks the same services and the same policy."""
