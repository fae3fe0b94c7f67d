"""Invented patents with real structure: a corpus, vendors' export files, and the truth behind them."""

from workbench.sample.exports_cnipa import write_cnipa_packages
from workbench.sample.exports_incopat import write_incopat
from workbench.sample.exports_yearly import write_yearly_csv
from workbench.sample.marks import is_invented
from workbench.sample.write import write_sample

__all__ = ["is_invented", "write_cnipa_packages", "write_incopat", "write_sample", "write_yearly_csv"]
