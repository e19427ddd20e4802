//! Counters and plain-data snapshots, in the words of the field's tools.

macro_rules! counters {
    ($($field:ident = $name:literal,)*) => {
        /// What `nstat` shows of IP, ICMP and UDP (TCP's own stand with TCP). Values only grow.
        #[allow(missing_docs)]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Counters { $(pub $field: u64,)* }

        impl Counters {
            /// Every counter with nstat's name for it, in the order of `/proc/net/snmp`.
            pub fn named(&self) -> Vec<(&'static str, u64)> {
                vec![$(($name, self.$field),)*]
            }
        }
    };
}

counters! {
    ip_in_receives = "IpInReceives",
    ip_in_header_errors = "IpInHdrErrors",
    ip_in_address_errors = "IpInAddrErrors",
    ip_forwarded = "IpForwDatagrams",
    ip_in_unknown_protocols = "IpInUnknownProtos",
    ip_in_discards = "IpInDiscards",
    ip_in_delivers = "IpInDelivers",
    ip_out_requests = "IpOutRequests",
    ip_out_discards = "IpOutDiscards",
    ip_out_no_routes = "IpOutNoRoutes",
    ip_reassembly_timeouts = "IpReasmTimeout",
    ip_reassembly_requests = "IpReasmReqds",
    ip_reassembled = "IpReasmOKs",
    ip_reassembly_failures = "IpReasmFails",
    ip_fragmented = "IpFragOKs",
    ip_fragment_failures = "IpFragFails",
    ip_fragments_created = "IpFragCreates",
    icmp_in_messages = "IcmpInMsgs",
    icmp_in_errors = "IcmpInErrors",
    icmp_in_checksum_errors = "IcmpInCsumErrors",
    icmp_in_unreachable = "IcmpInDestUnreachs",
    icmp_in_time_exceeded = "IcmpInTimeExcds",
    icmp_in_echos = "IcmpInEchos",
    icmp_in_echo_replies = "IcmpInEchoReps",
    icmp_out_messages = "IcmpOutMsgs",
    icmp_out_rate_limited = "IcmpOutRateLimitHost",
    icmp_out_rate_limited_global = "IcmpOutRateLimitGlobal",
    icmp_out_unreachable = "IcmpOutDestUnreachs",
    icmp_out_time_exceeded = "IcmpOutTimeExcds",
    icmp_out_echos = "IcmpOutEchos",
    icmp_out_echo_replies = "IcmpOutEchoReps",
    udp_in_datagrams = "UdpInDatagrams",
    udp_no_ports = "UdpNoPorts",
    udp_in_errors = "UdpInErrors",
    udp_out_datagrams = "UdpOutDatagrams",
    udp_receive_buffer_errors = "UdpRcvbufErrors",
    udp_send_buffer_errors = "UdpSndbufErrors",
    udp_in_checksum_errors = "UdpInCsumErrors",
}
