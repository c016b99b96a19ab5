"""A Swedish base form in, the stems and endings of its inflected forms out: a closed list, no stemmer.

A stemmer maps unrelated words on one stem (gods → god) and misses vowel changes (nodstad, nodstäder). Here a
form is a stem of the base followed by an ending of the stem's own group, and nothing else.
"""

from enum import IntEnum


class Group(IntEnum):
    """Which endings may follow a stem."""

    NOUN = 0
    """After a consonant or a vowel other than a and e."""
    ADJECTIVE = 1
    AFTER_A = 2
    DROPPED_A = 3
    AFTER_E = 4
    DROPPED_E = 5
    SYNCOPE = 6
    """cykel → cykl-ar, säker → säkr-a, öppen → öppn-a."""
    DOUBLED = 7
    """program → programm-et, ström → strömm-ar."""
    NEUTER = 8
    """utbyggd → utbygg-t, knuten → knute-t."""
    UMLAUT = 9
    """stad → städ-er."""
    LATIN = 10
    """centrum → centr-et, museum → muse-er."""
    NAME = 11
    """Kiel → Kiels."""


def _set(text: str) -> frozenset[str]:
    return frozenset(["", *text.split()])


_NOUN = "s en ens et ets n ns t ts ar ars arna arnas er ers erna ernas r rs rna rnas na nas or orna"
_ADJECTIVE = "a as e es t are ast aste"

ENDINGS: dict[Group, frozenset[str]] = {
    Group.NOUN: _set(_NOUN),
    Group.ADJECTIVE: _set(_NOUN + " " + _ADJECTIVE),
    Group.AFTER_A: _set("s r rs n ns t ts d de des nde ndes"),
    Group.DROPPED_A: _set("or ors orna ornas er ert s d da t ta de des te tes at as ad ade ats ande andet anden")
    - {""},
    Group.AFTER_E: _set("s n ns t ts r rs rna rnas na nas nde"),
    Group.DROPPED_E: _set("ar ars arna arnas na nas") - {""},
    Group.SYNCOPE: _set("ar ars arna arnas er ers erna ernas a are ast aste en et ens ets or") - {""},
    Group.DOUBLED: _set("en ens et ets ar ars arna arnas er ers erna ernas a as are ast aste") - {""},
    Group.NEUTER: _set("t") - {""},
    Group.UMLAUT: _set("er ers erna ernas") - {""},
    Group.LATIN: _set("a et ets er erna") - {""},
    Group.NAME: _set("s"),
}

LONGEST = max(len(ending) for endings in ENDINGS.values() for ending in endings)

_UMLAUT = {
    "stad": "städ",
    "land": "länd",
    "strand": "stränd",
    "hand": "händ",
    "natt": "nätt",
    "tand": "tänd",
    "rand": "ränd",
    "brand": "bränd",
    "bok": "böck",
    "fot": "fött",
    "rot": "rött",
    "son": "sön",
    "ledamot": "ledamöt",
}

_ADJECTIVAL = [
    "isk",
    "ig",
    "bar",
    "sam",
    "ell",
    "al",
    "iv",
    "ad",
    "ant",
    "ent",
    "är",
    "ös",
    "full",
    "lös",
    "rik",
    "fri",
    "mässig",
    "tät",
    "hög",
    "låg",
    "svag",
    "stark",
    "snabb",
    "trygg",
    "robust",
    "säker",
    "grön",
    "blå",
    "ny",
    "god",
    "stor",
    "liten",
    "lång",
    "kort",
    "bred",
    "smal",
    "djup",
    "kollektiv",
    "effektiv",
    "sund",
    "öppen",
    "tillgänglig",
]


def looks_adjectival(base: str) -> bool:
    """Whether the base ends as adjectives and participles do."""
    return base.endswith(tuple(_ADJECTIVAL)) or (base.endswith("d") and not base.endswith(("nd", "ad", "ld", "ed")))


def stems_of(base: str, *, adjective: bool = True) -> list[tuple[str, Group]]:
    """Stems of a folded base form, each with the group of its endings.

    adjective: whether `tåg` may also be inflected as an adjective is (tåga, tågare); False for a known noun.
    """
    last = base[-1:]
    if last == "a":
        stems = [(base, Group.AFTER_A)]
        if len(base) > 3:
            stems.append((base[:-1], Group.DROPPED_A))
    elif last == "e":
        stems = [(base, Group.AFTER_E)]
        if len(base) > 3:
            stems.append((base[:-1], Group.DROPPED_E))
    else:
        stems = [(base, Group.ADJECTIVE if adjective else Group.NOUN)]
    if len(base) >= 4 and base.endswith(("el", "en", "er", "ål")):
        stems.append((base[:-2] + last, Group.SYNCOPE))
    if last in "mn" and base[-2:-1] not in ("m", "n"):
        stems.append((base + last, Group.DOUBLED))
    if last == "d" or base.endswith("en"):
        stems.append((base[:-1], Group.NEUTER))
    if base.endswith("um"):
        stems.append((base[:-2], Group.LATIN))
    for plain, changed in _UMLAUT.items():
        if base.endswith(plain):
            stems.append((base[: -len(plain)] + changed, Group.UMLAUT))
    return stems
