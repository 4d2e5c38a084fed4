import DossierConfig
import DossierDomain
import DossierEngine

/// Whether everybody has a place (khám vị trí công tác).
extension Examination {
    /// How many accounts are read at once.
    private static let pageLength = 500
    /// How many of those without a place are named.
    private static let named = 5

    /// Active accounts whose unit or commune the organisation does not have any more; nil if there are none.
    ///
    /// They sign in, but have no inbox, and the desk's registers nothing.
    func lostSeats(in inspection: any StoreInspection) throws -> Finding? {
        let organisation = configuration.organisation
        var lost: [String] = []
        var last: AccountID?
        // Ends at the first page that is not full; numbers only grow.
        while true {
            let page = try inspection.accounts(after: last, limit: Self.pageLength)
            for account in page where account.isActive {
                guard let place = account.place, !organisation.has(place) else { continue }
                lost.append("\(account.username) (\(place))")
            }
            guard page.count == Self.pageLength else { break }
            last = page.last?.id
        }
        guard !lost.isEmpty else { return nil }
        let names = lost.prefix(Self.named).joined(separator: ", ") + (lost.count > Self.named ? ", …" : "")
        return .warning(
            "accounts",
            Finding.Words(
                "\(counted(lost.count, "account")) of units that are gone: \(names)",
                "\(lost.count) tài khoản thuộc đơn vị không còn: \(names)"
            ),
            Finding.Words(
                "give them another unit: motcua user assign; or motcua user disable",
                "chuyển họ sang đơn vị khác: motcua user assign; hoặc motcua user disable"
            )
        )
    }
}
