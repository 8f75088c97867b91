"""Makes the helpers of this folder importable: the enumeration of cycles and the known answers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
