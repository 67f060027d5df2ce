"""The product's own site with one page more: the peer of page_rate."""
