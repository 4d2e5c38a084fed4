import DossierConfig
import DossierEngine
import DossierStoreSQLite
import Foundation
import WorkingCalendar

extension Workplace {
    /// Opens an installation for serving (mở để phục vụ); where the disk takes no writing and the database is of this
    /// program, for look-ups only.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - mode: Demo or production.
    ///   - clockStart: Where a new demo clock shall stand.
    ///   - doubtsClock: Whether a clock far ahead of what was written last is refused.
    ///   - machineClock: The machine's time.
    /// - Returns: The opened installation; ``lookupMode`` says whether it serves look-ups only.
    /// - Throws: As ``open(_:mode:clockStart:doubtsClock:options:machineClock:entropy:environment:)``; the failure of a
    ///   disk that takes no writing says too why look-ups cannot be served.
    static func openToServe(
        _ configuration: LoadedConfiguration,
        mode: Installation.Mode,
        clockStart: Instant?,
        doubtsClock: Bool,
        machineClock: any WallClock = SystemClock()
    ) async throws -> Workplace {
        do {
            return try await open(
                configuration,
                mode: mode,
                clockStart: clockStart,
                doubtsClock: doubtsClock,
                machineClock: machineClock
            )
        } catch let failure as StoreError where failure.code == .unavailable {
            let database = configuration.settings.databaseFile
            guard FileManager.default.fileExists(atPath: database),
                case .ill(let illness) = DiskState.of(database: database)
            else { throw failure }
            do {
                return try await openForLookups(
                    configuration,
                    mode: mode,
                    because: LookupMode(illness: illness, database: database),
                    machineClock: machineClock
                )
            } catch let refusal as StoreError {
                throw StoreError(
                    .unavailable,
                    "\(failure.english). Look-ups cannot be served either: \(refusal.english). Mount the disk for "
                        + "writing, or make room, and start again",
                    vietnamese: "Đĩa không ghi được (\(failure.english)). Cũng không thể chỉ phục vụ tra cứu: "
                        + (refusal.vietnamese ?? refusal.english).asSentence
                        + " Hãy gắn lại đĩa để ghi được hoặc dọn chỗ trống, rồi khởi động lại."
                )
            }
        }
    }

    /// Opens an installation whose disk takes no writing; nothing is written anywhere.
    ///
    /// - Throws: `StoreError` if the database would have to be changed first, or cannot be read without writing;
    ///   `ConfigurationDefects`; ``VaultKeyRefusal``.
    static func openForLookups(
        _ configuration: LoadedConfiguration,
        mode: Installation.Mode,
        because reason: LookupMode,
        machineClock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(),
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws -> Workplace {
        let store = try SQLiteDossierStore.openToRead(path: configuration.settings.databaseFile)
        do {
            let source = VaultKeySource(configuration.settings, environment: environment)
            guard let keys = try source.keys(for: try await store.read { try $0.vaultKeyRecords() }) else {
                throw StoreError(.unsuitable, "the key of personal data would have to be made first")
            }
            store.unlock(with: keys)
            let installation = try await Installation.read(
                store,
                mode: mode,
                used: configuration.versions,
                machineClock: machineClock
            )
            return try Workplace(
                configuration,
                store: store,
                installation: installation,
                machineClock: machineClock,
                entropy: entropy,
                alarm: StorageAlarm(),
                lookupMode: reason
            )
        } catch {
            // Why it cannot be opened is told, and not what follows from it.
            try? await store.close()
            throw error
        }
    }
}
