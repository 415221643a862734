"""`python -m kpiatlas` is the command `kpi`."""

import sys

from .cli import main

sys.exit(main())
