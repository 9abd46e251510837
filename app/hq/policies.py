"""The chain's rules: read and checked as a file, kept by version, in force once they are applied."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import Connection, select

from app.domain.faults import Conflict, Unreadable
from app.domain.policy import Policy, policy_from
from app.domain.policy_check import check
from app.resources import resources

from .feed import insert_for
from .tables import house, policies
from .toml_lines import line_of, lines_of


def current_policy(connection: Connection) -> Policy:
    """Return the policy in force (house row `policy`, TOML); the one in `resources` where none was applied."""
    kept = connection.execute(_KEPT).scalar()
    return default_policy() if kept is None else read_policy(kept)


def text_in_force(connection: Connection) -> str | None:
    """Return the applied policy's TOML; None where the one that the program comes with is in force."""
    found: str | None = connection.execute(_KEPT).scalar()
    return found


@cache
def default_policy() -> Policy:
    """Return the policy that the program comes with."""
    return read_policy((resources() / "policy.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def read_policy(text: str) -> Policy:
    """Return the policy written in `text` (TOML); raise `Unreadable` saying what is wrong with it."""
    try:
        return policy_from(tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise Unreadable("policy_toml", f"the policy is no TOML: {wrong}", reason=str(wrong)) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem of a policy file: the line, the key ("" for the file as a whole), what is wrong, what is right."""

    line: int
    key: str
    wrong: str
    right: str


def policy_text(path: Path) -> str:
    """Return what is in the file; raise `Unreadable` where it cannot be read or is no UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as wrong:
        raise Unreadable("file_missing", f"cannot read {path}: {wrong.strerror}") from None
    except UnicodeDecodeError as wrong:
        raise Unreadable("file_encoding", f"{path} is no UTF-8 (byte {wrong.start})") from None


def findings(text: str) -> list[Finding]:
    """Return everything that is wrong with a policy file, in the order of its lines; nothing for a good one."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        said = str(wrong)
        place = _PLACE.search(said)
        line = int(place[1]) if place else text.count("\n") + 1
        return [Finding(line=line, key="", wrong=f"this is no TOML: {said}", right="see https://toml.io")]
    lines = lines_of(text)
    found = [
        Finding(line=line_of(lines, problem.path), key=problem.key, wrong=problem.wrong, right=problem.right)
        for problem in check(document)
    ]
    return sorted(found, key=lambda each: each.line)


def adopt(connection: Connection, text: str, by: str, at_us: int) -> bool:
    """Keep the (good) policy and put it in force; False where it was in force already.

    A version is one text for ever: `Conflict` is raised for another one under a version that was applied before, also
    under the version that the program comes with.
    """
    policy = read_policy(text)
    kept = connection.execute(select(policies.c.body).where(policies.c.version == policy.version)).scalar()
    default = default_policy()
    other = kept is not None and kept != text
    if other or (kept is None and policy.version == default.version and policy != default):
        detail = f"version {policy.version!r} was applied before with other rules: give the new rules a new version"
        raise Conflict("policy_version", detail, version=policy.version)
    if kept is None:
        row = {"version": policy.version, "body": text, "by": by, "at_us": at_us}
        connection.execute(insert_for(connection, policies).values(row).on_conflict_do_nothing())
    if connection.execute(_KEPT).scalar() == text:
        return False
    insert = insert_for(connection, house).values(key="policy", value=text)
    connection.execute(insert.on_conflict_do_update(index_elements=["key"], set_={"value": text}))
    return True


_KEPT = select(house.c.value).where(house.c.key == "policy")

_PLACE = re.compile(r"line (\d+)")
