"""Text → its language, by the commonest small words: enough to tell Swedish from its neighbours."""

import re

_WORDS = {
    "sv": "och att det som en är av för med till den har inte ett om men var sig så när från vid kan ska eller "
    "samt också genom mellan efter under även bör finns vara blir alla där detta kommer",
    "da": "og at det som en er af for med til den har ikke et om men var sig så når fra ved kan skal eller "
    "samt også gennem mellem efter under bør findes være bliver alle hvor dette kommer vi de mere",
    "nb": "og at det som en er av for med til den har ikke et om men var seg så når fra ved kan skal eller "
    "samt også gjennom mellom etter under bør finnes være blir alle hvor dette kommer vi de mer",
    "nn": "og at det som ein er av for med til den har ikkje eit om men var seg så når frå ved kan skal eller "
    "samt også gjennom mellom etter under bør finst vere blir alle kvar dette kjem vi dei meir",
    "en": "the and of to in is that for with as on are be by this from or an which it at not have was has their "
    "will can more between also should these",
    "fi": "ja on ei että se oli hän mutta kun ovat tai joka myös sekä olla ole voidaan mukaan kuin niin",
    "de": "und der die das ist nicht zu den mit von für auf ein eine des im dem sich auch werden wird",
    "fr": "et de la le les des en un une est que pour dans par sur avec au du qui pas sont aux",
}  # fmt: skip
_PROFILES = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_LOST = str.maketrans("åäöéæø", "aaoeao")
_SWEDISH_BARE = frozenset(word.translate(_LOST) for word in _PROFILES["sv"])
_TOKEN = re.compile(r"[^\W\d_]+")
_LEAST_WORDS = 20
_SAMPLE = 400_000


def language_of(text: str) -> str:
    """ISO 639-1 code of the language most of the text is in; '' for too little or unknown text.

    Swedish without its å, ä and ö (old OCR) is still 'sv'.
    """
    tokens = _TOKEN.findall(text[:_SAMPLE].lower())
    if len(tokens) < _LEAST_WORDS:
        return ""
    counts: dict[str, int] = {}
    for token in tokens:
        counts[token] = counts.get(token, 0) + 1
    scores = {code: _score(counts, words) for code, words in _PROFILES.items()}
    scores["sv"] = max(scores["sv"], _score(counts, _SWEDISH_BARE))
    best = max(scores, key=lambda code: scores[code])
    return best if scores[best] > 0.08 * len(tokens) else ""


def _score(counts: dict[str, int], words: frozenset[str]) -> int:
    return sum(counts.get(word, 0) for word in words)


def swedish_share(text: str) -> tuple[int, int]:
    """(letters, how many of them are å, ä or ö) of a text."""
    return sum(map(str.isalpha, text)), diacritics_of(text)


def diacritics_of(text: str) -> int:
    """How many letters of a text are å, ä or ö."""
    return sum(map(text.count, "åäöÅÄÖ"))
