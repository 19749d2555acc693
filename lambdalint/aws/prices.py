"""What Lambda costs, in US dollars before taxes, discounts and the free tier.

Sources: AWS's price list for `AWSLambda` as the AWS Pricing Calculator publishes it
(https://calculator.aws/pricing/2.0/meteredUnitMaps/lambda/USD/current/lambda.json) and as the Pricing API gave it for
us-east-1 on 2025-10-28, both read in public copies on 2026-11-23, and https://aws.amazon.com/lambda/pricing/. Regions that
are in no such copy (China and GovCloud among them) are not here. Read for us-east-1 only: the tiers, and what provisioned
concurrency on arm64 and SnapStart cost.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import ceil

from msgspec import Struct

READ = "2026-11-23"
"""The day the prices were last compared with their sources."""

INIT_BILLED_SINCE = "2025-08-01"
"""From then on `Billed Duration` includes the init phase of every function
(https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/)."""

FREE_STORAGE = 512
"""MB of /tmp."""


class Architecture(Enum):
    """The processors that functions run on."""

    X86 = "x86_64"
    ARM = "arm64"


class Prices(Struct, frozen=True):
    """Of one region; durations are rounded up to whole milliseconds."""

    x86: float
    """A GB-second in the first tier."""
    arm: float
    provisioned: float
    """A GB-second of provisioned concurrency, x86_64, used or not."""
    provisioned_duration: float
    """A GB-second of running in it."""
    storage: float
    """A GB-second of /tmp beyond the free 512 MB."""
    request: float = 2e-7

    def gb_second(self, architecture: Architecture) -> float:
        """A GB-second in the first tier."""
        return self.arm if architecture is Architecture.ARM else self.x86


class Tier(Struct, frozen=True):
    """A part of a month's GB-seconds of one architecture; the last has no end."""

    until: float
    factor: float
    """Of the price of the first tier."""


TIERS: Mapping[Architecture, tuple[Tier, ...]] = {
    Architecture.X86: (Tier(6e9, 1.0), Tier(15e9, 0.9), Tier(float("inf"), 0.8)),
    Architecture.ARM: (Tier(7.5e9, 1.0), Tier(18.75e9, 0.9), Tier(float("inf"), 0.8)),
}

ARM_PROVISIONED = 3.3334e-6
"""A GB-second of provisioned concurrency on arm64, us-east-1."""
ARM_PROVISIONED_DURATION = 7.7778e-6
SNAP_START_CACHE = 1.5046e-6
"""A GB-second that a version is kept, at least 3 hours, us-east-1; nothing for Java."""
SNAP_START_RESTORE = 1.397998e-4
"""A GB restored."""

_USUAL = 1.66667e-5, 1.33334e-5

REGIONS: Mapping[str, Prices] = {
    "af-south-1": Prices(2.21e-5, 1.768e-5, 5.53e-6, 1.29e-5, 4.04e-8, 2.7e-7),
    "ap-east-1": Prices(2.292e-5, 1.83e-5, 5.7153e-6, 1.33358e-5, 4.07e-8, 2.8e-7),
    "ap-northeast-1": Prices(*_USUAL, 5.3835e-6, 1.25615e-5, 3.7e-8),
    "ap-northeast-2": Prices(*_USUAL, 5.1254e-6, 1.19592e-5, 3.52e-8),
    "ap-northeast-3": Prices(*_USUAL, 5.3835e-6, 1.25615e-5, 3.7e-8),
    "ap-south-1": Prices(*_USUAL, 4.4985e-6, 1.04966e-5, 3.52e-8),
    "ap-southeast-1": Prices(*_USUAL, 5.1991e-6, 1.21313e-5, 3.7e-8),
    "ap-southeast-2": Prices(*_USUAL, 5.236e-6, 1.22173e-5, 3.7e-8),
    "ap-southeast-4": Prices(*_USUAL, 5.236e-6, 1.22173e-5, 3.7e-8),
    "ap-southeast-5": Prices(1.5e-5, 1.2e-5, 4.6791e-6, 1.09181e-5, 3.33e-8, 1.8e-7),
    "ca-central-1": Prices(*_USUAL, 4.646e-6, 1.08407e-5, 3.4e-8),
    "eu-central-1": Prices(*_USUAL, 5.0147e-6, 1.17011e-5, 3.67e-8),
    "eu-central-2": Prices(1.83334e-5, 1.46667e-5, 5.5162e-6, 1.28712e-5, 4.41e-8, 2.2e-7),
    "eu-north-1": Prices(*_USUAL, 4.4248e-6, 1.03245e-5, 3.23e-8),
    "eu-south-1": Prices(1.95172e-5, 1.56138e-5, 4.8783e-6, 1.13827e-5, 3.57e-8, 2.3e-7),
    "eu-west-1": Prices(*_USUAL, 4.646e-6, 1.08407e-5, 3.4e-8),
    "eu-west-2": Prices(*_USUAL, 4.8304e-6, 1.12709e-5, 3.58e-8),
    "eu-west-3": Prices(*_USUAL, 4.8673e-6, 1.13569e-5, 3.58e-8),
    "me-south-1": Prices(2.06667e-5, 1.65334e-5, 5.1108e-6, 1.19251e-5, 3.74e-8, 2.5e-7),
    "sa-east-1": Prices(*_USUAL, 6.6372e-6, 1.54867e-5, 5.86e-8),
    "us-east-1": Prices(*_USUAL, 4.1667e-6, 9.7222e-6, 3.09e-8),
    "us-east-2": Prices(*_USUAL, 4.1667e-6, 9.7222e-6, 3.09e-8),
    "us-west-1": Prices(*_USUAL, 4.9041e-6, 1.1443e-5, 3.7e-8),
    "us-west-2": Prices(*_USUAL, 4.1667e-6, 9.7222e-6, 3.09e-8),
}


def duration_price(memory: int, billed: float, region: str, architecture: Architecture) -> float:
    """What an invocation of so many ms costs in the first tier with so many MB, without its request; KeyError for an unknown region."""
    return ceil(billed) * memory / 1024 / 1000 * REGIONS[region].gb_second(architecture)


def storage_price(storage: int, billed: float, region: str) -> float:
    """What so many MB of /tmp add to an invocation; KeyError for an unknown region."""
    return max(storage - FREE_STORAGE, 0) / 1024 * ceil(billed) / 1000 * REGIONS[region].storage


def month_price(gb_seconds: float, region: str, architecture: Architecture) -> float:
    """What a month's GB-seconds of one architecture cost, tier by tier; KeyError for an unknown region."""
    total, start = 0.0, 0.0
    for tier in TIERS[architecture]:
        total += max(min(gb_seconds, tier.until) - start, 0.0) * tier.factor
        start = tier.until
    return total * REGIONS[region].gb_second(architecture)
