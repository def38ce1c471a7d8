"""The check of one quote: what it is proven by, what it was altered from, where it stands."""
