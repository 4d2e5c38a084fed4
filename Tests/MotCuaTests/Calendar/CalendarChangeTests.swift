import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Foundation
import GRDB
import Logging
import Testing
import WorkingCalendar

@testable import motcua

/// A calendar that changes under a database with open dossiers.
///
/// The dossier was received on Wednesday 05/01/2022 10:20 and is due on Monday 10/01 10:20; without Friday 07/01 it is
/// due on Tuesday 11/01 10:20.
struct CalendarChangeTests {
    private let thursday = "2022-01-06T11:00+07:00"

    /// A site with that dossier, whose configuration closes the Friday.
    private func declaredSite() async throws -> CalendarSite {
        let site = try CalendarSite()
        try await site.takeDossier()
        try site.declare(version: 2, closing: "2022-01-07")
        return site
    }

    @Test("a start whose calendar moves promises is refused, says how many and what to do, and leaves nothing behind")
    func refusedStart() async throws {
        let site = try await declaredSite()

        let refusal = await #expect(throws: StoreError.self) { _ = try await site.open(at: thursday) }
        #expect(refusal?.code == .unsuitable)
        let sentence = refusal?.reason ?? ""
        #expect(sentence.contains("vietnam version 2"))
        #expect(sentence.contains("1 promise would move: 1 later, 0 earlier"))
        #expect(sentence.contains("motcua calendar preview") && sentence.contains("motcua calendar apply"))

        try site.declare(version: 1, closing: nil)
        let workplace = try await site.open(at: thursday)
        #expect(workplace.installation.configurations.filter { $0.kind == "calendar" }.map(\.version) == [1])
        let inForce = try await workplace.store.read { try $0.setting(.calendarInForce) }
        #expect(inForce == "vietnam@1")
        let events = try await workplace.store.dossierEvents()
        #expect(events.count == 1)
        try await workplace.store.close()
    }

    @Test(
        "applied, the rungs of the old calendar fire first, then date, timers and text change; the second time nothing"
    )
    func applied() async throws {
        let site = try await declaredSite()
        let change = try await site.applyCalendar(at: thursday)
        let first = try #require(change)
        #expect(first.moves.later == 1 && first.moves.earlier == 0)
        #expect(first.named.count == 1)
        #expect(first.named[0].contains("2022-01-10 10:20 → 2022-01-11 10:20"))
        let second = try await site.applyCalendar(at: thursday)
        #expect(second == nil)

        let workplace = try await site.open(at: thursday)
        let events = try await workplace.store.dossierEvents()
        // 16 working hours before Monday 10:20 were on Thursday 10:20.
        #expect(events.contains { $0.contains(#""type":"warned""#) })
        #expect(events.last?.contains(#""type":"rescheduled""#) == true)
        let due = try #require(Instant(iso8601: "2022-01-11T10:20+07:00"))
        let stored = try await workplace.store.firstDossier()
        let decoded = try DossierCodec.decode(stored.state)
        #expect(decoded.dueAt == due)
        let texts = try await workplace.store.read { try $0.sendableMessages(at: due, limit: 10) }
        #expect(texts.map(\.draft.kind) == [.rescheduled])
        #expect(texts.first?.draft.dueAt == due)
        // The apology is asked for 8 working hours before the new date, on Monday.
        let next = try await workplace.store.read { try $0.nextTimer() }
        #expect(next == Instant(iso8601: "2022-01-10T10:20+07:00"))
        let changes = try await workplace.store.configurationEvents().filter { $0.contains("calendarApplied") }
        #expect(changes.count == 1)
        #expect(changes.first?.contains(#""version":"2""#) == true)
        let verdict = try workplace.store.inspect { inspection in
            var verifier = Verifier(rules: workplace.rules)
            return try verifier.verify(inspection) { _, _ in }
        }
        #expect(verdict.isClean)
        try await workplace.store.close()
    }

    @Test("a calendar by which no promise moves is taken into use by the start itself")
    func harmless() async throws {
        let site = try CalendarSite()
        try await site.takeDossier()
        try site.declare(version: 2, closing: "2022-06-01")

        let workplace = try await site.open(at: thursday)
        let inForce = try await workplace.store.read { try $0.setting(.calendarInForce) }
        #expect(inForce == "vietnam@2")
        let changes = try await workplace.store.configurationEvents()
        #expect(changes.filter { $0.contains("calendarApplied") }.count == 1)
        let events = try await workplace.store.dossierEvents()
        // The rung of Thursday 10:20 fired, as it would have by either calendar.
        #expect(!events.contains { $0.contains("rescheduled") })
        try await workplace.store.close()

        try site.declare(version: 1, closing: nil)
        let refusal = await #expect(throws: StoreError.self) { _ = try await site.open(at: thursday) }
        #expect(refusal?.reason.contains("vietnam version 2 is in force") == true)
    }

    @Test("a date that moves earlier is counted as that, and a text tells it")
    func earlier() async throws {
        let site = try await declaredSite()
        _ = try await site.applyCalendar(at: thursday)
        try site.declare(version: 3, closing: nil)

        let change = try await site.applyCalendar(at: "2022-01-06T12:00+07:00")
        let back = try #require(change)
        #expect(back.moves.later == 0 && back.moves.earlier == 1)
        #expect(back.named.first?.contains("2022-01-11 10:20 → 2022-01-10 10:20") == true)
        let pool = try DatabasePool(path: site.folder.database)
        let kinds = try await pool.read { try String.fetchAll($0, sql: "SELECT kind FROM outboxMessage") }
        try pool.close()
        #expect(kinds == ["rescheduled", "rescheduled"])
    }

    @Test("in a database of an older program the highest version of the calendar is the one in force")
    func olderDatabase() async throws {
        let site = try await declaredSite()
        let pool = try DatabasePool(path: site.folder.database)
        try await pool.write { try $0.execute(sql: "DELETE FROM installation WHERE name = 'calendarInForce'") }
        try pool.close()

        let refusal = await #expect(throws: StoreError.self) { _ = try await site.open(at: thursday) }
        #expect(refusal?.reason.contains("1 promise would move") == true)
        let change = try await site.applyCalendar(at: thursday)
        #expect(change?.moves.later == 1)
        let workplace = try await site.open(at: thursday)
        try await workplace.store.close()
    }

    @Test("the morning of the digest moves with the calendar")
    func digest() async throws {
        let site = try CalendarSite()
        // Late on Monday 10:20:01: the digest is for Tuesday morning.
        try await site.takeDossier(at: "2022-01-07T08:00+07:00")
        let workplace = try await site.open(at: "2022-01-10T15:00+07:00")
        let timers = TimerService(
            store: workplace.store,
            rules: workplace.rules,
            clock: workplace.clock,
            machineClock: workplace.machineClock,
            pace: SystemPace(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await timers.fireDue()
        let tuesday = try await workplace.store.read { try $0.serviceTimer(.lateDigest) }
        #expect(tuesday == Instant(iso8601: "2022-01-11T07:30+07:00"))
        try await workplace.store.close()

        try site.declare(version: 2, closing: "2022-01-11")
        // The dossier is late either way, so no promise moves and the start takes the calendar.
        let second = try await site.open(at: "2022-01-10T16:00+07:00")
        let wednesday = try await second.store.read { try $0.serviceTimer(.lateDigest) }
        #expect(wednesday == Instant(iso8601: "2022-01-12T07:30+07:00"))
        try await second.store.close()
    }
}
