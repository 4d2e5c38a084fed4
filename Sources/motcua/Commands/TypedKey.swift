import DossierDomain
import DossierEngine

/// A key of another system as it was typed at the command line (khóa API cần tạo).
struct TypedKey {
    let name: String
    let scopes: [String]
    let role: String?
    let unit: String?
    let commune: String?
    let gateway: String?

    /// Judges it by the organisation and the gateways, in the words of the command line.
    ///
    /// - Parameters:
    ///   - places: The places that there are, asked for if the key is to have one.
    ///   - gateways: The names of the gateways that there are, asked for if the key is to speak for one.
    /// - Returns: The key as it is asked for.
    /// - Throws: ``CommandFailure`` that names the option and what can be typed.
    func draft(places: () throws -> KnownPlaces, gateways: () throws -> [String]) throws -> KeyDraft {
        guard Username.isValid(name) else { throw CommandFailure.invalidName }
        let scopes = try knownScopes()
        if scopes.contains(where: \.isOfGateway) {
            try checkGateway(among: try gateways())
            return KeyDraft(name: name, scopes: scopes, role: nil, place: nil, gateway: gateway)
        }
        guard gateway == nil else {
            throw CommandFailure(
                "--gateway goes with --scope sms-receipts or sms-inbound; leave it out.",
                vietnamese: "--gateway chỉ đi với --scope sms-receipts hoặc sms-inbound; hãy bỏ đi."
            )
        }
        let typed = TypedSeat(role: try checkedRole(for: scopes), unit: unit, commune: commune)
        let seat = try typed.judged(by: try places())
        return KeyDraft(name: name, scopes: scopes, role: seat.role, place: seat.place, gateway: nil)
    }

    /// Refuses a number of days for which no secret may hold.
    ///
    /// - Throws: ``CommandFailure`` with the bounds.
    static func check(days: Int) throws(CommandFailure) { try check("--days", days, KeyDraft.days) }

    /// Refuses an overlap that is too long or none.
    ///
    /// - Throws: ``CommandFailure`` with the bounds.
    static func check(overlapHours: Int) throws(CommandFailure) {
        try check("--overlap-hours", overlapHours, KeyService.overlapHours)
    }

    private static func check(_ option: String, _ value: Int, _ bounds: ClosedRange<Int>) throws(CommandFailure) {
        guard !bounds.contains(value) else { return }
        throw CommandFailure(
            "\(option) goes from \(bounds.lowerBound) to \(bounds.upperBound), not \(value).",
            vietnamese: "\(option) nhận từ \(bounds.lowerBound) đến \(bounds.upperBound), không nhận \(value)."
        )
    }

    private func knownScopes() throws(CommandFailure) -> Set<KeyScope> {
        let names = KeyScope.allCases.map(\.rawValue).joined(separator: ", ")
        var known: Set<KeyScope> = []
        for word in scopes {
            guard let scope = KeyScope(rawValue: word) else {
                throw CommandFailure(
                    "There is no scope \(word): \(names).",
                    vietnamese: "Không có phạm vi \(word): \(names)."
                )
            }
            known.insert(scope)
        }
        guard !known.isEmpty else {
            throw CommandFailure(
                "Name what the key is for with --scope: \(names).",
                vietnamese: "Hãy ghi khóa dùng để làm gì bằng --scope: \(names)."
            )
        }
        guard Set(known.map(\.isOfGateway)).count == 1 else {
            throw CommandFailure(
                "One key is for one thing: make another key for the sms scopes.",
                vietnamese: "Mỗi khóa dùng cho một việc: hãy tạo khóa khác cho các phạm vi sms."
            )
        }
        return known
    }

    private func checkGateway(among gateways: [String]) throws(CommandFailure) {
        let names = gateways.joined(separator: ", ")
        guard let gateway else {
            throw CommandFailure(
                "An sms scope speaks for a gateway; name it with --gateway: \(names).",
                vietnamese: "Phạm vi sms là của một cổng; hãy ghi bằng --gateway: \(names)."
            )
        }
        guard gateways.contains(gateway) else {
            throw CommandFailure(
                "There is no gateway \(gateway); --gateway takes \(names).",
                vietnamese: "Không có cổng \(gateway); --gateway nhận \(names)."
            )
        }
        guard role == nil, unit == nil, commune == nil else {
            throw CommandFailure(
                "A key with an sms scope acts on no dossier: leave out --role, --unit and --commune.",
                vietnamese: "Khóa có phạm vi sms không xử lý hồ sơ: hãy bỏ --role, --unit và --commune."
            )
        }
    }

    /// The role as typed, where the scopes allow it.
    private func checkedRole(for scopes: Set<KeyScope>) throws(CommandFailure) -> String {
        let isOfDesk = !scopes.isDisjoint(with: [.intakeOnline, .payments])
        let roles = isOfDesk ? "desk" : "desk, officer, head, leader"
        guard let role else {
            throw CommandFailure(
                "Name the role in which the key acts with --role: \(roles).",
                vietnamese: "Hãy ghi vai trò của khóa bằng --role: \(roles)."
            )
        }
        let known = Role(rawValue: role)
        guard known != .admin, !isOfDesk || known == nil || known == .desk else {
            throw CommandFailure(
                "--role \(role) does not go with these scopes; use \(roles).",
                vietnamese: "--role \(role) không đi với các phạm vi này; hãy dùng \(roles)."
            )
        }
        return role
    }
}
