"""`python -m curator`, and the `curator` command."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run the command line; opens the window where no command is named."""
    # A frozen program starts itself anew for every worker process.
    multiprocessing.freeze_support()
    from curator.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
