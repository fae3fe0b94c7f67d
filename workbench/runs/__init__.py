"""Executes notebooks, stages and moves their outputs, explains their numbers."""
