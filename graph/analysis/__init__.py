"""One module per question, and the algorithms they share: functions from a model to a result."""
