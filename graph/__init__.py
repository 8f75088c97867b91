"""loopmap: the open, sourced, editable map of the AI-development loop."""
