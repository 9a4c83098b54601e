"""Readers: from a question and the passages found for it to an unverified draft."""
