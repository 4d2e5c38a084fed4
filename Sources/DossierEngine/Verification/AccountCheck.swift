import DossierDomain
import WorkingCalendar

/// The check of accounts and postings (kiểm tra tài khoản và điều động) against the fold of their events.
///
/// Neither names nor passwords stand in the history, so of these nothing can be proved. A small record of every account
/// and posting that was ever made lies in memory: as many as a district has had members of staff.
struct AccountCheck {
    private static let pageSize = 200
    private var accounts: [Int64: FoldedAccount] = [:]

    /// Takes an event of the stream of accounts.
    mutating func take(_ bytes: [UInt8]) {
        // One that cannot be read is named by the check of its chain.
        guard let event = try? JSONParser.parse(bytes), let type = event["type"]?.string,
            let number = event["account"]?.string.flatMap({ Int64($0) })
        else { return }
        accounts[number, default: FoldedAccount()].take(type, event)
    }

    /// What is wrong with the stored accounts, each defect told once.
    ///
    /// - Parameters:
    ///   - inspection: The store.
    ///   - tell: Takes a defect.
    /// - Throws: ``StoreError`` if the store cannot be read.
    func check(in inspection: any StoreInspection, _ tell: (String) -> Void) throws {
        var rest = accounts
        try walkPages(of: Self.pageSize) { last in
            try inspection.accounts(after: last?.id, limit: Self.pageSize)
        } take: { account in
            try check(account, rest.removeValue(forKey: account.id.number), in: inspection, tell)
        }
        for number in rest.keys.sorted() { tell("account \(number): its events speak of it and it is missing") }
    }

    private func check(
        _ account: Account,
        _ folded: FoldedAccount?,
        in inspection: any StoreInspection,
        _ tell: (String) -> Void
    ) throws {
        let label = "account \(account.id.number)"
        guard let folded, folded.timesMade > 0 else { return tell("\(label): no event says that it was made") }
        if folded.timesMade > 1 { tell("\(label): its events say more than once that it was made") }
        for column in folded.columnsThatDiffer(in: account) {
            tell("\(label): \(column) differs from what its events say")
        }
        // Only accounts that were made by single sign-on have an identity, and each of them one.
        let identities = try inspection.identityCount(of: account.id)
        if identities != (folded.isOfProvider ? 1 : 0) {
            tell("\(label): \(identities) identities of single sign-on differ from what its events say")
        }
        try checkPostings(of: account.id, folded.postings, in: inspection, tell)
    }

    private func checkPostings(
        of account: AccountID,
        _ folded: [Int64: FoldedPosting],
        in inspection: any StoreInspection,
        _ tell: (String) -> Void
    ) throws {
        var rest = folded
        try walkPages(of: Self.pageSize) { last in
            try inspection.postings(of: account, before: last?.id, limit: Self.pageSize)
        } take: { posting in
            let label = "account \(account.number), posting \(posting.id.number)"
            guard let told = rest.removeValue(forKey: posting.id.number) else {
                return tell("\(label): no event says that it was given")
            }
            if FoldedPosting(posting) != told { tell("\(label): it differs from what its events say") }
        }
        for number in rest.keys.sorted() {
            tell("account \(account.number), posting \(number): its events speak of it and it is missing")
        }
    }
}

/// What the events say of an account; nil stands for what an older program did not write down.
private struct FoldedAccount {
    var timesMade = 0
    var role: String?
    var place: String?
    var isOfProvider = false
    var isActive = true
    var mustChangePassword: Bool?
    var postings: [Int64: FoldedPosting] = [:]
    private var changes = 0
    private var changesOfPassword = 0

    mutating func take(_ type: String, _ event: JSONValue) {
        switch type {
        case "accountCreated":
            timesMade += 1
            isOfProvider = event["reason"]?.string == "signOn"
            // Whoever signs in elsewhere has no password here to change.
            mustChangePassword = isOfProvider ? false : event["mustChangePassword"]?.string.map { $0 == "true" }
            seat(event)
        case "accountAssigned":
            changes += 1
            seat(event)
        case "accountDisabled":
            changes += 1
            isActive = false
        case "accountEnabled":
            changes += 1
            isActive = true
        case "passwordReset":
            changes += 1
            mustChangePassword = true
        case "passwordChanged":
            changesOfPassword += 1
            mustChangePassword = false
        case "postingMade":
            changes += 1
            if let number = Self.posting(event) { postings[number] = FoldedPosting(event) }
        case "postingEnded":
            changes += 1
            if let number = Self.posting(event) { postings[number]?.endedAt = event["at"]?.integer }
        default: break
        }
    }

    private mutating func seat(_ event: JSONValue) {
        role = event["role"]?.string
        place = event["place"]?.string
    }

    private static func posting(_ event: JSONValue) -> Int64? { event["posting"]?.string.flatMap { Int64($0) } }

    func columnsThatDiffer(in account: Account) -> [String] {
        // Accounts had no versions once, and a change of the password raised none.
        let versions = 1 + changes...1 + changes + changesOfPassword
        let checks: [(String, Bool)] = [
            ("role", role == nil || role == account.role.rawValue),
            ("place", place == nil || place == account.place?.description ?? ""),
            ("isActive", isActive == account.isActive),
            ("mustChangePassword", mustChangePassword == nil || mustChangePassword == account.mustChangePassword),
            ("version", versions.contains(account.version)),
            ("passwordHash", account.hasPassword != isOfProvider),
        ]
        return checks.filter { !$0.1 }.map(\.0)
    }
}

/// What the events say of a posting.
private struct FoldedPosting: Equatable {
    private let kind: String?
    private let place: String?
    private let from: String?
    private let until: String?
    /// When it was ended before its time, in milliseconds since 1970 UTC.
    var endedAt: Int64?

    init(_ event: JSONValue) {
        kind = event["kind"]?.string
        place = event["place"]?.string
        from = event["from"]?.string
        until = event["until"]?.string
    }

    init(_ posting: Posting) {
        kind = posting.kind.rawValue
        place = posting.place.description
        from = posting.from.iso8601
        until = posting.until.iso8601
        endedAt = posting.endedAt?.milliseconds
    }
}
