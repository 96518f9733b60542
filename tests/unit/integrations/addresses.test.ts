import { describe, expect, test } from "vitest";
import { judgeAddress } from "@/lib/platform/outbound/judge-address";
import { judgeOutboundUrl } from "@/lib/platform/outbound/judge-outbound-url";

const REFUSED: readonly [what: string, host: string][] = [
  ["loopback", "127.0.0.1"],
  ["loopback, far end", "127.255.255.254"],
  ["loopback as a decimal", "2130706433"],
  ["loopback as hex", "0x7f000001"],
  ["loopback in octal parts", "0177.0.0.1"],
  ["loopback, short", "127.1"],
  ["IPv6 loopback", "[::1]"],
  ["loopback in IPv6 clothes", "[::ffff:127.0.0.1]"],
  ["loopback in IPv6 clothes, hex", "[::ffff:7f00:1]"],
  ["loopback as IPv4-compatible IPv6", "[::7f00:1]"],
  ["cloud metadata as IPv4-compatible IPv6", "[::a9fe:a9fe]"],
  ["IPv6 that nobody was given", "[4000::1]"],
  ["loopback through NAT64", "[64:ff9b::7f00:1]"],
  ["loopback through 6to4", "[2002:7f00:1::]"],
  ["localhost", "localhost"],
  ["localhost with a dot", "localhost."],
  ["a name below localhost", "tower.localhost"],
  ["localhost in capitals", "LOCALHOST"],
  ["private 10", "10.0.0.8"],
  ["private 172", "172.16.4.4"],
  ["private 192", "192.168.1.1"],
  ["private in IPv6 clothes", "[::ffff:10.0.0.8]"],
  ["link-local and cloud metadata", "169.254.169.254"],
  ["cloud metadata as a decimal", "2852039166"],
  ["cloud metadata over IPv6", "[fd00:ec2::254]"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["unspecified", "0.0.0.0"],
  ["IPv6 unspecified", "[::]"],
  ["multicast", "224.0.0.1"],
  ["IPv6 multicast", "[ff02::1]"],
  ["broadcast", "255.255.255.255"],
  ["documentation", "192.0.2.7"],
  ["IPv6 documentation", "[2001:db8::1]"],
  ["reserved", "240.0.0.1"],
  ["benchmarks", "198.18.0.1"],
  ["unique local", "[fc00::1]"],
  ["IPv6 link-local", "[fe80::1]"],
];

describe.each(REFUSED)("%s, %s", (_, host) => {
  test.each(["https", "http"])("is refused over %s", (scheme) => {
    expect(judgeOutboundUrl(`${scheme}://${host}/hooks`, [])?.code).toBe("url_address");
  });
});

test.each([
  ["https://example.com/hooks", null],
  ["https://example.com:8443/hooks?a=1", null],
  ["https://93.184.215.14/", null],
  ["https://[2606:4700::6810:84e5]/", null],
  ["https://localhost.example.com/", null],
  ["http://example.com/", "url_scheme"],
  ["http://93.184.215.14/", "url_scheme"],
  ["ftp://example.com/", "url_scheme"],
  ["file:///etc/passwd", "url_scheme"],
  ["javascript:alert(1)", "url_scheme"],
  ["https://user@example.com/", "url_credentials"],
  ["https://user:secret@example.com/", "url_credentials"],
  ["https://:secret@example.com/", "url_credentials"],
  ["example.com/hooks", "url_parsing"],
  ["", "url_parsing"],
])("%s without allowed networks: %s", (url, code) => {
  expect(judgeOutboundUrl(url, [])?.code ?? null).toBe(code);
});

test.each([
  ["http://127.0.0.1:9000/", ["127.0.0.0/8"], null],
  ["http://localhost:9000/", ["127.0.0.0/8"], null],
  ["http://[::ffff:127.0.0.1]/", ["127.0.0.0/8"], null],
  ["https://10.1.2.3/", ["10.0.0.0/8"], null],
  ["http://hooks.internal/", ["10.0.0.0/8"], null],
  ["http://[fd12::7]/", ["fd00::/8"], null],
  ["http://10.1.2.3/", ["127.0.0.0/8"], "url_address"],
  ["http://93.184.215.14/", ["127.0.0.0/8"], "url_scheme"],
  ["http://[::1]/", ["127.0.0.0/8"], "url_address"],
])("%s with %j allowed: %s", (url, allowed, code) => {
  expect(judgeOutboundUrl(url, allowed)?.code ?? null).toBe(code);
});

test.each(["", "example.com", "127.0.0.1.example.com", "999.1.1.1", "fe80::1%lo"])(
  "what is no address, or none that others have, is refused: %j",
  (text) => {
    expect(judgeAddress(text, ["127.0.0.0/8"])).toBe("refused");
  },
);
