"""List text → entries: the way people really write lists of papers. Pure, but for `read` and what it is made of."""

from pipeline.curated.formats import Format
from pipeline.curated.parse import parse_list
from pipeline.curated.render import render_list

__all__ = ["Format", "parse_list", "render_list"]
