"""`/kpi`: record readings of KPIs, show and undo them."""
