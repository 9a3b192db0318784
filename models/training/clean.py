"""Takes out of a row's text what would tell its source: Wikipedia's markup, tweets' handles, tokenised spacing."""
import re

WIKI = [(re.compile(pattern, re.S), by) for pattern, by in [
    (r"\{\{.{0,200}?\}\}", " "),
    (r"\[\[(?:[^\]|]{0,200}\|)?([^\]|]{0,200})\]\]", r"\1"),
    (r"\[(?:https?|ftp)://\S+ ?([^\]]{0,200})\]", r"\1"),
    (r"={2,}\s*(.{0,200}?)\s*={2,}", r"\1. "),
    (r"'{2,}", ""),
    (r"(?m)^[:*#;]+ ?", ""),
    (r"\(?(?:user )?talk(?:page)?\)?(?: \d\d:\d\d, \d{1,2} \w+ \d{4})?(?: \(UTC\))?", "talk"),
    (r"\d\d:\d\d, \d{1,2} \w+ \d{4}(?: \(UTC\))?", ""),
    (r"\b\d{1,3}(?:\.\d{1,3}){3}\b", ""),
    (r"(?:—|--|~)+\s*$", ""),
    (r"(?<=\s)\"\s+|\s+\"(?=\s|$)", " "),
]]
TWEET = [(re.compile(pattern), by) for pattern, by in [
    (r"\bRT\b ?(?:@\w+:?)?", " "), (r"@\w+:?", " "), (r"\[(?:USER|URL)\]", " "), (r"https?://\S+", " "), (r"&(?:#\d+|\w+);?", " "),
    (r"<(?:USER|URL|Person|[A-Z]\w+)>", " "),
]]
TOKENISED = [(re.compile(pattern), by) for pattern, by in [
    (r" ([.,!?;:%)])", r"\1"), (r"(\w) ?(n't|'(?:s|re|ve|ll|d|m|t)\b)", r"\1\2"), (r"(\w) '(\w)", r"\1'\2"),
]]
STEPS = {"jigsaw": WIKI, "jigsaw_six": WIKI, "jigsaw_six_normalised": [], "wiki_context_gc": WIKI, "wiki_context_gn": WIKI,
         "davidson": TWEET, "edos": TWEET, "misogyny": TWEET, "openai_840": TWEET, "paradetox": TOKENISED}
SPACE = re.compile(r"[ \t]+")


def clean(source, text):
    for pattern, by in STEPS.get(source, []):
        text = pattern.sub(by, text)
    return SPACE.sub(" ", text).strip(" \n:")


def strip_form(text):
    """Without case, punctuation and digits, as two of the sources come."""
    return " ".join("".join(c if c.isalpha() or c.isspace() or c == "'" else " " for c in text.lower()).split())
