"""Answers to single questions, as cells ask them: read once, kept, and never written."""
