"""The HTML page holds everything, needs nothing from outside, and no name of a resource becomes markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest

from pcicloud import resources
from pcicloud.model.assessment import Assessment
from pcicloud.model.outcome import Verdict
from pcicloud.render._plain import plain
from pcicloud.render.html import FINDINGS_SHOWN, render
from tests.render.sample_assessment import BAD_NAMES, sample


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the text of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = ""
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside = tag
            self.raw.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.raw[-1] = (self.inside, self.raw[-1][1] + data)
        else:
            self.text.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def page(assessment: Assessment) -> str:
    return render(assessment, language="en").decode()


@pytest.fixture(scope="module")
def elements(page: str) -> Elements:
    return Elements(page)


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="assessment">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_page_loads_nothing_from_outside(elements: Elements) -> None:
    addresses = [
        value for _, attributes in elements.found for key, value in attributes.items() if key in ("src", "href")
    ]
    assert [one for one in addresses if not (one or "").startswith("#")] == ["data:,"]
    style = next(text for tag, text in elements.raw if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_the_policy_allows_only_the_style_and_the_script_of_the_page(elements: Elements) -> None:
    metas = elements.of("meta")
    policy = next(one["content"] or "" for one in metas if one.get("http-equiv") == "Content-Security-Policy")
    style = next(text for tag, text in elements.raw if tag == "style")
    script = [text for tag, text in elements.raw if tag == "script"][-1]
    for text, kind in ((style, "style-src"), (script, "script-src")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_no_element_has_a_style_or_a_handler_of_its_own(elements: Elements) -> None:
    keys = {key for _, attributes in elements.found for key in attributes}
    assert {key for key in keys if key == "style" or key.startswith("on")} == set()


def test_the_names_make_no_element_and_end_no_script(elements: Elements, page: str) -> None:
    assert [attributes.get("type") for attributes in elements.of("script")] == ["application/json"] * 2 + [None]
    assert elements.of("img") == []
    assert page.count("</script>") == 3
    assert "<!--" not in page


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_bad_name_is_shown_as_it_is_with_its_controls_visible(elements: Elements, name: str) -> None:
    assert plain(name) in "".join(elements.text)


def test_a_bad_name_in_any_place_of_the_assessment_stays_text(assessment: Assessment) -> None:
    """Every text that is no id, digest or status is replaced by an attack."""
    attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 'x' * 9 }}"
    findings = tuple(
        msgspec.structs.replace(
            one, check=attack, params={attack: attack, "list": [attack]}, target=attack, resource=attack, reason=attack
        )
        for one in assessment.findings
    )
    evidence = tuple(
        msgspec.structs.replace(one, collector=attack, target=attack, gap=attack) for one in assessment.evidence
    )
    subject = msgspec.structs.replace(
        assessment.environment, name=attack, model=attack, entity=attack, traits=(attack,), targets=(attack,)
    )
    text = msgspec.structs.replace(assessment.requirements[0].title, en=attack, ja=attack + "x")
    requirements = tuple(
        msgspec.structs.replace(one, title=text, reason=text, exceptions=(attack,)) for one in assessment.requirements
    )
    attacked = msgspec.structs.replace(
        assessment, tool=attack, standard=attack, catalogue=attack, run=attack, environment=subject,
        requirements=requirements, findings=findings, evidence=evidence,
    )  # fmt: skip
    elements = Elements(render(attacked, language="en").decode())
    assert len(elements.of("script")) == 3
    assert elements.of("img") == []
    assert "xxxxxxxxx" not in "".join(elements.text)
    assert not any(key.startswith("on") for _, attributes in elements.found for key in attributes)


def test_the_data_is_the_whole_assessment(page: str, assessment: Assessment) -> None:
    assert data_of(page) == json.loads(msgspec.json.encode(assessment))


def test_thousands_of_findings_stay_in_the_data_and_out_of_the_markup() -> None:
    many = sample(many=100)
    page = render(many, language="en").decode()
    assert len(data_of(page)["findings"]) == len(many.findings) > 10_000
    assert Elements(page).of("details")
    rows = page.count('<td class="proof">')
    assert rows <= len(many.requirements) * FINDINGS_SHOWN + 1
    assert f"The first {FINDINGS_SHOWN} of 600 findings" in page


def test_the_worst_finding_stands_in_the_markup_also_when_it_is_the_last_of_many(assessment: Assessment) -> None:
    met = next(one for one in assessment.requirements if one.status == "met")
    good = next(one for one in assessment.findings if one.id in met.findings)
    many = tuple(msgspec.structs.replace(good, id=f"{number:016x}", resource=f"good-{number}") for number in range(40))
    last = msgspec.structs.replace(good, id="f" * 16, resource="the-only-bad-one", verdict=Verdict.FAIL)
    found = (*many, last)
    wide = msgspec.structs.replace(met, findings=tuple(one.id for one in found), testing_procedures=())
    small = msgspec.structs.replace(assessment, requirements=(wide,), findings=found)
    names = re.findall(r'<span class="name">([^<]+)</span>', render(small, language="en").decode())
    assert names == ["the-only-bad-one", *(f"good-{number}" for number in range(FINDINGS_SHOWN - 1))]


def test_ids_are_unique_and_every_link_leads_somewhere(elements: Elements) -> None:
    ids = [attributes["id"] for _, attributes in elements.found if attributes.get("id")]
    assert len(set(ids)) == len(ids)
    links = {attributes["href"] for attributes in elements.of("a")}
    assert {link for link in links if (link or "").removeprefix("#") not in ids} == set()


def test_each_requirement_is_a_row_in_the_order_of_the_standard(elements: Elements, assessment: Assessment) -> None:
    rows = elements.of("details")
    assert [row["data-id"] for row in rows] == [one.id for one in assessment.requirements]
    assert [row["data-status"] for row in rows] == [one.status for one in assessment.requirements]


def test_a_finding_leads_to_its_evidence_and_evidence_says_when_of_how_many_and_what_is_missing(
    elements: Elements, assessment: Assessment
) -> None:
    links = {attributes["href"] for attributes in elements.of("a")}
    used = {f"#e-{name}" for one in assessment.findings for name in one.evidence}
    assert used <= links
    text = "".join(elements.text)
    for one in assessment.evidence:
        assert f"{one.collected_at:%Y-%m-%d %H:%M} UTC" in text
        assert (one.object or plain(one.gap or "")) in text


def test_a_finding_leads_to_everything_that_it_was_read_from_the_main_evidence_first(
    page: str, assessment: Assessment
) -> None:
    proofs = re.findall(r'<td class="proof">(.*?)</td>', page)
    shown = [tuple(re.findall(r'href="#e-([0-9a-f]{64})"', proof)) for proof in proofs]
    wanted = {one.evidence for one in assessment.findings}
    assert {len(ids) for ids in wanted} == {0, 1, 2}
    assert set(shown) == wanted
    numbers = dict(re.findall(r'data-search="([0-9a-f]{16})">(\d+)<', page))
    for one in assessment.evidence:
        assert int(numbers[one.id[:16]]) == sum(one.id in finding.evidence for finding in assessment.findings)


def test_every_field_has_a_label_and_tables_have_column_headings(page: str) -> None:
    for field in re.finditer(r'<(?:input|select)[^>]* id="[\w-]+"', page):
        before = page[: field.start()]
        assert before.rfind("<label") > before.rfind("</label>")
    assert page.count("<th scope=") == page.count("<th ")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_opens_in_the_language_asked_for(assessment: Assessment, language: Any) -> None:
    elements = Elements(render(assessment, language=language).decode())
    checked = [one["value"] for one in elements.of("input") if "checked" in one]
    assert elements.of("html") == [{"lang": language}]
    assert checked == [language]


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    whole = colour if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:])
    parts = (int(whole[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> list[dict[str, str]]:
    style = (resources.folder("reports") / "assessment.css").read_text()
    blocks = re.findall(r":root \{([^}]*--not_met:[^}]*)\}", style)
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block)) for block in blocks]


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(palette: dict[str, str]) -> None:
    statuses = ("not_met", "unknown", "excepted", "needs_person", "met", "not_applicable")
    pairs = [(text, ground) for text in ("ink", "soft", "accent", *statuses) for ground in ("paper", "sheet", "hover")]
    pairs += [(status, f"{status}-tint") for status in statuses]
    pairs += [("ink", f"{status}-tint") for status in statuses]
    weak = [(*pair, round(contrast(palette[pair[0]], palette[pair[1]]), 2)) for pair in pairs]
    assert [one for one in weak if one[2] < 4.5] == []
