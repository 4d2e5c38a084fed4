import DossierEngine
import DossierStoreSQLite
import DossierTestKit
import Foundation
import Synchronization

/// A simulated machine with the real store on its disk (máy chủ giả lập trên SQLite), in a folder of its own.
///
/// The folder lies in memory where the system offers that, and is gone with the machine.
final class SQLiteMachine: SimulatedMachine {
    private struct State {
        var path: String
        var generation = 0
        var store: SQLiteDossierStore?
    }

    private let folder: ScratchFolder
    private let keys: VaultKeyRing
    private let state: Mutex<State>

    /// Makes a machine.
    ///
    /// - Parameters:
    ///   - original: A closed database whose copy lies on the disk at first; nil for an empty disk.
    ///   - keys: The keys of its vault; nil for keys of the simulation's own.
    /// - Throws: If the folder cannot be made.
    init(copyOf original: String? = nil, keys: VaultKeyRing? = nil) throws {
        self.keys = keys ?? Self.ownKeys
        let memory = URL(filePath: "/dev/shm")
        let isThere = FileManager.default.isWritableFile(atPath: memory.path)
        let parent = isThere ? memory : FileManager.default.temporaryDirectory
        folder = try ScratchFolder("motcua-simulation-", in: parent)
        let path = folder.url.appending(path: "disk-0.sqlite").path
        state = Mutex(State(path: path))
        guard let original else { return }
        let manager = FileManager.default
        for ending in ["", Self.archive] where manager.fileExists(atPath: original + ending) {
            try manager.copyItem(atPath: original + ending, toPath: path + ending)
        }
    }

    /// What the name of a database's archive ends with.
    private static let archive = SQLiteDossierStore.archivePath(of: "")

    /// The keys of a district that nobody lives in.
    private static let ownKeys =
        VaultKey(id: 1, bytes: [UInt8](repeating: 7, count: VaultKey.length)).flatMap { VaultKeyRing([$0]) } ?? .locked

    func start() async throws -> any DossierStore {
        let path = state.withLock { $0.path }
        let store = try SQLiteDossierStore.open(path: path, options: SQLiteStoreOptions(readers: 1))
        try store.migrate()
        store.unlock(with: keys)
        state.withLock { $0.store = store }
        return store
    }

    func stop() async throws {
        let store = state.withLock { state in
            defer { state.store = nil }
            return state.store
        }
        try await store?.close()
    }

    /// Copies what the disk has at this moment, log included, and goes on with the copy: what the old store tidies up
    /// when it is closed then happens to a disk that nobody reads any more.
    func crash() async throws {
        let (old, new) = state.withLock { state in
            let old = state.path
            state.generation += 1
            state.path = folder.url.appending(path: "disk-\(state.generation).sqlite").path
            return (old, state.path)
        }
        let manager = FileManager.default
        for ending in ["", "-wal", Self.archive] where manager.fileExists(atPath: old + ending) {
            try manager.copyItem(atPath: old + ending, toPath: new + ending)
        }
        try await stop()
        for ending in ["", "-wal", "-shm", ".lock", Self.archive] where manager.fileExists(atPath: old + ending) {
            try manager.removeItem(atPath: old + ending)
        }
    }

    func inspect<Result>(_ body: (any StoreInspection) throws -> Result) async throws -> Result {
        try SQLiteDossierStore.inspect(path: state.withLock { $0.path }, body)
    }
}
