import DossierEngine
import DossierStoreSQLite

extension SQLiteDossierStore {
    /// Erases, and then takes from the disk what was erased (xóa hẳn khỏi đĩa), after a failure too: what was erased
    /// before it is to be gone.
    ///
    /// - Parameter work: Erases.
    /// - Throws: What the work throws, else why something may still lie on the disk.
    func scrubbing(after work: () async throws -> Void) async throws {
        var failure: (any Error)?
        do {
            try await work()
        } catch {
            failure = error
        }
        do {
            try await settleArchiveIfAny()
            try await scrub()
        } catch {
            throw failure ?? error
        }
        if let failure { throw failure }
    }

    /// Notes in the archive that nothing in it is under way; nothing where there is no archive.
    ///
    /// - Throws: `StoreError`.
    func settleArchiveIfAny() async throws {
        if hasArchive { try await transact { try $0.settleArchive() } }
    }
}
