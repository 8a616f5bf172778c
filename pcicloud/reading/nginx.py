"""nginx's settings as `nginx -T` prints them: directives in their blocks, with included files put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatch

import msgspec

from pcicloud.model.outcome import Json

FILE = re.compile(r"^# configuration file (\S+):$", re.MULTILINE)
WORD = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[{};]|(?:\$\{\w+\}|[^\s{};\"'#])+|#[^\n]*")
PASSES = ("proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass")
DEPTH_MAX = 8


class Directive(msgspec.Struct, frozen=True, kw_only=True):
    """One directive with its words, and what stands in its block."""

    name: str
    words: tuple[str, ...]
    block: tuple[Directive, ...] = ()

    def all(self, name: str) -> tuple[Directive, ...]:
        """The directives of a name that stand directly in the block."""
        return tuple(one for one in self.block if one.name == name)

    def deep(self, *names: str) -> tuple[Directive, ...]:
        """The directives of these names in the block and in blocks in it."""
        return tuple(one for one in _walk(self) if one.name in names)


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """A `server` block with the `http` block around it."""

    http: Directive
    own: Directive

    @property
    def label(self) -> str:
        listens = ", ".join(one.words[0] for one in self.own.all("listen") if one.words) or "port 80"
        names = [name for one in self.own.all("server_name") for name in one.words if name != "_"]
        return f"{names[0]} on {listens}" if names else f"the server on {listens}"

    @property
    def is_encrypted(self) -> bool:
        return any("ssl" in one.words[1:] for one in self.own.all("listen"))

    @property
    def is_plain(self) -> bool:
        """Whether a listener reachable from other hosts speaks plain HTTP."""
        plain = [one.words[0] for one in self.own.all("listen") if one.words and "ssl" not in one.words[1:]]
        return any(not address.startswith(("127.", "[::1]", "localhost", "unix:")) for address in plain) or (
            not self.own.all("listen")
        )

    @property
    def refuses_handshakes(self) -> bool:
        return any(one.words == ("on",) for one in self.own.all("ssl_reject_handshake"))

    @property
    def passes(self) -> bool:
        """Whether an application stands behind it."""
        return bool(self.own.deep(*PASSES))

    def words(self, name: str) -> tuple[str, ...] | None:
        """The words of the setting that holds for the server: its own, else that of `http`; None where none is set."""
        for block in (self.own, self.http):
            if found := block.all(name):
                return found[-1].words
        return None

    def lines(self, name: str) -> tuple[Directive, ...]:
        """The directives that hold for the server where a list in it replaces the one around it (add_header)."""
        return self.own.all(name) or self.http.all(name)


def servers(body: Json) -> tuple[Server, ...]:
    """Every virtual server that the settings define."""
    root = whole(body)
    return tuple(Server(http=http, own=own) for http in root.all("http") for own in http.all("server"))


def before_applications(body: Json) -> tuple[Server, ...]:
    """The encrypted servers that pass requests on to an application: what browsers are told is told by them."""
    return tuple(one for one in servers(body) if one.is_encrypted and one.passes)


def whole(body: Json) -> Directive:
    """All settings, as the block of a directive without a name."""
    text = body["settings"]["stdout"]
    marks = list(FILE.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    files = {mark[1]: text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)}
    first = marks[0][1] if marks else ""
    return Directive(name="", words=(), block=tuple(_parsed(files.get(first, ""), files, first, DEPTH_MAX)))


def _walk(directive: Directive) -> Iterator[Directive]:
    for one in directive.block:
        yield one
        yield from _walk(one)


def _parsed(text: str, files: dict[str, str], path: str, depth: int) -> Iterator[Directive]:
    words = iter([word for word in WORD.findall(text) if not word.startswith("#")])
    return _block(words, files, path, depth)


def _block(words: Iterator[str], files: dict[str, str], path: str, depth: int) -> Iterator[Directive]:
    said: list[str] = []
    for word in words:
        if word == ";":
            yield from _ended(said, files, path, depth)
            said = []
        elif word == "{":
            inside = tuple(_block(words, files, path, depth))
            yield Directive(name=said[0] if said else "", words=tuple(said[1:]), block=inside)
            said = []
        elif word == "}":
            return
        else:
            said.append(word.strip("\"'"))


def _ended(said: list[str], files: dict[str, str], path: str, depth: int) -> Iterator[Directive]:
    if said[:1] == ["include"] and depth:
        folder = path.rsplit("/", 1)[0]
        pattern = said[1] if said[1].startswith("/") else f"{folder}/{said[1]}"
        for name in sorted(files):
            if name != path and fnmatch(name, pattern):
                yield from _parsed(files[name], files, name, depth - 1)
    elif said:
        yield Directive(name=said[0], words=tuple(said[1:]))


def header(server: Server, name: str) -> str | None:
    """The value of a header that the server adds to every answer, None where it does not or a location drops it.

    A location that adds a header of its own sends none of those around it (ngx_http_headers_module, add_header).
    """
    said = _header(server.lines("add_header"), name)
    for location in server.own.deep("location"):
        if own := location.all("add_header"):
            said = _header(own, name) if said is not None else None
    return said


def _header(lines: tuple[Directive, ...], name: str) -> str | None:
    found = [one.words[1] for one in lines if len(one.words) > 1 and one.words[0].lower() == name]
    return found[-1] if found else None


COMBINED = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'
)


def log_format(server: Server, log: Directive) -> str:
    """The format of an access_log; `combined` where none is named."""
    plain = [word for word in log.words[1:] if "=" not in word]
    named = plain[0] if plain else "combined"
    formats = {one.words[0]: "".join(one.words[1:]) for one in server.http.all("log_format") if one.words}
    return formats.get(named, COMBINED)
