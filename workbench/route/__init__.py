"""The technology route: citation networks, their weights and main paths."""
