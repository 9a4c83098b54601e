"""Follow-up questions: what they leave out or point back to is put in, so that they stand on their own."""
