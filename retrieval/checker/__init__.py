"""The claim checker's parts: which sentences of an article a claim is read beside, and what reads them."""
