"""The training of the reader: what it is trained on, the model, its export and its measures."""
