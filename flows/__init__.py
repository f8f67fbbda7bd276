"""The operator's side: wiring (`runtime`) and the Prefect flow (`refresh`), the only place that imports Prefect."""
