"""Formulas on plain numbers, arrays and graphs; each with its source."""
