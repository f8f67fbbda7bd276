"""arXiv's query API: requests and replies of `/api/query`."""

from pipeline.sources.arxiv.source import Arxiv

__all__ = ["Arxiv"]
