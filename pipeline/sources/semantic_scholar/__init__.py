"""Semantic Scholar's Academic Graph API: requests and replies of `/paper/batch` and `/paper/search/match`."""

from pipeline.sources.semantic_scholar.source import SemanticScholar

__all__ = ["SemanticScholar"]
