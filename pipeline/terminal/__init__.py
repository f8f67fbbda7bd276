"""What a person at a terminal sees, one module per thing that is shown; the commands choose, nothing here decides."""
