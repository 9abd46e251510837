"""The token: in the keyring, or in a private file where there is none; never in the database."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.localdb.secrets import keep_token, token_of
from tests.kit.desk import opened


class Memory(KeyringBackend):
    """A keyring of the test's own."""

    def __init__(self) -> None:
        """Nothing to set up."""

    priority = 1.0

    held: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_without_a_keyring_the_token_is_in_a_private_file(tmp_path: Path) -> None:
    assert token_of(tmp_path, "d1") is None
    keep_token(tmp_path, "d1", "secret")
    assert token_of(tmp_path, "d1") == "secret"
    assert token_of(tmp_path, "d2") is None
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600


def test_a_token_that_cannot_be_written_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_token(tmp_path, "d1", "secret")
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _full)
        with pytest.raises(OSError, match="No space"):
            keep_token(tmp_path, "d1", "other")
    assert token_of(tmp_path, "d1") == "secret"
    (tmp_path / "token").write_bytes(b"\xff\x00 rotten")
    assert token_of(tmp_path, "d1") is None


def _full(_handle: int, _content: bytes) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_with_a_keyring_it_is_there_and_a_file_from_before_goes(tmp_path: Path) -> None:
    keep_token(tmp_path, "d1", "old")
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        keep_token(tmp_path, "d1", "new")
        assert not (tmp_path / "token").exists()
        assert token_of(tmp_path, "d1") == "new"
    finally:
        keyring.set_keyring(before)


def test_it_is_in_no_database(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    with opened(data):
        pass
    for file in data.glob("*.db*"):
        assert b"token-1" not in file.read_bytes()
