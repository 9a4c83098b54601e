"""What an exported model says of itself."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

EXPORT_FORMAT = 1
MODEL_FILE, TOKENIZER_FILE, CARD_FILE = "model.onnx", "tokenizer.json", "export.json"


@dataclass(frozen=True, slots=True)
class ExportCard:
    """What an export says of itself.

    Attributes:
        max_tokens: longer texts are cut there, special tokens included.
        sha256: of the ONNX file.
    """

    export_format: int
    model: str
    dimensions: int
    max_tokens: int
    query_prompt: str
    document_prompt: str
    pad_id: int
    pad_token: str
    inputs: tuple[str, ...]
    sha256: str
    size_bytes: int


def read_card(folder: Path) -> ExportCard | None:
    """Return the card of a whole export, or None when there is none or it is not whole."""
    try:
        fields = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        card = ExportCard(**{**fields, "inputs": tuple(fields["inputs"])})
        whole = (folder / MODEL_FILE).stat().st_size == card.size_bytes and (folder / TOKENIZER_FILE).is_file()
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return card if whole and card.export_format == EXPORT_FORMAT else None


def find_changed_exports(exports: Path) -> list[Path]:
    """Return the folders below `exports` whose ONNX file is not the one that was exported; reads every byte."""
    changed: list[Path] = []
    for folder in sorted(path.parent for path in exports.glob(f"*/{CARD_FILE}")):
        card = read_card(folder)
        if card is None or hashlib.sha256((folder / MODEL_FILE).read_bytes()).hexdigest() != card.sha256:
            changed.append(folder)
    return changed
