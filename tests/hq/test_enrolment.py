"""Trust: a code that is good once, a token that is stored nowhere, a secret that can be changed without a gap."""

from __future__ import annotations

import base64
import re

import pytest
from sqlalchemy import Engine, select, text, update

from app.domain.faults import Refused, Unknown
from app.hq import tables
from app.hq.clock import real_us
from app.hq.database import write
from app.hq.work.enrolling import code_hash, device_of, enrol, issue_code, token_hash
from app.hq.work.sources import GRACE_US, issue_secret, secrets_of
from tests.kit.hq import found_store


def use(engine: Engine, code: str) -> str:
    with write(engine) as connection:
        return enrol(connection, code_hash(code), "front desk").token


def test_a_code_makes_a_desk_trusted_for_its_store(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        code = issue_code(connection, "330")
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code.text)
    assert 0 <= real_us() + 24 * 3600 * 1_000_000 - code.expires_us < 60_000_000
    with write(engine) as connection:
        enrolment = enrol(connection, code_hash(code.text), "front desk")
        device = device_of(connection, token_hash(enrolment.token))
    assert device is not None
    assert (device.store_id, device.device_id, device.revoked) == ("330", enrolment.device_id, False)
    assert (enrolment.store_id, enrolment.store_name) == ("330", "Store 330")
    assert len(base64.urlsafe_b64decode(enrolment.token.removeprefix("ybd_") + "==")) >= 32


def test_a_code_may_be_typed_as_people_type(engine: Engine) -> None:
    assert code_hash("7k2m 9qxf") == code_hash("7K2M-9QXF") == code_hash("7K2M9QXF")
    assert code_hash("OIL0-1111") == code_hash("0110-1111")
    assert code_hash("7K2M-9QXG") != code_hash("7K2M-9QXF")


def test_a_code_is_good_once(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        code = issue_code(connection, "330").text
    use(engine, code)
    with pytest.raises(Refused) as refusal:
        use(engine, code)
    assert refusal.value.code == "code_used"
    with pytest.raises(Refused) as refusal:
        use(engine, "0000-0000")
    assert refusal.value.code == "code_unknown"


def test_a_code_expires(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        code = issue_code(connection, "330").text
        connection.execute(update(tables.enrolments).values(expires_us=real_us() - 1))
    with pytest.raises(Refused) as refusal:
        use(engine, code)
    assert refusal.value.code == "code_expired"


def test_a_store_must_exist(engine: Engine) -> None:
    with pytest.raises(Unknown), write(engine) as connection:
        issue_code(connection, "777")


def test_neither_code_nor_token_is_stored(engine: Engine) -> None:
    found_store(engine)
    with write(engine) as connection:
        code = issue_code(connection, "330").text
    token = use(engine, code)
    with engine.connect() as connection:
        for table in (tables.enrolments, tables.devices):
            for row in connection.execute(select(table)):
                assert not {code, code.replace("-", ""), token} & {str(value) for value in row}


def test_a_rotated_secret_stays_good_for_a_day(engine: Engine) -> None:
    with write(engine) as connection:
        assert secrets_of(connection, "till") == ()
        first = issue_secret(connection, "till")
        assert secrets_of(connection, "till") == (first,)
        second = issue_secret(connection, "till")
        assert secrets_of(connection, "till") == (second, first)
        third = issue_secret(connection, "till")
        assert secrets_of(connection, "till") == (third, second)
        until = connection.execute(text("select previous_until_us from event_sources")).scalar_one()
        assert 0 <= real_us() + GRACE_US - until < 60_000_000
        connection.execute(update(tables.event_sources).values(previous_until_us=real_us() - 1))
        assert secrets_of(connection, "till") == (third,)
    assert len(base64.b64decode(third.removeprefix("whsec_"), validate=True)) == 32


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_source_has_a_name(engine: Engine, name: str) -> None:
    with pytest.raises(Refused), write(engine) as connection:
        issue_secret(connection, name)
