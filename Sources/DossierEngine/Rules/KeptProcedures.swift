public import DossierDomain
import Synchronization

/// The versions of procedures that a database keeps (phiên bản thủ tục đã lưu), each read when one is first needed.
///
/// After some years there are thousands of them, and the dossiers of a day use few. They are read at once and not
/// awaited, because rules are asked inside of transactions too. That one is damaged is remembered as well until the
/// next start: nothing mends it under a running program, and thousands of open dossiers may name it.
public final class KeptProcedures: Sendable {
    /// Reads a version again; it may be called by several at the same time, and more than once for a version.
    public typealias Reading = @Sendable (_ version: ProcedureVersion) throws(StoreError) -> Procedure

    /// How many versions that were read lie in memory; beyond that the half that was not needed for longest goes.
    ///
    /// Source: project decision, 2026-11-29: one takes some 10 KiB, and a province has 800 procedures.
    static let maximumInMemory = 1_000

    /// All versions that are kept.
    let versions: [ProcedureVersion]
    private let reading: Reading
    private let memory = Mutex(Memory())

    private struct Memory {
        var entries: [ProcedureVersion: Entry] = [:]
        var uses: UInt64 = 0
    }

    private struct Entry {
        let found: Result<Procedure, StoreError>
        var lastUse: UInt64
    }

    /// Creates the table; nothing is read yet.
    ///
    /// - Parameters:
    ///   - versions: All versions that are kept.
    ///   - reading: Reads one of them again.
    public init(_ versions: [ProcedureVersion], reading: @escaping Reading) {
        self.versions = versions
        self.reading = reading
    }

    /// A version that is kept.
    ///
    /// - Throws: ``StoreError`` of code damaged if what is stored of it cannot be read again; of another code if the
    ///   store cannot be read, which is tried anew the next time.
    func procedure(_ version: ProcedureVersion) throws(StoreError) -> Procedure {
        if let known = known(version) { return try known.get() }
        // Not under the lock: others need not wait for what they know.
        let found = try read(version)
        memory.withLock { memory in
            memory.uses += 1
            memory.entries[version] = Entry(found: found, lastUse: memory.uses)
            memory.entries.forgetOlderHalf(beyond: Self.maximumInMemory, by: \.lastUse)
        }
        return try found.get()
    }

    /// Reads a version, or finds that it is damaged.
    ///
    /// - Throws: ``StoreError`` if the store cannot be read.
    private func read(_ version: ProcedureVersion) throws(StoreError) -> Result<Procedure, StoreError> {
        do throws(StoreError) {
            return .success(try reading(version))
        } catch {
            guard error.code == .damaged else { throw error }
            return .failure(error)
        }
    }

    private func known(_ version: ProcedureVersion) -> Result<Procedure, StoreError>? {
        memory.withLock { memory in
            guard let entry = memory.entries[version] else { return nil }
            memory.uses += 1
            memory.entries[version]?.lastUse = memory.uses
            return entry.found
        }
    }
}
