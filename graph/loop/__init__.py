"""One study of a map: its numbers, central and drawn, and the loop that they make."""
