"""The first lines of a child process: variables for the libraries it loads, and only then the module that answers.

`python -m rebuild.documents.child_start MODULE MEMORY_MB SECONDS NAME=VALUE…`
"""

import os
import sys
from importlib import import_module

from rebuild.documents.child import serve


def main(module: str, memory_mb: str, seconds: str, *variables: str) -> None:
    """Serves what `answer` of the module says; fontconfig, for one, reads its variables when it is loaded."""
    for variable in variables:
        name, _, value = variable.partition("=")
        os.environ[name] = value
    answer = import_module(module).answer
    serve(answer, memory=int(memory_mb) << 20, cpu_seconds=int(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
