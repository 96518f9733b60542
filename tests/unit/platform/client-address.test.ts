import { describe, expect, it } from "vitest";
import { clientAddress } from "@/lib/platform/client-address";

const PROXIES = ["10.0.0.0/8", "2001:db8:1::/48"];

describe("the address of a caller", () => {
  it.each([
    ["no proxy is trusted", "203.0.113.7", "198.51.100.1", [], "203.0.113.7"],
    ["the peer is no trusted proxy", "203.0.113.7", "198.51.100.1", PROXIES, "203.0.113.7"],
    ["a trusted proxy tells it", "10.0.0.1", "198.51.100.1", PROXIES, "198.51.100.1"],
    ["a trusted proxy says nothing", "10.0.0.1", undefined, PROXIES, "10.0.0.1"],
    ["the client had written one", "10.0.0.1", "1.2.3.4, 198.51.100.1", PROXIES, "198.51.100.1"],
    ["two proxies pass it on", "10.0.0.1", "198.51.100.1, 10.9.9.9", PROXIES, "198.51.100.1"],
    ["all are proxies", "10.0.0.1", "10.1.1.1, 10.2.2.2", PROXIES, "10.1.1.1"],
    ["the list holds rubbish", "10.0.0.1", "8.8.8.8, <script>", PROXIES, "10.0.0.1"],
    ["a port stands beside it", "10.0.0.1", "198.51.100.1:4711", PROXIES, "198.51.100.1"],
    ["it is IPv6", "2001:db8:1::5", "[2001:db8:9::1]:80", PROXIES, "2001:db8:9::1"],
    ["IPv4 wears IPv6 clothes", "::ffff:10.0.0.1", "198.51.100.1", PROXIES, "198.51.100.1"],
    ["the peer wears them alone", "::ffff:203.0.113.7", undefined, [], "203.0.113.7"],
  ])("when %s", (_, peer, forwarded, proxies, expected) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(expected);
  });
});
