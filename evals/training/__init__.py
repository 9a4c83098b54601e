"""Training of the models that ship: of the reader in `reader`, of the claim checker in `claims`."""
