import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing

@testable import motcua

extension TemporaryFolder {
    /// The file of checkpoints beside the database.
    var checkpoints: String { path + "/motcua.checkpoints" }
    /// The key that signs them.
    var checkpointKey: String { path + "/motcua.checkpoint-key" }

    /// Copies database, checkpoints and key of another folder.
    func take(from other: TemporaryFolder) throws {
        for name in ["motcua.sqlite", "motcua.checkpoints", "motcua.checkpoint-key"] {
            try FileManager.default.copyItem(atPath: other.path + "/" + name, toPath: path + "/" + name)
        }
    }

    /// The checkpoints of the file.
    func knownCheckpoints() throws -> KnownCheckpoints {
        var known = KnownCheckpoints(by: [try CheckpointKeyFile.read(checkpointKey).verifier])
        try CheckpointFile.read(checkpoints) { known.take($0) }
        return known
    }
}

extension BuiltServer {
    /// Takes all events into the tree and makes a checkpoint, as the service does when one is due.
    @discardableResult
    func checkpoint() async throws -> CheckpointKeeper.Outcome {
        let tree = HistoryTree(store: workplace.store)
        while try await tree.grow().added > 0 {}
        return try await checkpoints.keeper.make()
    }
}

/// What `verify` finds in the database of a folder.
func verification(
    of folder: TemporaryFolder,
    against known: KnownCheckpoints?
) throws -> VerificationReport {
    let configuration = try TestServer.configuration(in: folder)
    return try SQLiteDossierStore.inspect(path: folder.database) { inspection in
        var verifier = Verifier(rules: try configuration.rulesInForce(in: inspection))
        return try verifier.verify(inspection, checkpoints: known) { _, _ in }
    }
}
