"""Infringement risk: claims read, evidence laid out, stated rules applied; a person decides."""
