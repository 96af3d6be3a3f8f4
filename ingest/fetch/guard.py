"""Where a connection may go: public addresses, and private ones only where a setting says so.

The name is looked up once, every address it has is judged, and the connection is made to a judged
address: a name that answers differently the next time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from ingest.fetch.failure import FetchError, Forbidden, Passing

IpAddress = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Sequence[str]]

#: IPv6 ranges that carry an IPv4 address in their last bits: NAT64 and IPv4-compatible.
_CARRIERS = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"))


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host as the system knows them."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        failure = f"找不到网站 {host}（域名解析失败），请核对网址或检查网络。"
        if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
            raise Passing(failure) from error
        raise FetchError(failure) from error
    return tuple(dict.fromkeys(str(item[4][0]) for item in found))


class Guard:
    """Looks hosts up and refuses those that lie in a network not to be asked."""

    def __init__(
        self, private_networks: Sequence[IPv4Network | IPv6Network], *, lookup: Lookup = look_up
    ) -> None:
        self._allowed = tuple(private_networks)
        self._lookup = lookup

    def addresses_of(self, host: str, port: int) -> tuple[IpAddress, ...]:
        """Return the addresses that may be connected to; raise Forbidden where any may not.

        One forbidden address among good ones condemns the host: no honest public site has that.
        """
        found = tuple(parse_ip(text) for text in self._lookup(host, port))
        if not found:
            raise Passing(f"找不到网站 {host}（没有地址），请核对网址或检查网络。")
        for address in found:
            self.check(host, address)
        return found

    def check(self, host: str, address: IpAddress) -> None:
        """Raise Forbidden where ``address`` must not be asked."""
        plain = embedded(address)
        if any(plain in network for network in self._allowed if network.version == plain.version):
            return
        if not is_public(plain):
            raise Forbidden(
                f"{host} 指向内网或保留地址 {plain}，已拒绝访问。"
                "如确需抓取内网网站，请由管理员在设置 fetch.private_networks 中写明网段。"
            )


def is_public(address: IpAddress) -> bool:
    """True for addresses of the open internet.

    >>> is_public(IPv4Address("10.0.0.1"))
    False
    """
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
    )


def embedded(address: IpAddress) -> IpAddress:
    """Return the IPv4 address inside an IPv6 one where that is where packets go, else itself.

    >>> str(embedded(IPv6Address("::ffff:127.0.0.1")))
    '127.0.0.1'
    """
    if isinstance(address, IPv4Address):
        return address
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo is not None:
        inner = address.teredo[1]
    in_carrier = any(address in network for network in _CARRIERS)
    if inner is None and in_carrier and int(address) & 0xFFFFFFFF > 1:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address


def parse_ip(text: str) -> IpAddress:
    """Read an address as the system writes it, its zone left off (fe80::1%eth0)."""
    return ipaddress.ip_address(text.partition("%")[0])
