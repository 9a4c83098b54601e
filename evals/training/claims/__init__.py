"""Training of the claim checker: does a text say what a claim says, say otherwise, or not say?"""
