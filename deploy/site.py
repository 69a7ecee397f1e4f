"""nginx's configuration for one machine: ``python -m deploy.site --name atelier.example --ports 5001 5002 …``.

Printed, not installed: see docs/operations.md. ``deploy.together`` and the tests use the same template.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import click

TEMPLATES = Path(__file__).resolve().parent / "nginx"
LOCAL = "127.0.0.1"

ANYWHERE = """    listen {port};
    listen [::]:{port};"""
SECURE = """    listen 443 ssl http2;
    listen [::]:443 ssl http2;
    ssl_certificate {certificate};
    ssl_certificate_key {key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:tablee_tls:10m;
    ssl_session_timeout 1d;
    ssl_session_tickets off;"""
REDIRECT = """
server {{
    listen 80;
    listen [::]:80;
    server_name {name};
    access_log off;
    location /.well-known/acme-challenge/ {{
        root /var/www/html;
    }}
    location / {{
        return 301 https://$host$request_uri;
    }}
}}
"""


@dataclass(frozen=True)
class Site:
    """Where nginx listens, and the processes behind it, as ``port`` or ``host:port``."""

    processes: tuple[str, ...]
    name: str = "_"
    listen: str = ""
    """An address and port for plain HTTP, on this machine only or behind somebody else's TLS. Empty: see below."""
    certificate: str = ""
    """The file of the certificate chain: HTTPS on 443, and a redirection from 80. Empty: HTTP on port 80."""
    key: str = ""
    cache: str = "/var/cache/nginx/tablee"

    def __post_init__(self) -> None:
        if not self.processes:
            raise ValueError("a site needs a process")
        if bool(self.certificate) != bool(self.key):
            raise ValueError("a certificate needs its key")


def configuration(site: Site) -> str:
    """The text of the site's file."""
    redirect = ""
    if site.certificate:
        listen = SECURE.format(certificate=site.certificate, key=site.key)
        redirect = REDIRECT.format(name=site.name)
    else:
        listen = f"    listen {site.listen};" if site.listen else ANYWHERE.format(port=80)
    parts = {
        "SERVERS": "\n".join(_server(one) for one in site.processes),
        "CACHE": site.cache,
        "REDIRECT": redirect,
        "LISTEN": listen,
        "NAME": site.name,
    }
    return filled("site.conf.in", parts)


def filled(template: str, parts: dict[str, str]) -> str:
    """A template of this folder with each ``@NAME@`` replaced; nginx's own ``$names`` are left alone."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in parts.items():
        text = text.replace(f"@{name}@", value)
    return text


def _server(process: str) -> str:
    """One process. On this machine a dead one refuses within microseconds, so nobody keeps a list of the dead: a list
    would empty a ring of two when one request fails while the other process is restarted. A far machine may be silent
    instead of refusing: it is asked again every five seconds."""
    where = process if ":" in process else f"{LOCAL}:{process}"
    near = where.startswith((f"{LOCAL}:", "localhost:"))
    return f"    server {where} " + ("max_fails=0;" if near else "max_fails=2 fail_timeout=5s;")


@click.command()
@click.option("--name", default="_", help="The name people use, such as atelier.example.")
@click.option("--process", "processes", multiple=True, required=True, help="A port, or host:port; once for each.")
@click.option("--listen", default="", help="An address and port for plain HTTP. [default: port 80]")
@click.option("--certificate", default="", help="The certificate's chain: HTTPS on 443, and 80 leads there.")
@click.option("--key", default="", help="The certificate's key.")
@click.option("--cache", default=Site.cache, show_default=True, help="A folder for static files; nginx makes it.")
def main(name: str, processes: tuple[str, ...], listen: str, certificate: str, key: str, cache: str) -> None:
    """Print nginx's configuration."""
    try:
        click.echo(configuration(Site(processes, name, listen, certificate, key, cache)), nl=False)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
