"""What a query finds, and how much of what it should."""
