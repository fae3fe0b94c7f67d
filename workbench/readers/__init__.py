"""An export file in, a corpus out; ``profiles/*.toml`` hold the vendors' headers."""
