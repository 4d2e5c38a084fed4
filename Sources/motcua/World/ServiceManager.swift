import Glibc

/// Whoever started the service and waits until it is ready (trình quản lý dịch vụ), such as systemd.
///
/// Source: sd_notify(3), "Standalone Implementations": one datagram to the socket that `NOTIFY_SOCKET` names.
struct ServiceManager {
    private let address: sockaddr_un
    private let length: socklen_t

    /// Takes the one that an environment names.
    ///
    /// - Parameter environment: The environment: `NOTIFY_SOCKET` is the path of a socket, or `@` and the name of one
    ///   that lies in no folder. Nil comes of anything else, and of a path longer than the system takes.
    init?(environment: [String: String]) {
        var name = Array((environment["NOTIFY_SOCKET"] ?? "").utf8)
        guard let first = name.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else { return nil }
        if first == UInt8(ascii: "@") { name[0] = 0 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        self.address = address
        length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 0) + name.count)
    }

    /// Tells it that the service is ready; again changes nothing.
    ///
    /// - Returns: Whether the system took the message.
    func tellReady() -> Bool {
        let socket = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        let message = Array("READY=1".utf8)
        let sent = withUnsafeBytes(of: address) { bytes in
            sendto(
                socket,
                message,
                message.count,
                Int32(MSG_NOSIGNAL),
                bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                length
            )
        }
        return sent == message.count
    }
}
