"""The questions, a folder each: what the answer holds, and how it is worked out."""
