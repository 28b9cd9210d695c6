"""Makes `python -m rebuild` the same as `rebuild`."""

import sys

from rebuild.cli import main

if __name__ == "__main__":
    sys.exit(main())
