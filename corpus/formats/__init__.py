"""Bytes of one format to text: encodings, front matter, web pages, PDFs."""
