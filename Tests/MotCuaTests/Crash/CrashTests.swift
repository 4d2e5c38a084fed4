import Foundation
import Testing

/// Power cuts while everybody works: intakes, steps, papers, timers, texts with their reports, citizens' questions,
/// copies of the database, and between them imports of an older register.
///
/// `MOTCUA_TEST_CRASHES=10000 swift test --filter CrashTests` runs the long form; `MOTCUA_TEST_PROGRAM` names another
/// build of the program, as one for release, and `MOTCUA_TEST_SEED` repeats a run's choices.
@Suite(.serialized)
struct CrashTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let crashes = environment["MOTCUA_TEST_CRASHES"].flatMap(Int.init) ?? 12
    private static let seed = RandomKills.seed
    /// Whether disks are faulty: both in turn, or what `MOTCUA_TEST_CRASH_DISK` says, `sound` or `faulty`.
    private static let disks = environment["MOTCUA_TEST_CRASH_DISK"].map { [$0 == "faulty"] } ?? [false, true]
    /// Districts beside each other, each with a machine of its own.
    private static let districts = 2

    @Test(
        "whatever was acknowledged is there exactly once after each kill, and whatever was not is whole or absent",
        arguments: disks
    )
    func kills(hasFaultyDisk: Bool) async throws {
        print("seed \(Self.seed)")
        let share = (Self.crashes + Self.districts - 1) / Self.districts
        let began = ContinuousClock.now
        let tally = try await withThrowingTaskGroup(of: CrashDistrict.Tally.self) { group in
            for number in 1...Self.districts {
                group.addTask { try await Self.endure(share, number: number, hasFaultyDisk: hasFaultyDisk) }
            }
            return try await group.reduce(CrashDistrict.Tally(), +)
        }
        #expect(tally.acknowledged > tally.crashes, "too few commands to prove anything")
        print(
            "kills: \(tally.crashes), faults of the disk: \(tally.faults), starts that failed: \(tally.failedStarts), "
                + "acknowledged commands: \(tally.acknowledged), lost: \(tally.defects.lost), "
                + "twice: \(tally.defects.twice); texts: \(tally.texts), unknown: \(tally.unknownTexts); "
                + "whole copies: \(tally.copies), broken off: \(tally.brokenCopies), "
                + "restored: \(tally.restored); imports broken off: \(tally.brokenImports); "
                + "\(ContinuousClock.now - began)"
        )
    }

    @Test("an import that is killed again and again takes every good row over once")
    func imports() throws {
        let papers = try TemporaryFolder()
        let register = papers.path + "/register.csv"
        try FileManager.default.copyItem(atPath: JanuaryRegister.path, toPath: register)
        func places(_ folder: TemporaryFolder) -> [String] {
            ["--database", folder.database, "--config", Checkout.config]
        }
        let whole = try TemporaryFolder()
        var kills = try withExtendedLifetime(whole) {
            try RandomKills(measuring: ["import", register] + places(whole))
        }
        var folder = try TemporaryFolder()
        for _ in 0..<max(6, Self.crashes / 10) {
            guard try kills.strike(["import", register] + places(folder)) else {
                if kills.count > 0 { break }
                // The first kill came too late: it comes sooner to another one.
                folder = try TemporaryFolder()
                continue
            }
            let verdict = try Program.run(["verify"] + places(folder))
            // Killed before it has made its tables, it leaves nothing to verify.
            let isUnmade = verdict.errors.contains("no database") || verdict.errors.contains("run migrate first")
            #expect(verdict.code == 0 || isUnmade, "\(kills): \(verdict.output)\(verdict.errors)")
        }
        #expect(kills.count > 0, "\(kills)")
        let rest = try Program.run(["import", register] + places(folder))
        let counts = rest.output.split(separator: ", ").compactMap { Int($0.prefix { $0.isNumber }) }
        try #require(counts.count == 4, "\(rest.output)\(rest.errors)")
        #expect(counts[1] + counts[2] == 1_109)
        let verdict = try Program.run(["verify"] + places(folder))
        #expect(verdict.code == 0 && verdict.output.hasPrefix("1109 dossiers, "), "\(kills): \(verdict.output)")
        print("imports killed: \(kills.count)")
    }

    private static func endure(
        _ crashes: Int,
        number: Int,
        hasFaultyDisk: Bool
    ) async throws -> CrashDistrict.Tally {
        var tally = CrashDistrict.Tally()
        while tally.crashes < crashes {
            let seed = seed &+ UInt64(number * 1_000_000 + tally.crashes)
            var district = try CrashDistrict(number: number, seed: seed, hasFaultyDisk: hasFaultyDisk)
            tally = tally + (try await district.endure(min(CrashDistrict.crashesPerDatabase, crashes - tally.crashes)))
            if tally.crashes.isMultiple(of: 250) { print("district \(number): \(tally)") }
        }
        return tally
    }
}
