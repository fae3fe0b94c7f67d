"""Patent analytics workbench: exports in, counted and traceable reports out."""

import os

# polars gives freed memory back after half a second; batches that follow each other would fault it in again
os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:5000,muzzy_decay_ms:5000")

__version__ = "0.1.0"
