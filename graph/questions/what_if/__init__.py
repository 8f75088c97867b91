"""Every answer before and after something is supposed."""
