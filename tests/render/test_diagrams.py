"""The diagrams show the whole model and nothing else, fit their sheet whatever the names, and are the same each time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar, get_args
from xml.etree import ElementTree

import msgspec
import pytest

from pcicloud.errors import DefinitionError
from pcicloud.model.assessment import Text
from pcicloud.model.environment import Environment, HostPlace, PrivatePlace, Role
from pcicloud.model.fleet import Fleet, Protection
from pcicloud.provision.hosts.fleet import OUTSIDE, fleet_of
from pcicloud.provision.model_file import read_model_file, servers_of_size
from pcicloud.render import Language
from pcicloud.render._plain import UNSAFE
from pcicloud.render._words import load
from pcicloud.render.diagrams import Kind, Origin, diagram, flows, sheet, table
from pcicloud.render.diagrams.lettering import fitted, lines, shown, width
from pcicloud.render.diagrams.places import ends, places
from pcicloud.render.diagrams.shapes import Box, Disc, Drawn, Group, Line, Shape, Words
from pcicloud.resources import folder
from tests.render import chromium
from tests.render.sample_assessment import BAD_NAMES

KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)
PROGRAM = chromium.installed()
T = TypeVar("T", bound=Drawn)
SVG = "{http://www.w3.org/2000/svg}"
MODEL = read_model_file(folder("templates"), "private")
ELEVEN = servers_of_size(MODEL, "11")
ORIGIN = Origin(
    files=(("environment.yaml", "ab" * 32), ("private.yaml", "cd" * 32)),
    as_of=datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    hosts_left_out=("localhost",),
)
NASTY = (*BAD_NAMES, "x" * 250, "🙂" * 40, "مرحبا بالعالم \ufdfd", "W" * 60, "長い名前" * 20, "]]>&amp;<!--", "")


def more(role: Role, count: int) -> tuple[HostPlace, ...]:
    return tuple(HostPlace(name=f"{role}{number}", connection="ssh", roles=(role,)) for number in range(2, count + 1))


def fleet(*hosts: HostPlace, **parameters: Any) -> Fleet:
    place = PrivatePlace(driver="lab")
    return fleet_of(
        Environment(name="shop", model="private", private=place, hosts=hosts, parameters=parameters),
        folder("templates"),
    )


def nasty() -> Fleet:
    """Eleven servers whose names, segments' meanings and reasons are as bad as they can be."""
    one = fleet(*ELEVEN)
    bad = [Text(en=name, ja=name[::-1]) for name in NASTY]
    servers = [msgspec.structs.replace(s, name=f"{NASTY[n % len(NASTY)]}{n}") for n, s in enumerate(one.servers)]
    segments = [msgspec.structs.replace(s, about=bad[n]) for n, s in enumerate(one.segments)]
    reasons = [msgspec.structs.replace(f, reason=bad[n % len(bad)]) for n, f in enumerate(one.flows)]
    changed = {"servers": tuple(servers), "segments": tuple(segments), "flows": tuple(reasons), "title": bad[-3]}
    return msgspec.structs.replace(one, name=NASTY[0], **changed)


FLEETS = {
    "3": fleet(*servers_of_size(MODEL, "3")),
    "11": fleet(*ELEVEN),
    "4 web, 6 app": fleet(*ELEVEN, *more("web", 4), *more("app", 6)),
    "20 web, 31 app": fleet(*ELEVEN, *more("web", 20), *more("app", 31)),
    "no log server": fleet(*(host for host in ELEVEN if host.name not in ("log", "fw2"))),
    "automation from outside": fleet(*ELEVEN, automation_cidr="192.0.2.9/32"),
    "nasty": nasty(),
}
NAMED = [name for name in FLEETS if name != "nasty"]
EVERY = [(kind, name, language) for kind in KINDS for name in FLEETS for language in LANGUAGES]


def drawn(kind: Kind, name: str, language: Language) -> tuple[Drawn, ...]:
    origin = msgspec.structs.replace(ORIGIN, files=((NASTY[2], "ab" * 32),)) if name == "nasty" else ORIGIN
    return sheet(kind, FLEETS[name], origin, language).shapes


def flat(shapes: tuple[Drawn, ...]) -> Iterator[Drawn]:
    for one in shapes:
        yield one
        if isinstance(one, Group):
            yield from flat(one.shapes)


def of(kind: type[T], shapes: tuple[Drawn, ...]) -> list[T]:
    return [one for one in flat(shapes) if isinstance(one, kind)]


def texts(kind: Kind, name: str, language: Language = "en") -> list[str]:
    root = ElementTree.fromstring(diagram(kind, FLEETS[name], ORIGIN, language))
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def titles(kind: Kind, name: str, language: Language = "en") -> list[str]:
    root = ElementTree.fromstring(diagram(kind, FLEETS[name], ORIGIN, language))
    return [element.text or "" for element in root.iter(f"{SVG}title")]


@pytest.mark.parametrize("name", NAMED)
def test_the_network_shows_every_server_with_its_address_in_every_segment(name: str) -> None:
    seen = texts("network", name)
    one = FLEETS[name]
    wanted = [server.name for server in one.servers]
    wanted += [address for server in one.servers for address in server.addresses.values()]
    wanted += [part for segment in one.segments for part in (segment.name, segment.cidr, segment.gateway)]
    assert [part for part in wanted if part not in seen] == []
    addresses = [text for text in seen if re.fullmatch(r"\d+\.\d+\.\d+\.\d+", text)]
    gateways = {segment.gateway for segment in one.segments}
    assert set(addresses) == {a for server in one.servers for a in server.addresses.values()} | gateways


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMED)
def test_the_network_names_the_role_of_every_server_and_every_outside_party(name: str, language: Language) -> None:
    said = " ".join(titles("network", name, language))
    words = load().places
    for server in FLEETS[name].servers:
        assert all(getattr(words[role], language) in said for role in server.roles)
    assert all(getattr(words[party], language) in said for party in OUTSIDE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMED)
def test_every_flow_has_its_row_in_the_table_and_its_arrow(name: str, language: Language) -> None:
    one, said = FLEETS[name], titles("flows", name, language)
    rows = [title.split(" · ") for title in said if title.count(" · ") == len(table.COLUMNS) - 1]
    assert [row[0] for row in rows if row[0].isdigit()] == [str(number) for number in range(1, len(one.flows) + 1)]
    by_number = {row[0]: row for row in rows}
    everything = "".join(texts("flows", name, language)).replace(" ", "")
    for number, flow in enumerate(one.flows, 1):
        row = by_number[str(number)]
        words = load()
        carried = words.say["diagram_yes" if flow.cardholder_data else "diagram_no"]
        assert row[3] == f"{flow.protocol}/{flow.port}"
        assert row[4:] == [getattr(t, language) for t in (flow.reason, carried, words.protections[flow.protection])]
        assert getattr(flow.reason, language).replace(" ", "") in everything
        named = {place.name: place.title for place in places(one)} | {"servers": words.places["servers"]}
        assert row[1:3] == [getattr(named[end], language) for end in (flow.source, flow.target)]


@pytest.mark.parametrize("name", NAMED)
def test_an_arrow_has_a_dot_at_each_source_and_a_head_at_each_target_and_touches_nobody_else(name: str) -> None:
    one = FLEETS[name]
    shapes = drawn("flows", name, "en")
    lifelines = sorted(line.points[0][0] for line in of(Line, shapes) if line.look == "lifeline")
    xs = dict(zip([place.name for place in places(one)], lifelines, strict=True))
    lanes = [group for group in of(Group, shapes) if re.match(r"\d+: ", group.title)]
    assert len(lanes) == len(one.flows)
    for flow, lane in zip(one.flows, lanes, strict=True):
        sources, targets = ends(places(one), flow)
        assert sources
        assert targets
        dots = {disc.x for disc in of(Disc, (lane,)) if disc.look.startswith("dot")}
        heads = {shape.points[0][0] for shape in of(Shape, (lane,))}
        assert dots == {xs[end] for end in sources}
        assert heads == {xs[end] for end in targets}
        line = next(line for line in of(Line, (lane,)) if line.look.startswith("flow"))
        assert ("card" in line.look) == flow.cardholder_data
        assert ("clear" in line.look) == (flow.protection in ("none", "signed"))
        assert bool([box for box in of(Box, (lane,)) if box.look == "tag"]) == flow.cardholder_data


def test_a_flow_of_all_servers_begins_at_each_role_but_the_one_it_goes_to() -> None:
    one = FLEETS["11"]
    logs = next(flow for flow in one.flows if flow.target == "log")
    assert set(ends(places(one), logs)[0]) == set(get_args(Role)) - {"log"}


def test_a_segment_whose_server_is_missing_is_the_end_of_the_flow_itself() -> None:
    found = {place.name: place for place in places(FLEETS["no log server"])}
    assert (found["log"].servers, found["log"].range) == ((), "10.30.50.0/24")


def test_who_works_from_within_a_segment_is_drawn_in_it_and_else_outside() -> None:
    bands = [
        next(p.band for p in places(FLEETS[n]) if p.name == "automation") for n in ("11", "automation from outside")
    ]
    assert bands == ["management", "outside"]


@pytest.mark.parametrize(("kind", "name", "language"), EVERY)
def test_no_two_boxes_overlap(kind: Kind, name: str, language: Language) -> None:
    over = ("pill", "zebra", "tag", "strip", "hatch")
    boxes = [box for box in of(Box, drawn(kind, name, language)) if not box.look.startswith(over)]
    assert len(boxes) > 20
    assert [(one, other) for one, other in combinations(boxes, 2) if crossing(one, other)] == []


def crossing(one: Box, other: Box) -> bool:
    """Whether two boxes share room and neither is inside of the other."""

    def within(inner: Box, outer: Box) -> bool:
        return (
            outer.x - 0.1 <= inner.x
            and inner.right <= outer.right + 0.1
            and outer.y - 0.1 <= inner.y
            and inner.bottom <= outer.bottom + 0.1
        )

    apart = (
        one.right <= other.x + 0.1
        or other.right <= one.x + 0.1
        or one.bottom <= other.y + 0.1
        or other.bottom <= one.y + 0.1
    )
    return not (apart or within(one, other) or within(other, one))


def extent(words: Words) -> Box:
    """The room of a line of text, from the upper edge of its letters to below its baseline."""
    shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    return Box(words.x - words.width * shift, words.y - words.size * 0.85, words.width, words.size, "")


@pytest.mark.parametrize(("kind", "name", "language"), EVERY)
def test_every_text_fits_its_room_and_no_box_cuts_through_it(kind: Kind, name: str, language: Language) -> None:
    shapes = drawn(kind, name, language)
    boxes = [box for box in of(Box, shapes) if not box.look.startswith(("zebra", "pill", "hatch"))]
    wide = [words.text for words in of(Words, shapes) if words.width > words.room + 0.1 and len(words.text) > 1]
    assert wide == []
    cut = [(words.text, box) for words in of(Words, shapes) for box in boxes if crossing(extent(words), box)]
    # The labels of arrows between two segments lie over the edges of both, on a ground of their own.
    assert [one for one in cut if not re.fullmatch(r"(tcp|udp)/\d+", one[0])] == []


@pytest.mark.parametrize(("kind", "name", "language"), EVERY)
def test_no_text_lies_on_another_and_no_line_goes_through_one(kind: Kind, name: str, language: Language) -> None:
    shapes = drawn(kind, name, language)
    said = [(words.text, extent(words)) for words in of(Words, shapes)]
    by_row = sorted(said, key=lambda one: one[1].y)
    clashes = []
    for number, (text, box) in enumerate(by_row):
        for other_text, other in by_row[number + 1 :]:
            if other.y >= box.bottom:
                break
            if box.x < other.right - 0.1 and other.x < box.right - 0.1 and other.y < box.bottom - box.height * 0.1:
                clashes.append((text, other_text))
    assert clashes == []
    labels = [label for label in said if not re.fullmatch(r"(tcp|udp)/\d+", label[0])]
    through = []
    for line in of(Line, shapes):
        (x, y), (to_x, to_y) = line.points[0], line.points[-1]
        way = Box(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y), "")
        through += [
            (text, line) for text, box in labels
            if way.x < box.right and box.x < way.right + 0.01 and way.y < box.bottom and box.y < way.bottom + 0.01
        ]  # fmt: skip
    assert through == []


@pytest.mark.parametrize(("kind", "name", "language"), EVERY)
def test_the_sheet_is_a3_landscape_and_everything_is_on_it(kind: Kind, name: str, language: Language) -> None:
    made = sheet(kind, FLEETS[name], ORIGIN, language)
    assert made.width / made.height == pytest.approx(420 / 297)
    for box in [*of(Box, made.shapes), *(extent(words) for words in of(Words, made.shapes))]:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= made.width
        assert box.bottom <= made.height


@pytest.mark.parametrize(("kind", "name", "language"), EVERY)
def test_it_is_well_formed_says_what_it_is_and_runs_nothing(kind: Kind, name: str, language: Language) -> None:
    data = diagram(kind, FLEETS[name], ORIGIN, language)
    root = ElementTree.fromstring(data)
    assert root.get("role") == "img"
    labels = str(root.get("aria-labelledby")).split()
    named = {child.get("id"): child.text for child in root if child.tag in (f"{SVG}title", f"{SVG}desc")}
    assert all(named[label] for label in labels)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "defs", "pattern", "style", "rect", "g", "text", "polyline", "polygon", "circle",
    }  # fmt: skip
    text = data.decode()
    assert UNSAFE.search(text.replace("\n", "")) is None
    assert "href" not in re.sub(r"<(text|title|desc)\b[^>]*>[^<]*", "", text)
    assert [
        word for word in re.findall(r"https?://[^\s\"'<]+", re.sub(r">[^<]*<", "><", text)) if "w3.org" not in word
    ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_bad_names_are_shown_as_they_are_and_none_is_lost(kind: Kind) -> None:
    made = texts(kind, "nasty")
    everything = "".join(made).replace(" ", "")
    for server in FLEETS["nasty"].servers:
        assert shown(server.name).replace(" ", "") in everything


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_models_give_equal_bytes_and_each_change_others(kind: Kind, language: Language) -> None:
    first = diagram(kind, FLEETS["11"], ORIGIN, language)
    assert diagram(kind, fleet(*ELEVEN), msgspec.structs.replace(ORIGIN), language) == first
    later = msgspec.structs.replace(ORIGIN, as_of=datetime(2026, 11, 24, tzinfo=UTC))
    other = msgspec.structs.replace(ORIGIN, files=(("environment.yaml", "ef" * 32),))
    assert len({first, diagram(kind, FLEETS["11"], later, language), diagram(kind, FLEETS["11"], other, language)}) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_title_block_names_the_environment_its_files_and_the_moment(kind: Kind) -> None:
    seen = texts(kind, "11")
    assert {"shop", "2026-11-23 09:30 UTC", "environment.yaml (SHA-256 abababababababab)"} <= set(seen)
    assert "PCI DSS environment on servers of one's own" in seen


def test_the_cde_is_marked_by_words_and_a_pattern_not_by_colour_alone() -> None:
    shapes = drawn("network", "11", "en")
    scopes = [one.scope for one in FLEETS["11"].segments]
    in_key = 1
    assert len([box for box in of(Box, shapes) if box.look == "hatch"]) == scopes.count("cde") + in_key
    assert len([words for words in of(Words, shapes) if words.text == "CDE"]) == scopes.count("cde") + in_key
    assert [words.text for words in of(Words, shapes) if "boundary" in words.text] == ["CDE boundary"]


def test_a_server_in_two_segments_is_named_as_a_way_past_the_firewalls() -> None:
    assert "Not so within web1, db1: in several segments at once." in " ".join(texts("network", "3"))
    assert "Not so within" not in " ".join(texts("network", "11"))


def test_hosts_without_a_role_are_named_as_left_out() -> None:
    assert "localhost" in "".join(texts("network", "11"))
    assert "Hosts without a role" in " ".join(texts("network", "11"))


def test_every_place_scope_and_protection_has_words() -> None:
    words = load()
    assert set(words.places) == {*get_args(Role), *OUTSIDE, "servers"}
    assert set(words.protections) == set(get_args(Protection))
    assert {segment.scope for segment in FLEETS["11"].segments} == set(words.scope_meanings) <= set(words.scopes)
    assert flows.ALL_SERVERS == "servers"


def test_a_fleet_that_no_sheet_has_room_for_is_refused_in_words() -> None:
    one = FLEETS["11"]
    crowd = tuple(msgspec.structs.replace(one.servers[2], name=f"s{number}" * 60) for number in range(2000))
    with pytest.raises(DefinitionError, match="more servers than one sheet"):
        sheet("flows", msgspec.structs.replace(one, servers=(*one.servers, *crowd)), ORIGIN, "en")


LINES = [
    ("Every server takes its time", 12, 80, ["Every server", "takes its", "time"]),
    ("198.51.100.200/32", 12, 110, ["198.51.100.200", "/32"]),
    ("アプリケーションサーバ", 12, 100, ["アプリケーション", "サーバ"]),
    ("ファイアウォール", 12, 60, ["ファイア", "ウォール"]),
    ("データを渡す。消せない。", 12, 72.5, ["データを渡", "す。消せな", "い。"]),
    ("", 12, 80, []),
]


@pytest.mark.parametrize(("text", "size", "room", "broken"), LINES)
def test_text_is_broken_where_a_reader_expects_it(text: str, size: float, room: float, broken: list[str]) -> None:
    assert list(lines(text, size, room)) == broken


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("room", [20, 90, 400])
def test_broken_text_is_whole_and_no_line_is_wider_than_its_room(text: str, room: float) -> None:
    broken = lines(text, 12, room)
    assert "".join(broken).replace(" ", "") == shown(text).replace(" ", "")
    assert [line for line in broken if width(line, 12) > room + 0.01 and len(line) > 1] == []
    assert width(fitted(text, 12, room), 12) <= room
    if width(shown(text), 12) > room:
        assert fitted(text, 12, room).endswith("…")


@pytest.mark.browser
@pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["11", "nasty"])
@pytest.mark.parametrize("kind", KINDS)
def test_in_a_browser_no_text_is_wider_than_was_reckoned(
    kind: Kind, name: str, language: Language, tmp_path: Path
) -> None:
    assert PROGRAM is not None
    file = tmp_path / "diagram.svg"
    file.write_bytes(diagram(kind, FLEETS[name], ORIGIN, language))
    with chromium.page(PROGRAM, tmp_path / "profile") as page:
        page.open(file)
        real = page.run("[...document.querySelectorAll('text')].map(one => one.getComputedTextLength())")
        assert page.requests == [file.as_uri()]
    words = of(Words, sheet(kind, FLEETS[name], ORIGIN, language).shapes)
    assert [(w.text, w.width, r) for w, r in zip(words, real, strict=True) if r > w.width + 0.5] == []
