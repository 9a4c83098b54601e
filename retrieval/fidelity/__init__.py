"""The second check: does a sentence in a chat model's own words say what its quotes say, and no more?"""
