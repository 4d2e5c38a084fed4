import DossierDomain
import WorkingCalendar

/// Whoever works in a commune that was merged (cán bộ của xã được sáp nhập) works at the same unit of the other one.
extension CommuneMerge {
    /// Moves active accounts, postings that hold or are to come, and keys that were not taken back, with an event each.
    ///
    /// - Parameters:
    ///   - snapshot: The store as of one moment.
    ///   - transaction: Where it is written; nil if it is only counted.
    ///   - now: The instant of the merger.
    ///   - tally: Takes up what went.
    /// - Throws: ``StoreError``.
    func moveStaff(
        in snapshot: any StoreSnapshot,
        writing transaction: (any StoreTransaction)?,
        at now: Instant,
        _ tally: inout CommuneMergeTally
    ) throws {
        var heads: [UnitPlace: Int] = [:]
        var joined: Set<UnitPlace> = []
        try walkPages(of: Self.pageSize) { last in
            try snapshot.accounts(after: last?.id, limit: Self.pageSize)
        } take: { account in
            guard account.isActive else { return }
            let moved = try move(account, in: snapshot, writing: transaction, at: now, &tally)
            guard moved.role == .head, let place = moved.place, place.commune == transfer.to else { return }
            heads[place, default: 0] += 1
            if place != account.place { joined.insert(place) }
        }
        tally.heads = heads.filter { $0.value > 1 && joined.contains($0.key) }
        try moveKeys(in: snapshot, writing: transaction, at: now, &tally)
    }

    private func move(
        _ account: Account,
        in snapshot: any StoreSnapshot,
        writing transaction: (any StoreTransaction)?,
        at now: Instant,
        _ tally: inout CommuneMergeTally
    ) throws -> Account {
        var account = account
        let hasMoved = account.place?.commune == transfer.from
        if let place = account.place, hasMoved {
            let new = place.moved(by: transfer)
            let details = AccountService.facts(ofMoving: account, to: account.role, at: new)
            account.place = new
            tally.accounts[place.unit, default: 0] += 1
            if !account.hasPassword { tally.accountsOfProvider += 1 }
            if let transaction {
                try AccountService.save(&account, "accountAssigned", details, at: now, by: .program, in: transaction)
            }
        }
        let today = LocalDateTime(now).date
        let moves = PostingMoves(
            of: try snapshot.postings(of: account.id, lastingTo: today, limit: AccountService.maximumPostings),
            account: account,
            hasMoved: hasMoved,
            transfer: transfer,
            today: today
        )
        tally.postings += moves.moved
        tally.endedPostings += moves.dropped
        tally.add(moves.secondedHeads)
        if let transaction { try write(moves, of: &account, in: transaction, at: now) }
        return account
    }

    private func write(
        _ moves: PostingMoves,
        of account: inout Account,
        in transaction: any StoreTransaction,
        at now: Instant
    ) throws {
        for posting in moves.ended {
            try transaction.endPosting(posting.id, at: now)
            try AccountService.note("postingEnded", posting, of: &account, at: now, by: .program, in: transaction)
        }
        for posting in moves.made {
            let made = try transaction.insert(posting, of: account.id, at: now)
            let details = AccountService.details(of: made)
            try AccountService.note("postingMade", made, of: &account, at: now, by: .program, details, in: transaction)
        }
    }

    private func moveKeys(
        in snapshot: any StoreSnapshot,
        writing transaction: (any StoreTransaction)?,
        at now: Instant,
        _ tally: inout CommuneMergeTally
    ) throws {
        try walkPages(of: Self.pageSize) { last in
            try snapshot.apiKeys(after: last?.id, limit: Self.pageSize)
        } take: { key in
            guard key.revokedAt == nil, let place = key.place, place.commune == transfer.from else { return }
            tally.keys += 1
            guard let transaction else { return }
            let new = place.moved(by: transfer)
            var moved = key
            moved.place = new
            moved.version += 1
            try transaction.save(moved)
            let details = [("place", new.description)]
            try KeyService.note("keyMoved", moved, at: now, by: .program, details, in: transaction)
        }
    }
}
