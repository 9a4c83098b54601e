"""What tells an answer from an abstention and from a remark at a glance: a colour, and never a colour alone.

The colours are Okabe and Ito's, which differ for colour-blind people too (https://jfly.uni-koeln.de/color/).
"""

from typing import Final

ANSWER: Final = 0x0072B2
ABSTENTION: Final = 0xE69F00
CHECK: Final = 0x56B4E9
NOTICE: Final = 0x999999
FAILURE: Final = 0xD55E00

NOTHING_SIGN: Final = "∅"
"""Before what the article does not say."""
SAME_SIGN: Final = "＝"
OTHERWISE_SIGN: Final = "≠"
FAILURE_SIGN: Final = "⚠️"
