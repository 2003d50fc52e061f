"""Serial numbers of certificates, anchored on files that Alipay itself issued.

They and the numbers that they have are published in the tests of alipay/alipay-sdk-nodejs-all (MIT).
"""

from pathlib import Path

import pytest

from kith.payments.gateways.alipay import cert, message
from kith.payments.gateways.alipay.cert import Certs
from kith.payments.gateways.alipay.message import Doubtful
from kith.payments.gateways.alipay.tests.test_message import METHOD, NODE, OUR_KEY, THEM, US, private_pem
from kith.payments.gateways.signer import BadKey

GOLDEN = Path(__file__).parent / "certs"
APP = (GOLDEN / "appCertPublicKey_2021001161683774.crt").read_bytes()
ALIPAY = (GOLDEN / "alipayCertPublicKey_RSA2.crt").read_bytes()
ROOT = (GOLDEN / "alipayRootCert.crt").read_bytes()
ROOTS = ROOT.split(b"-----END CERTIFICATE-----")
OTHER_KINDS = b"-----END CERTIFICATE-----".join([ROOTS[0], ROOTS[2], b""])
"""Of the bundle only those that are not signed with RSA: one of them no library here can read."""


@pytest.mark.parametrize(
    ("pem", "expected"),
    [(APP, "866efef280dec9137a87d047ac446315"), (ALIPAY, "7513daaaa48aa3ba2e4018d84402479c")],
)
def test_the_serial_number_of_a_certificate(pem: bytes, expected: str) -> None:
    assert cert.sn(pem) == expected
    assert cert.sn(pem.replace(b"\n", b"\r\n")) == expected
    assert cert.sn(pem + ROOT) == expected


def test_the_roots_that_are_signed_with_rsa_make_one_number() -> None:
    both = "687b59193f3f462dd5336e5abf83c5d8_02941eef3187dddf3d3b83462e1dfcf6"
    assert cert.root_sn(ROOT) == both
    assert cert.root_sn(b"\n# a remark\n" + ROOT.replace(b"\n\n", b"\n")) == both


@pytest.mark.parametrize("pem", [b"", b"nonsense", private_pem(OUR_KEY), APP.replace(b"MII", b"MIJ")])
def test_what_is_no_certificate_is_refused_without_being_shown(pem: bytes) -> None:
    with pytest.raises(BadKey, match=r"^not a certificate$"):
        cert.sn(pem)
    with pytest.raises(BadKey, match=r"^no RSA certificate$"):
        cert.root_sn(pem)


def test_a_bundle_without_rsa_is_refused() -> None:
    with pytest.raises(BadKey, match="no RSA certificate"):
        cert.root_sn(OTHER_KINDS)


def test_the_certificate_of_another_key_is_refused() -> None:
    with pytest.raises(BadKey, match="not the certificate of this private key"):
        cert.signer(private_pem(OUR_KEY), Certs(APP, ALIPAY, ROOT))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('"alipay_cert_sn":"ab",', None),
        ("", None),
        ('"alipay_cert_sn":"cd",', "other-certificate"),
        ('"alipay_cert_sn":7,', "other-certificate"),
    ],
)
def test_an_answer_names_the_certificate_that_it_is_signed_under(told: str, why: str | None) -> None:
    body = f'{{"alipay_trade_query_response":{NODE},{told}"sign":"{THEM.sign(NODE.encode())}"}}'.encode()
    assert message.opened(body, METHOD, US).code == "10000"
    if why is None:
        assert message.opened(body, METHOD, US, cert_sn="ab").code == "10000"
        return
    with pytest.raises(Doubtful) as doubtful:
        message.opened(body, METHOD, US, cert_sn="ab")
    assert doubtful.value.why == why
