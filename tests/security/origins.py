"""What a browser, or somebody who plays one, says about where a request comes from."""

FOREIGN = {
    "another site": "https://ailleurs.example",
    "null: a sandbox, a file": "null",
    "empty": "",
    "looks alike before": "{scheme}://ailleurs-{host}",
    "looks alike after": "{scheme}://{host}.ailleurs.example",
    "a name inside": "{scheme}://ailleurs.example/{host}",
    "a user before": "{scheme}://{host}@ailleurs.example",
    "another port": "{scheme}://{name}:1",
    "another scheme": "{other}://{host}",
    "capitals, which no browser sends": "{capitals}://{upper}",
    "a dot at the end": "{scheme}://{name}.",
    "a slash at the end": "{scheme}://{host}/",
    "a path": "{scheme}://{host}/join",
    "two": "{scheme}://{host} https://ailleurs.example",
    "a star": "*",
    "the public one by another scheme": "{other}://tablee.example",
    "a letter that looks alike": "{scheme}://{name}\u0435",
}
"""Origins that are not ours; ``{host}`` is what the request asks for, with its port."""

OURS = {
    "the address asked for": "{scheme}://{host}",
    "the public one": "{scheme}://tablee.example",
    "none: no browser": None,
}
"""Origins that may act, where ``tablee.example`` is the public address."""

SITES = {"cross-site": False, "same-site": False, "nonsense": False, "same-origin": True, "none": True}
"""What ``Sec-Fetch-Site`` may say, and whether such a request may act."""


def origin(pattern: str | None, host: str, scheme: str = "http") -> str | None:
    """The header for a request to this host."""
    if pattern is None:
        return None
    other = "https" if scheme == "http" else "http"
    name = host.partition(":")[0]
    return pattern.format(scheme=scheme, other=other, host=host, name=name, upper=host.upper(), capitals=scheme.upper())
