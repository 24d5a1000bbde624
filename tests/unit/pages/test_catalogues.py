"""Every sentence stands in Chinese in a template and in English in the catalogue; nothing is left over."""

import re

from functions.shared.gateways.templates import ROOT
from infra.layer.catalogues import extracted, stored

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
SAID = re.compile(r"""_\(\s*("[^"]*"|'[^']*')""")
REMARK = re.compile(r"\{#.*?#\}", re.S)
PLACEHOLDER = re.compile(r"%\(\w+\)s")
TAG = re.compile(r"</?\w+>")
IN_CHINESE_ONLY = {"shared/icons.html"}  # the name of a language


def test_catalogues_hold_what_the_templates_say() -> None:
    said = {message.id for message in extracted() if message.id}
    for file, catalog in stored():
        assert {message.id for message in catalog if message.id} == said, f"{file}: python -m infra.layer.catalogues"


def test_every_sentence_is_translated() -> None:
    for file, catalog in stored():
        assert not [m.id for m in catalog if m.id and not m.string], file
        assert not [m.id for m in catalog if m.id and (m.fuzzy or CHINESE.search(str(m.string)))], file


def test_translations_keep_placeholders_and_markup() -> None:
    for _, catalog in stored():
        for message in catalog:
            for kept in (PLACEHOLDER, TAG):
                assert sorted(kept.findall(str(message.id))) == sorted(kept.findall(str(message.string))), message.id


def test_no_chinese_in_a_template_is_beyond_the_catalogue() -> None:
    for file in (*ROOT.rglob("*.html"), *ROOT.rglob("*.txt"), *ROOT.rglob("*.atom")):
        name = str(file.relative_to(ROOT))
        if name.startswith("sms/zh/") or name in IN_CHINESE_ONLY:  # texts have a file for each language
            continue
        rest = SAID.sub("", REMARK.sub("", file.read_text()))
        assert not CHINESE.search(rest), name
