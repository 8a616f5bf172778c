"""Whether Systems Manager documents may be shared with everybody."""

from __future__ import annotations

from collections.abc import Iterator

from pcicloud.aws import Account
from pcicloud.collecting import collector
from pcicloud.model.sighting import Seen

SETTING = "/ssm/documents/console/public-sharing-permission"


@collector(where="regional", permissions=("ssm:GetServiceSetting",), shapes="ssm:GetServiceSetting.ServiceSetting")
def ssm_public_sharing(account: Account) -> Iterator[Seen]:
    """The region's setting for public sharing of documents."""
    setting = account.call("ssm", "GetServiceSetting", SettingId=SETTING)["ServiceSetting"]
    yield Seen(setting.get("ARN") or SETTING, setting)
