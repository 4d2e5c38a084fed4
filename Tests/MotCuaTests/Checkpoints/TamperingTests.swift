import DossierEngine
import Foundation
import Testing

@testable import motcua

/// What `verify` finds with checkpoints when somebody who can write the database has rewritten its history.
@Suite("Tampering")
struct TamperingTests {
    /// Three dossiers and what was done to them, a checkpoint after each act.
    private static let original = Task { () throws -> TemporaryFolder in
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            let desk = try await service.staff("desk")
            try await service.server.checkpoint()
            var codes: [String] = []
            for _ in 1...3 {
                codes.append(try #require(try await desk.register("1.001612").string("code")))
                try await service.server.checkpoint()
            }
            try await desk.complete("intake", of: codes[0])
            try await service.server.checkpoint()
            try await desk.complete("intake", of: codes[1])
            try await service.server.checkpoint()
            let withdrawn = try await desk.act("withdraw", on: codes[2], #"{"reason":"Công dân rút"}"#)
            try #require(withdrawn.status == 200)
            try await service.staff("officer.TCKH").complete("appraise", of: codes[0])
            try await service.server.checkpoint()
        }
        return folder
    }

    private static func copy() async throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.take(from: try await original.value)
        return folder
    }

    /// The words about the history among what was found.
    private static func words(_ report: VerificationReport) -> [String] {
        report.defects.filter { $0.hasPrefix("history: ") }
    }

    @Test("the table knows at least twenty ways, and what it changes is whole before")
    func table() async throws {
        #expect(Tampering.all.count >= 20)
        #expect(Set(Tampering.all.map(\.name)).count == Tampering.all.count)
        let folder = try await Self.copy()
        let report = try verification(of: folder, against: try folder.knownCheckpoints())
        #expect(report.isClean && report.checkpoints == 7, "\(report.defects)")
        #expect(report.checkpointedEvents == Int64(report.events))
    }

    @Test("as it is: the first event that differs is named", arguments: Tampering.all)
    func plain(_ tampering: Tampering) async throws {
        let folder = try await Self.copy()
        let forger = Forger(folder.database)
        let first = try forger.number("SELECT " + tampering.first)
        try forger.run(tampering.sql)

        let report = try verification(of: folder, against: try folder.knownCheckpoints())

        let words = Self.words(report)
        #expect(words.contains { $0.contains("the first event that differs is event \(first):") }, "\(first): \(words)")
    }

    @Test(
        "with chains, heads, tree and folds reckoned anew: the events are named between two checkpoints",
        arguments: Tampering.all
    )
    func recomputed(_ tampering: Tampering) async throws {
        let folder = try await Self.copy()
        let forger = Forger(folder.database)
        let first = try forger.number("SELECT " + tampering.first)
        try forger.run(tampering.sql)
        try await forger.recompute(rules: try Forger.rules(folder))

        let known = try folder.knownCheckpoints()
        let report = try verification(of: folder, against: known)

        let words = Self.words(report)
        let range = try #require(words.compactMap(Self.range).first, "\(words) \(report.defects)")
        #expect(range.contains(first), "\(first): \(words)")
        // No checkpoint lies inside the range, so it cannot be known more exactly.
        #expect(known.checkpoints.allSatisfy { !(range.lowerBound..<range.upperBound).contains($0.size) })
        if tampering.canBeHidden {
            let blind = try verification(of: folder, against: nil)
            #expect(blind.isClean, "without checkpoints it would not be seen: \(blind.defects)")
        }
    }

    /// The events that a sentence names as those of which one differs.
    private static func range(_ words: String) -> ClosedRange<Int64>? {
        guard let found = words.firstMatch(of: /one of the events (\d+) to (\d+)/),
            let low = Int64(found.1), let high = Int64(found.2)
        else { return nil }
        return low...high
    }

    @Test("the command says it with exit code 1, and a copy of the file and the key of elsewhere are enough")
    func command() async throws {
        let folder = try await Self.copy()
        let elsewhere = try await Self.copy()
        let common = ["verify", "--database", folder.database, "--config", Checkout.config]
        let key = try CheckpointKeyFile.read(folder.checkpointKey).verifier.written
        let printed = try Program.run(["checkpoint", "key"] + common.dropFirst())
        #expect(printed.code == 0 && printed.output == key + "\n")
        let forger = Forger(folder.database)
        try forger.run(Tampering.editing[0].sql)
        try await forger.recompute(rules: try Forger.rules(folder))
        for file in [folder.checkpoints, folder.checkpointKey] { try FileManager.default.removeItem(atPath: file) }

        let blind = try Program.run(common)
        #expect(blind.code == 0 && blind.output.contains("no checkpoints"), "\(blind.output)")
        let seen = try Program.run(common + ["--checkpoints", elsewhere.checkpoints, "--key", key])
        #expect(seen.code == 1, "\(seen.output)\(seen.errors)")
        #expect(seen.output.contains("DIFFERS history: the checkpoint of "), "\(seen.output)")
        let keyless = try Program.run(common + ["--checkpoints", elsewhere.checkpoints])
        #expect(keyless.code == 1 && keyless.errors.contains("--key"), "\(keyless.errors)")
        let other = try #require(CheckpointKey(name: "motcua.local", entropy: SystemEntropy())).verifier.written
        let foreign = try Program.run(common + ["--checkpoints", elsewhere.checkpoints, "--key", other])
        #expect(foreign.code == 1 && foreign.output.contains("its signature is not of the key"), "\(foreign.output)")
    }
}
