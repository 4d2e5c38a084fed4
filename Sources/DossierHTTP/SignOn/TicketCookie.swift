import DossierEngine

/// The cookie that holds a browser's ticket while it is at the provider (cookie đăng nhập).
///
/// Scripts do not see it, other sites' forms do not send it, and with `https` no neighbour in the network or of the
/// same domain can set it. Source: RFC 6265bis, 4.1.
struct TicketCookie: Sendable {
    /// How many bytes of cookies are looked at.
    private static let maximumBytes = 8_192

    let isSecure: Bool

    private var name: String { isSecure ? "__Host-motcua-sign-on" : "motcua-sign-on" }

    /// The field that sets it.
    func field(holding ticket: String) -> String {
        "\(name)=\(ticket); Path=/; Max-Age=\(SignOnService.ticketSeconds); HttpOnly; SameSite=Lax" + mark
    }

    /// The field that takes it away.
    var removal: String { "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax" + mark }

    /// The ticket in the fields of a request; nil if there is none, or several.
    func ticket(in fields: [String]) -> String? {
        guard fields.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumBytes else { return nil }
        let found = fields.flatMap { $0.split(separator: ";") }.compactMap { pair -> String? in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].filter({ $0 != " " }) == name else { return nil }
            return parts[1].filter { $0 != " " }
        }
        return found.count == 1 ? found[0] : nil
    }

    private var mark: String { isSecure ? "; Secure" : "" }
}
