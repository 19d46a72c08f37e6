"""Documents, their sections and files, and the search in them."""
