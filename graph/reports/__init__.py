"""Results put into words and tables, once, for the terminal, the page and the file alike."""
