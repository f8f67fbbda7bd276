"""The operator's side: wiring (`runtime`), stages, and the Prefect flow (`refresh`).

The only package that imports Prefect, and only where a flow runs.
"""
