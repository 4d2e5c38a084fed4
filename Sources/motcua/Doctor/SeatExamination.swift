import DossierConfig
import DossierDomain
import DossierEngine
import WorkingCalendar

/// Looks for accounts, postings and keys that have no place any more (khám vị trí công tác).
///
/// They sign in, but have no inbox there, and the desk's registers nothing.
struct SeatExamination {
    /// How many accounts or keys are read at once.
    private static let pageLength = 500
    /// How many secrets of a key hold at once.
    private static let heldSecrets = 2

    let places: KnownPlaces
    let inspection: any StoreInspection
    /// The time of the machine, by which keys end.
    let now: Instant
    /// The local date by the time of the service, by which postings end.
    let today: LocalDate

    /// What is told of those whose unit or commune is gone, or does not take their role; nil if there are none.
    ///
    /// - Throws: `StoreError` if the database cannot be read.
    func finding() throws -> Finding? {
        let found = try (misplacedAccounts() + [misplacedKeys()]).filter { $0.count > 0 }
        guard !found.isEmpty else { return nil }
        var remedies: [Finding.Words] = []
        for remedy in found.map(\.remedy) where !remedies.contains(remedy) { remedies.append(remedy) }
        return .warning("accounts", Finding.Words(joining: found.map(\.text)), Finding.Words(joining: remedies))
    }

    /// Active accounts and their postings that hold or are to come.
    private func misplacedAccounts() throws -> [Misplaced] {
        var (gone, refused, posted) = (Misplaced.accountsGone, Misplaced.accountsRefused, Misplaced.postings)
        var last: AccountID?
        // Ends at the first page that is not full; numbers only grow.
        while true {
            let page = try inspection.accounts(after: last, limit: Self.pageLength)
            for account in page where account.isActive {
                if let place = account.place, !places.organisation.has(place) {
                    gone.add("\(account.username) (\(place))")
                } else if isRefused(account.role, at: account.place) {
                    refused.add("\(account.username) (\(account.role.rawValue) \(account.place?.description ?? "-"))")
                }
                for posting in try openPostings(of: account) where !places.organisation.has(posting.place) {
                    posted.add("\(account.username) \(posting.id.number) (\(posting.kind.rawValue) \(posting.place))")
                }
            }
            guard page.count == Self.pageLength else { return [gone, refused, posted] }
            last = page.last?.id
        }
    }

    private func openPostings(of account: Account) throws -> [Posting] {
        try inspection.postings(of: account.id, lastingTo: today, limit: AccountService.maximumPostings)
    }

    /// Keys that hold and act on dossiers.
    private func misplacedKeys() throws -> Misplaced {
        var keys = Misplaced.keys
        var last: KeyID?
        // Ends at the first page that is not full; numbers only grow.
        while true {
            let page = try inspection.apiKeys(after: last, limit: Self.pageLength)
            for key in page where key.revokedAt == nil {
                guard let role = key.role, isRefused(role, at: key.place), try holds(key) else { continue }
                keys.add("\(key.name) (\(role.rawValue) \(key.place?.description ?? "-"))")
            }
            guard page.count == Self.pageLength else { return keys }
            last = page.last?.id
        }
    }

    private func holds(_ key: APIKey) throws -> Bool {
        try inspection.apiKeySecrets(of: key.id, limit: Self.heldSecrets).contains { $0.expiresAt > now }
    }

    /// Whether nobody would be given that role at that place today.
    private func isRefused(_ role: Role, at place: UnitPlace?) -> Bool {
        let (unit, commune) = (place?.unit.rawValue, place?.commune?.rawValue)
        do throws(RolePlace.Defect) {
            _ = try RolePlace.place(for: role, unit: unit, commune: commune, in: places)
            return false
        } catch {
            return true
        }
    }
}

extension Examination {
    /// Accounts, postings and keys whose unit or commune the organisation does not have any more, or does not take
    /// their role; nil if there are none.
    func lostSeats(in inspection: any StoreInspection) throws -> Finding? {
        guard let configuration else { return nil }
        let examination = SeatExamination(
            places: KnownPlaces(configuration.organisation),
            inspection: inspection,
            now: now,
            today: LocalDateTime(try present(in: inspection)).date
        )
        return try examination.finding()
    }
}

/// Some of one kind that have no place (danh sách không còn vị trí), with what to do about them.
private struct Misplaced {
    /// How many are named.
    private static let named = 5

    let one: String
    let fault: String
    let vietnamese: String
    let remedy: Finding.Words
    var count = 0
    var examples: [String] = []

    static let accountsGone = Misplaced(
        one: "account",
        fault: "of units that are gone",
        vietnamese: "tài khoản thuộc đơn vị không còn",
        remedy: assign
    )
    static let accountsRefused = Misplaced(
        one: "account",
        fault: "whose unit does not take the role",
        vietnamese: "tài khoản có vai trò không dùng được ở đơn vị của mình",
        remedy: assign
    )
    static let postings = Misplaced(
        one: "posting",
        fault: "to units that are gone",
        vietnamese: "điều động đến đơn vị không còn",
        remedy: Finding.Words(
            "end it: motcua user end-posting NAME NUMBER",
            "chấm dứt: motcua user end-posting TÊN SỐ"
        )
    )
    static let keys = Misplaced(
        one: "key",
        fault: "whose unit is gone or does not take the role",
        vietnamese: "khóa API thuộc đơn vị không còn, hoặc có vai trò không dùng được ở đơn vị đó",
        remedy: Finding.Words(
            "give the other system a new key: motcua key add; then motcua key revoke NAME",
            "cấp khóa mới cho hệ thống kia: motcua key add; rồi motcua key revoke TÊN"
        )
    )

    private static let assign = Finding.Words(
        "give them another unit or role: motcua user assign NAME --role ROLE --unit UNIT; or motcua user disable NAME",
        "đổi đơn vị hoặc vai trò: motcua user assign TÊN --role VAI-TRÒ --unit ĐƠN-VỊ; hoặc motcua user disable TÊN"
    )

    /// What is told of them.
    var text: Finding.Words {
        let list = examples.joined(separator: ", ") + (count > examples.count ? ", …" : "")
        return Finding.Words("\(counted(count, one)) \(fault): \(list)", "\(count) \(vietnamese): \(list)")
    }

    mutating func add(_ example: String) {
        count += 1
        if examples.count < Self.named { examples.append(example) }
    }
}
