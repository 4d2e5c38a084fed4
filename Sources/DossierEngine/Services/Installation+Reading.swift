import WorkingCalendar

extension Installation {
    /// Reads what a database knows that has served before (đọc để tra cứu), where nothing can be written.
    ///
    /// - Parameters:
    ///   - store: The store, of this program's tables and unlocked.
    ///   - wanted: The mode asked for; nil takes whatever the database is.
    ///   - used: The configuration versions of this start.
    ///   - machineClock: The time of the machine.
    /// - Returns: What the database knows.
    /// - Throws: ``StoreError`` of code unsuitable if the database has not served yet, the mode differs, or the
    ///   configuration has something that would have to be taken into use first.
    public static func read(
        _ store: any DossierStore,
        mode wanted: Mode?,
        used: [StoredConfiguration],
        machineClock: any WallClock
    ) async throws -> Installation {
        try await store.read { snapshot in
            guard let mode = try storedMode(wanted, in: snapshot) else {
                throw StoreError(.unsuitable, "the database has never served")
            }
            let now = try present(in: snapshot, machineClock: machineClock)
            let new = try versionsNotKept(of: used, in: snapshot).map { "\($0.kind) \($0.name)@\($0.version)" }
            let transition = try ConfigurationTransition(to: used, at: now, in: snapshot)
            let steps = [transition?.organisation, transition?.calendar].compactMap { $0?.chosen }
            let changes = new + steps.map { "\($0.kind) \($0.name)@\($0.version)" }.filter { !new.contains($0) }
            guard changes.isEmpty else {
                throw StoreError(
                    .unsuitable,
                    "the configuration has what cannot be taken into use without writing: "
                        + changes.joined(separator: ", ") + "; put the former files back, or make the disk writable"
                )
            }
            let isSimulated = try snapshot.setting(.demoClock) != nil
            return Installation(
                mode: mode,
                demoClock: mode == .demo && isSimulated ? now : nil,
                idempotencyKey: try snapshot.neededHashKey(.idempotency),
                importKey: try snapshot.neededHashKey(.importRow),
                personKey: try snapshot.neededHashKey(.person),
                configurations: try snapshot.sharedConfigurations()
            )
        }
    }
}
