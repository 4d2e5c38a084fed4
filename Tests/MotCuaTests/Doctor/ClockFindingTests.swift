import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing
import WorkingCalendar

@testable import motcua

@Suite("motcua doctor on the machine's clock")
struct ClockFindingTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)

    private static func days(_ count: Int64) -> Instant { now.adding(milliseconds: count * 86_400_000) }

    @Test(
        "behind what was written is an error, far ahead of it a warning, with what to do",
        arguments: [
            (-1, Finding.Grade.ok, ""), (-60, .ok, ""), (-61, .warning, "61 days older"),
            (-4_000, .warning, "is ahead"), (1, .error, "86400 s behind what it was"),
        ]
    )
    func newest(days: Int64, grade: Finding.Grade, words: String) {
        let finding = ClockEvidence(newest: Self.days(days)).finding(at: Self.now)
        #expect(finding.grade == grade, "\(finding)")
        let told = finding.text.english + (finding.remedy?.english ?? "")
        #expect(words.isEmpty || told.contains(words), "\(finding)")
        #expect(grade == .ok || finding.remedy?.english.contains("timedatectl") == true, "\(finding)")
    }

    @Test("a clock that nobody keeps right is a warning, one that may not be asked is none")
    func kernel() {
        #expect(ClockEvidence(newest: Self.days(-1), kernel: .synchronised).finding(at: Self.now).grade == .ok)
        #expect(ClockEvidence(newest: Self.days(-1), kernel: .unknown).finding(at: Self.now).grade == .ok)
        let alone = ClockEvidence(newest: Self.days(-1), kernel: .unsynchronised).finding(at: Self.now)
        #expect(alone.grade == .warning && alone.remedy?.english.contains("set-ntp") == true)
        // What was written says more than the kernel knows.
        #expect(ClockEvidence(newest: Self.days(2), kernel: .synchronised).finding(at: Self.now).grade == .error)
        #expect(KernelClock.present == KernelClock.present)
    }

    @Test("a history that leaps is a warning, though the clock is not far from its end")
    func leap() {
        let stop = ClockEvidence.Stop(from: Self.days(-200), to: Self.days(-1))
        let leap = ClockEvidence(newest: Self.days(-1), stop: stop).finding(at: Self.now)
        #expect(leap.grade == .warning && leap.text.english.hasPrefix("nothing happened from"), "\(leap)")
        #expect(leap.remedy?.english.contains("set ahead") == true)
    }

    @Test("in a database: events of the future, a clock far ahead and a clock that is right are told apart")
    func database() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(at: "2022-01-05T10:20+07:00", in: folder) { service in
            let desk = try await service.staff("desk")
            _ = try await desk.register("1.001612")
            try await service.clock(to: "2022-04-05T10:20:00+07:00")
            _ = try await desk.register("1.001612")
        }
        func finding(at text: String) throws -> Finding {
            let now = try #require(Instant(iso8601: text))
            return try SQLiteDossierStore.inspect(path: folder.database) { inspection in
                try ClockEvidence(in: inspection, checkpoint: nil, kernel: .unknown).finding(at: now)
            }
        }
        #expect(try finding(at: "2022-04-01T10:20:00+07:00").grade == .error)
        #expect(try finding(at: "2031-04-05T10:30:00+07:00").text.english.contains("days older"))
        #expect(try finding(at: "2022-04-05T10:30:00+07:00").grade == .ok)
    }
}
