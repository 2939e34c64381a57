"""`python -m autograder`, where the command is not on the path."""

import sys

from autograder.cli import main

sys.exit(main())
