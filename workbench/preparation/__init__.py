"""Corpus in, better Corpus out: names, places, fields, status, terms, families, decisions, and the audit."""
