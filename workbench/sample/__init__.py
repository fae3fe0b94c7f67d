"""Invented patents with real structure: a corpus, vendors' export files, and the truth behind them."""
