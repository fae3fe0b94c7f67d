"""Executes what users ask for: reading, notebooks, explaining; stages outputs and moves them into place."""
