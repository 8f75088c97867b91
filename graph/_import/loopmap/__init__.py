"""``import loopmap``: the package under its own name, which on disk is called ``graph``."""

from graph import *  # noqa: F403 (whatever the package offers)
from graph import __all__ as __all__
from graph import __doc__ as __doc__
