"""Growth: what happens when the loop improves itself. Import its modules one by one."""
