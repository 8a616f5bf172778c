"""Which requirements a property touches."""

from __future__ import annotations

import pytest

from pcicloud.provision.aws.requirements import declared, everything, ordered, touched

DECLARED = declared(
    {
        "Metadata": {
            "pcicloud": {
                "requirements": {
                    ".": ["1.2.1"],
                    "Encryption": ["3.5.1"],
                    "Encryption.Rules.Algorithm": ["4.2.1"],
                    "Parameters.rds.force_ssl": ["2.2.7"],
                }
            }
        }
    }
)


@pytest.mark.parametrize(
    ("path", "requirements"),
    [
        ("Encryption", ("3.5.1",)),
        ("Encryption.Key", ("3.5.1",)),
        ("Encryption.Rules.Algorithm", ("4.2.1",)),
        ("Encryption.Rules.0.Algorithm", ("4.2.1",)),
        ("/Encryption/Rules/0/Algorithm", ("4.2.1",)),
        ("Parameters.rds.force_ssl", ("2.2.7",)),
        ("/Parameters/rds.force_ssl", ("2.2.7",)),
        ("Parameters", ("2.2.7",)),
        ("EncryptionAtRest", ()),
        ("Tags", ()),
    ],
)
def test_longest_declared_path_decides(path: str, requirements: tuple[str, ...]) -> None:
    assert touched(DECLARED, path) == requirements


def test_a_resource_that_is_gone_touches_everything_it_served() -> None:
    assert everything(DECLARED) == ("1.2.1", "2.2.7", "3.5.1", "4.2.1")


def test_a_resource_without_metadata_serves_nothing() -> None:
    assert declared({"Type": "AWS::SNS::Topic"}) == {}


def test_ids_stand_in_the_order_of_the_standard() -> None:
    assert ordered(["A1.1.1", "12.1", "8.10", "8.2", "8.2"]) == ("8.2", "8.10", "12.1", "A1.1.1")
