"""Makes the helpers that many tests share importable by their names."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "helpers"))

# No test may meet what another run has kept in the user's own folder.
os.environ["LOOPMAP_CACHE"] = "off"
