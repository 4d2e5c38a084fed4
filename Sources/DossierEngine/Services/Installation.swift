import DossierDomain
public import WorkingCalendar

/// What a database must know before it serves (khởi tạo cơ sở dữ liệu): its mode, its keys, the versions it has used.
public struct Installation: Sendable {
    /// How a database is used, fixed when it is made.
    public enum Mode: String, Sendable {
        /// With demo accounts, on loopback only.
        case demo
        /// For real.
        case production
    }

    /// The mode of the database.
    public let mode: Mode
    /// The stored demo clock; nil if the clock is the machine's.
    public let demoClock: Instant?
    /// The key by which repeated requests are known.
    public let idempotencyKey: [UInt8]
    /// The key by which rows of older registers are known.
    public let importKey: [UInt8]
    /// The key of the terms by which persons' dossiers are found.
    public let personKey: [UInt8]
    /// Every version in use so far of what all dossiers share, those of this start included.
    public let configurations: [StoredConfiguration]

    /// Prepares a database, new or old; may be called twice.
    ///
    /// - Parameters:
    ///   - store: The store, migrated and unlocked.
    ///   - wanted: The mode asked for; nil takes whatever the database is, and production for a new one.
    ///   - clockStart: Where a new demo clock shall stand; nil for the machine's time. A stored clock beats it.
    ///   - used: The configuration versions of this start.
    ///   - entropy: Where keys come from.
    ///   - machineClock: The time of the machine.
    ///   - change: Takes another organisation or calendar than the one in force into use; if it throws, nothing has
    ///     changed.
    /// - Returns: What the database knows.
    /// - Throws: ``StoreError`` of code unsuitable if the mode differs, a version was used with other content, or an
    ///   older version of calendar or organisation is chosen than is in force; ``VaultKeyMismatch`` if the keys of
    ///   the vault are not the database's; whatever the closure throws.
    public static func prepare(
        _ store: any DossierStore,
        mode wanted: Mode?,
        clockStart: Instant?,
        used: [StoredConfiguration],
        entropy: any EntropySource,
        machineClock: any WallClock,
        change: @escaping @Sendable (ConfigurationTransition, any StoreTransaction) throws -> Void
    ) async throws -> Installation {
        try await store.transact { transaction in
            let mode = try settleMode(wanted, in: transaction)
            let clock = try settleClock(clockStart, mode: mode, in: transaction)
            let now = clock ?? machineClock.now
            let transition = try ConfigurationTransition(to: used, at: now, in: transaction)
            // What takes another's place is kept by the change, which compares both with what is stored by then.
            let changing = [transition?.organisation?.chosen, transition?.calendar?.chosen].compactMap { $0 }
            try settleConfigurations(used.filter { !changing.contains($0) }, at: now, in: transaction)
            if let transition { try change(transition, transaction) }
            try settleVersionsInForce(used, in: transaction)
            try VaultSettlement.settle(entropy: entropy, in: transaction)
            try settleLeafKey(entropy: entropy, in: transaction)
            return Installation(
                mode: mode,
                demoClock: clock,
                idempotencyKey: try transaction.neededHashKey(.idempotency),
                importKey: try transaction.neededHashKey(.importRow),
                personKey: try transaction.neededHashKey(.person),
                configurations: try transaction.sharedConfigurations()
            )
        }
    }

    private static func settleMode(_ wanted: Mode?, in transaction: any StoreTransaction) throws -> Mode {
        if let mode = try storedMode(wanted, in: transaction) { return mode }
        let mode = wanted ?? .production
        try transaction.set(.mode, to: mode.rawValue)
        return mode
    }

    /// The mode of a database that has one.
    static func storedMode(_ wanted: Mode?, in snapshot: any StoreSnapshot) throws -> Mode? {
        guard let text = try snapshot.setting(.mode) else { return nil }
        guard let mode = Mode(rawValue: text) else { throw StoreError(.damaged, "unknown mode \(text)") }
        guard wanted == nil || wanted == mode else {
            throw mode == .demo
                ? StoreError(
                    .unsuitable,
                    "it was made with --demo: start with --demo, or use another --database",
                    vietnamese: "Tệp này được tạo với --demo: hãy khởi động với --demo, hoặc dùng --database khác."
                )
                : StoreError(
                    .unsuitable,
                    "it was made without --demo: start without --demo, or use another --database",
                    vietnamese: "Tệp này được tạo không có --demo: hãy bỏ --demo, hoặc dùng --database khác."
                )
        }
        return mode
    }

    private static func settleClock(
        _ start: Instant?,
        mode: Mode,
        in transaction: any StoreTransaction
    ) throws -> Instant? {
        guard mode == .demo else { return nil }
        if let text = try transaction.setting(.demoClock), let milliseconds = Int64(text) {
            return Instant(milliseconds: milliseconds)
        }
        guard let start else { return nil }
        try transaction.set(.demoClock, to: String(start.milliseconds))
        return start
    }

    /// Keeps versions that are new; those that are known must have the same content.
    static func settleConfigurations(
        _ used: [StoredConfiguration],
        at now: Instant,
        in transaction: any StoreTransaction
    ) throws {
        for new in try versionsNotKept(of: used, in: transaction) {
            try transaction.insert(new)
            try record(usage(of: new, at: now), to: .configuration, in: transaction)
        }
    }

    /// The versions that a database does not keep yet; those that it keeps must have the same content.
    static func versionsNotKept(
        of used: [StoredConfiguration],
        in snapshot: any StoreSnapshot
    ) throws -> [StoredConfiguration] {
        try used.filter { new in
            guard let known = try snapshot.configuration(ConfigurationVersion(new), of: new.kind) else { return true }
            guard known.content == new.content else {
                let what = "\(new.kind) \(new.name) version \(new.version)"
                throw StoreError(
                    .unsuitable,
                    "\(what) was used with other content: give the change a higher version",
                    vietnamese: "\(what) đã được dùng với nội dung khác: hãy tăng version của bản sửa đổi."
                )
            }
            return false
        }
    }

    private static func usage(of configuration: StoredConfiguration, at now: Instant) -> SystemEvent {
        SystemEvent(
            at: now,
            by: .program,
            type: SystemEvent.configurationUsed,
            details: [
                ("kind", configuration.kind), ("name", configuration.name), ("version", String(configuration.version)),
                ("sha256", Digest.of(Array(configuration.content.utf8)).hexadecimal),
            ]
        )
    }

    /// Makes the key of the tree's leaves where there is none, as in a database of before the tree; idempotent.
    ///
    /// - Parameters:
    ///   - entropy: Where its 32 bytes come from.
    ///   - transaction: A change of the database, with the tables of this program.
    /// - Throws: ``StoreError``.
    public static func settleLeafKey(entropy: any EntropySource, in transaction: any StoreTransaction) throws {
        guard try transaction.setting(.leafKey) == nil else { return }
        try transaction.set(.leafKey, to: Digest.hexadecimal(of: entropy.bytes(Digest.length)))
    }
}
