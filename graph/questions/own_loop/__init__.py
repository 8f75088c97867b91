"""What blocks a loop of one's own, how that moved by quarter, and what the numbers rest on."""
