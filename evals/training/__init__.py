"""Training of the span reader. Only `model`, `train`, `score` and what they name as theirs import torch."""
