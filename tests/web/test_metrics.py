"""``/metrics``: who may read it, and that it is what Prometheus reads, without anybody in it."""

import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families as parsed

from facilitation import metrics
from tests.web.desk import application, signed_in

LOOPBACK = ("127.0.0.1", "127.9.9.9", "::1")


@pytest.mark.parametrize("hops", [0, 1])
def test_this_machine_alone_may_read(tmp_path, hops):
    """A proxy is on this machine too: what came through one is not this machine's, however many are trusted."""
    browser = application(tmp_path, TRUSTED_PROXIES=hops).test_client()

    def status(peer: str, **headers: str) -> int:
        return int(browser.get("/metrics", environ_base={"REMOTE_ADDR": peer}, headers=headers).status_code)

    assert [status(peer) for peer in LOOPBACK] == [200, 200, 200]
    assert [status(peer) for peer in ("192.0.2.7", "10.0.0.1", "::2", "", "nobody")] == [404] * 5
    for header in ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"):
        for said in ("127.0.0.1", "192.0.2.7", "for=127.0.0.1", ""):
            for peer in ("127.0.0.1", "192.0.2.7"):
                assert status(peer, **{header: said}) == 404, (header, said, peer)


def test_whoever_shows_the_token_may_read(tmp_path):
    """From anywhere; without it nobody, this machine neither."""
    browser = application(tmp_path, METRICS_TOKEN="a long one").test_client()
    for peer in ("127.0.0.1", "192.0.2.7"):
        given = {"environ_base": {"REMOTE_ADDR": peer}}
        shown = {"Authorization": "Bearer a long one", "X-Forwarded-For": "192.0.2.9"}
        assert browser.get("/metrics", headers=shown, **given).status_code == 200
        for wrong in ("Bearer another", "Bearer ", "a long on", "Bearer a long oné"):
            assert browser.get("/metrics", headers={"Authorization": wrong}, **given).status_code == 404
        assert browser.get("/metrics", **given).status_code == 404


def test_it_is_what_prometheus_reads(app):
    """Every family of ours is there, with a sentence."""
    desk = signed_in(app)
    answer = desk.browser.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    families = {family.name: family for family in parsed(answer.text)}
    ours = [name for name in families if name.startswith("tablee_")]
    assert len(ours) > 15
    assert all(families[name].documentation for name in ours)
    assert families["process_resident_memory_bytes"].samples[0].value > 10_000_000
    (requests,) = [
        s for s in families["tablee_requests"].samples if s.labels == {"status": "2xx"} and s.name[-1] == "l"
    ]
    assert requests.value > 0


def test_children_are_counted_apart_and_found_once():
    """Labels of one counter, and amounts."""
    counted = metrics.Counted(metrics._counter("test_children", "For this test", "what"))
    for what, amount in (("a", 1), ("b", 2), ("a", 3)):
        counted.add(what, amount=amount)
    values = {s.labels["what"]: s.value for f in parsed(metrics.exposition().decode()) for s in f.samples
              if s.name == "tablee_test_children_total"}  # fmt: skip
    assert values == {"a": 4, "b": 2}


ROOT = Path(__file__).resolve().parent.parent.parent
NAME = re.compile(r"\b(?:tablee|process)_[a-z_]+\b")
PARTS = ("_bucket", "_count", "_sum", "_created")


def test_what_is_said_of_figures_is_true(app):
    """The page and the alerts name figures that exist, and the page leaves none of ours out."""
    from facilitation.live.figures import figures

    samples = {s.name for f in parsed(metrics.exposition().decode()) for s in f.samples}
    samples |= {f"{f.name}" for f in parsed(metrics.exposition().decode())} | {
        f.name for f in metrics.REGISTRY.collect()
    }
    samples |= {family.name for family in figures(app.extensions["live"])}
    samples |= {f"{f.name}_total" for f in metrics.REGISTRY.collect() if f.type == "counter"}
    page, alerts = (ROOT / "docs/watching.md").read_text(), (ROOT / "deploy/alerts.yml").read_text()
    for text in (page, alerts):
        named = set(NAME.findall(text))
        assert len(named) > 5
        for name in named:
            assert name in samples or any(name.removesuffix(part) in samples for part in PARTS), name
    ours = {f.name + ("_total" if f.type == "counter" else "") for f in metrics.REGISTRY.collect()}
    ours |= {family.name for family in figures(app.extensions["live"])}
    assert not {name for name in ours if name.startswith("tablee_") and "test_" not in name} - set(NAME.findall(page))


def test_each_alert_says_what_to_do():
    """The page has a line for it."""
    alerts = re.findall(r"- alert: (\w+)", (ROOT / "deploy/alerts.yml").read_text())
    told = (ROOT / "docs/watching.md").read_text().partition("When an alert rings")[2]
    assert len(alerts) > 8
    assert [alert for alert in alerts if alert not in told] == []
