"""What to do when whoever reads our output stops reading, as `head` does."""

import os
import sys


def let_go_of_stdout() -> None:
    """Send the rest of stdout nowhere, so that the interpreter does not complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
