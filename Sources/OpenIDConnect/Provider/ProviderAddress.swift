import Foundation

/// An address at which the provider is called (địa chỉ của hệ thống đăng nhập một lần): `https`, or `http` on this very
/// machine.
public struct ProviderAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as it was written.
    public let description: String

    /// Reads an address; nil for one in clear to another machine, with a name and password, or with a fragment.
    public init?(_ text: String) {
        guard text.utf8.count <= 2_000, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return nil }
        guard parts.scheme == "https" || parts.scheme == "http" && Self.isLoopback(host) else { return nil }
        description = text
    }

    /// Whether a host is this very machine, by its name or a written address.
    static func isLoopback(_ host: String) -> Bool {
        let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        if bare == "localhost" || bare == "::1" { return true }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        // A sign is part of a number and of no address.
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { $0.first != "+" && UInt8($0) != nil }
    }

    /// The address with parameters added after those that it has.
    func adding(_ parameters: [(name: String, value: String)]) -> String {
        description + (description.contains("?") ? "&" : "?") + FormText.encoded(parameters)
    }
}

/// Parameters as forms write them (biểu mẫu mã hóa); every byte beside letters, digits and four marks is escaped.
///
/// Source: RFC 6749, appendix B.
enum FormText {
    /// Names and values joined by `=` and `&`.
    static func encoded(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
    }

    /// One text.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
