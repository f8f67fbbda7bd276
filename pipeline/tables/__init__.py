"""Every table declared once; Arrow tables are built from core types by those declarations. Pure."""
