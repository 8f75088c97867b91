"""Published models as data, run through the growth kernel."""
