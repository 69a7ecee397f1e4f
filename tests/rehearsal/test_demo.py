"""The demo: made in an empty database, its links all open in one browser, and it goes in one act."""

import re

import pytest
import requests

from tests.server import until

pytestmark = pytest.mark.server

LINK = re.compile(r"^  (\w[\w ]*?) +(http://\S+/enter#\S+)$", re.M)


def links(text: str) -> dict[str, str]:
    return {name.split(" of ")[0]: link for name, link in LINK.findall(text)}


def follow(browser: requests.Session, link: str) -> str:
    url, token = link.split("/enter#")
    answer = browser.post(f"{url}/enter", json={"token": token}, timeout=10)
    assert answer.ok, answer.text
    location = answer.json()["location"]
    if location.endswith("/join"):
        form = browser.post(f"{url}{location}", data={"name": "Camille"}, timeout=10, allow_redirects=False)
        assert form.status_code == 303
        location = form.headers["Location"]
    return f"{url}{location}"


def test_the_links_are_printed_and_all_work_in_one_browser(server):
    """Five links, five pages, one cookie jar; each page still opens after the others were opened."""
    until(lambda: "projector" in server.log(), "the demo's links")
    found = links(server.log())
    assert sorted(found) == ["conductor", "host", "join", "organiser", "projector"]
    browser = requests.Session()
    pages = {name: follow(browser, link) for name, link in found.items()}
    assert len(set(pages.values())) == 5
    assert {name: browser.get(page, timeout=10).status_code for name, page in pages.items()} == dict.fromkeys(
        pages, 200
    )


def test_the_demo_is_made_once_and_removed_in_one_act(server):
    """A second start prints the same workshop; removed, it is gone and the first account can still be made."""
    until(lambda: "projector" in server.log(), "the demo's links")
    first = links(server.log())
    again = server.flask("demo", "--url", server.url)
    assert links(again.stdout)["join"].split("#")[1] == first["join"].split("#")[1]
    gone = server.flask("demo", "--remove", "--url", server.url)
    assert gone.returncode == 0, gone.stderr
    token = first["join"].split("#")[1]
    assert requests.post(f"{server.url}/enter", json={"token": token}, timeout=10).status_code == 410
    assert "no demo" in server.flask("demo", "--remove", "--url", server.url).stdout
