"""Councils and the municipalities that take part in them."""
