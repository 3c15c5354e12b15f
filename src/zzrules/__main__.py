"""``python -m zzrules``: the command line."""

import sys

from zzrules.cli import main

sys.exit(main())
