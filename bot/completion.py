"""What a shell completes: the ids of articles."""


def complete_article(beginning: str) -> list[str]:
    """Return the ids of articles that begin so; none when the data folder cannot be read. Opens nothing but that."""
    from bot.errors import is_known
    from corpus.folder import open_folder
    from corpus.library import Library
    from retrieval.settings import read_settings

    try:
        folder = read_settings().data_dir.expanduser()
        # A key pressed in a shell makes no data folder.
        ids = Library(open_folder(folder)).ids() if folder.is_dir() else ()
    except Exception as err:
        if not is_known(err):
            raise
        return []  # A shell has nowhere to show an error.
    return [article_id for article_id in ids if article_id.startswith(beginning)]
