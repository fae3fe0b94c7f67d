"""Patent analytics workbench: exports in, counted and traceable reports out."""

__version__ = "0.1.0"
