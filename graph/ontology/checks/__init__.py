"""What is wrong or odd in the files beyond single words: what the records say of each other."""
