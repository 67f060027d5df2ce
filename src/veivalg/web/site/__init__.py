"""Settings, root addresses, error pages and the health page: the only place that knows all apps."""
