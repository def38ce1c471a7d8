"""The check of a whole story: its quotations and details, read from a file, told in reports."""
