"""How a place's name sounds, written down when the name is: residents may type it so.

The library is large, and imported only by who writes the directory.
"""


def pinyin(name: str) -> str:
    """Syllables without tones, a space between: `an kang xiao qu`. What isn't Chinese stays as it is."""
    from pypinyin import lazy_pinyin

    return " ".join(" ".join(lazy_pinyin(name)).split())
