"""The patent query: one tree, dialects as data, lint, a plan over a corpus."""
