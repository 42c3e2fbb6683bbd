"""What comes from outside: exports (`read`), their faults (`checks`), workbooks that people filled (`explanations`)."""
