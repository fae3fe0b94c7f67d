"""Patent analytics workbench: exports in, counted and traceable reports out."""

import os

# polars gives freed memory back at once or after half a second; batches that follow each other would fault it
# in again, and so would threads that each keep memory of their own
os.environ.setdefault(
    "_RJEM_MALLOC_CONF",
    f"dirty_decay_ms:20000,muzzy_decay_ms:20000,oversize_threshold:0,narenas:{os.cpu_count() or 1}",
)

__version__ = "0.1.0"
