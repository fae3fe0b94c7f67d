"""What is said under a table that has no sentence of its own."""

from dataclasses import replace

from workbench.tables import Finding, Table


def missing_findings(table: Table) -> tuple[Finding, ...]:
    """Say what is missing where a table is empty; nothing where it is not."""
    if not table.is_empty():
        return ()
    return tuple(Finding.of(note) for note in table.notes if note.startswith("missing_"))


def titled(table: Table, name: str) -> Table:
    """Return the table under another name of ``labels/tables.toml``: the same analysis, asked otherwise."""
    return replace(table, name=name)
