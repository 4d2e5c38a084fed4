import Testing
import WorkingCalendar

@testable import motcua

@Suite("When copies are made and which are kept")
struct BackupScheduleTests {
    private let schedule = BackupSchedule(minutes: 60, keep: 3)

    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("a copy is called after its moment in local time, and its name tells it again")
    func names() throws {
        let moment = try instant("2022-01-05T10:20:30+07:00")
        #expect(BackupSchedule.name(at: moment) == "motcua-20220105-102030.sqlite")
        #expect(BackupSchedule.instant(of: "motcua-20220105-102030.sqlite") == moment)
    }

    @Test(
        "whatever is called otherwise is none of ours",
        arguments: [
            "motcua.sqlite", "motcua-20220105-102030.sqlite.json", "motcua-20220105-102030.sqlite.part",
            "motcua-20220230-102030.sqlite", "motcua-2022015-1020300.sqlite", "motcua-20220105102030.sqlite",
            "motcua-٢٠٢٢0105-102030.sqlite", "motcua-20220105-246030.sqlite", "", "motcua-.sqlite",
        ]
    )
    func foreignNames(name: String) { #expect(BackupSchedule.instant(of: name) == nil) }

    @Test("the next is due when the newest of now and before is old enough, and at once where there is none")
    func due() throws {
        let names = ["motcua-20220105-090000.sqlite", "motcua-20220105-100000.sqlite", "notes.txt"]
        #expect(!schedule.isDue(after: names, at: try instant("2022-01-05T10:59:59+07:00")))
        #expect(schedule.isDue(after: names, at: try instant("2022-01-05T11:00:00+07:00")))
        #expect(schedule.isDue(after: names, at: try instant("2022-01-04T10:00:00+07:00")))
        #expect(schedule.isDue(after: ["notes.txt"], at: try instant("2022-01-05T10:00:00+07:00")))
    }

    @Test("the oldest go, and never what is called otherwise")
    func surplus() throws {
        let now = try instant("2022-01-05T10:00:00+07:00")
        let copies = (1...5).map { "motcua-2022010\($0)-100000.sqlite" }
        #expect(schedule.surplus(of: ["notes.txt"] + copies.reversed(), at: now) == Array(copies.prefix(2)))
        #expect(schedule.surplus(of: ["a", "b", "c", "d", "e"], at: now).isEmpty)
        #expect(schedule.surplus(of: Array(copies.prefix(3)), at: now).isEmpty)
    }

    @Test("copies named in the future make no other due, push none out and stay themselves")
    func future() throws {
        let now = try instant("2022-01-05T10:30:00+07:00")
        let copies = (1...5).map { "motcua-2022010\($0)-100000.sqlite" }
        let future = ["motcua-20220105-103001.sqlite", "motcua-20300101-000000.sqlite"]
        let names = future + copies
        #expect(!schedule.isDue(after: names, at: now))
        #expect(schedule.isDue(after: names, at: now.adding(milliseconds: 30 * 60_000 + 1_000 * 3_600)))
        #expect(schedule.surplus(of: names, at: now) == Array(copies.prefix(2)))
        #expect(schedule.surplus(of: future, at: now).isEmpty)
        #expect(BackupSchedule.future(of: names, at: now) == future)
        #expect(BackupSchedule.newest(of: names, until: now) == (try instant("2022-01-05T10:00:00+07:00")))
        #expect(BackupSchedule.newest(of: future, until: now) == nil)
        #expect(schedule.isDue(after: future, at: now))
    }

    @Test("drafts, what lies beside them and manifests without their copies are left over; all else is somebody's")
    func unfinished() {
        let copy = "motcua-20220105-100000.sqlite"
        let drafts = ["", "-wal", "-shm", "-journal"].map { copy + ".17.part" + $0 } + [copy + ".json.17.part"]
        let kept = [copy, copy + ".json", "motcua-monday.sqlite.json", "notes.part", "motcua-20220105-100000.json"]
        let alone = "motcua-20220105-110000.sqlite.json"
        #expect(BackupSchedule.unfinished(of: kept + drafts + [alone]) == drafts + [alone])
    }
}
