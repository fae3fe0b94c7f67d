"""Patent analytics workbench: exports in, counted and traceable reports out."""

import os

POLARS_MEMORY = f"dirty_decay_ms:20000,muzzy_decay_ms:20000,oversize_threshold:0,narenas:{os.cpu_count() or 1}"
"""How polars keeps memory. By itself it gives freed memory back at once or after half a second: batches that
follow each other would fault it in again, and so would threads that each keep memory of their own. It counts
where the workbench is imported before polars, as in every command."""

os.environ.setdefault("_RJEM_MALLOC_CONF", POLARS_MEMORY)

__version__ = "0.1.0"
