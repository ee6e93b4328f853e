"""How many examples the properties try: few by default, many with `HYPOTHESIS_PROFILE=deep`.

`draft` fails at once and not with the smallest example: for work in progress and mutation tests.
"""

import os

from hypothesis import HealthCheck, Phase, settings

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)  # the suite runs beside others

settings.register_profile("default", max_examples=60, deadline=None, suppress_health_check=SLOW)
settings.register_profile("deep", max_examples=5000, deadline=None, suppress_health_check=SLOW)
settings.register_profile(
    "draft", settings.get_profile("default"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
