"""Every channel of a published report, read back from its bytes and held to results.json."""
