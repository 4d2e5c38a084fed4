import Crypto
import DossierEngine
import DossierStoreSQLite
import Foundation
import Synchronization
import Testing

@testable import motcua

/// What staff read of a moved date: who did it, the old date, the new one and why, in an unbroken chain.
///
/// The dossier was received on Wednesday 05/01/2022 10:20 with three working days, due on Monday 10/01 10:20.
struct HistoryScenarioTests {
    @Test("an apology is told with who made it, the old date, the new one and the reason")
    func apology() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            try await service.staff("desk").complete("intake", of: code)
            try await service.clock(to: "2022-01-06T09:00:00+07:00")
            let body = #"{"reason":"Hệ thống thuế gián đoạn","newDueAt":"2022-01-12T16:00:00+07:00"}"#
            #expect(try await service.staff("head.TCKH").act("apologise", on: code, body).status == 200)

            let history = try await service.history(of: code)
            let event = try #require(history.last)
            #expect(event["type"]?.string == "apologised" && event["at"]?.string == "2022-01-06T09:00:00+07:00")
            #expect(event["by"]?["kind"]?.string == "account" && event["by"]?["username"]?.string == "head.TCKH")
            let details = try #require(event["details"])
            #expect(details["oldDueAt"]?.string == "2022-01-10T10:20:00+07:00")
            #expect(details["newDueAt"]?.string == "2022-01-12T16:00:00+07:00")
            #expect(details["dueDateCause"]?.string == "apology")
            #expect(details["reason"]?.string == "Hệ thống thuế gián đoạn")
            #expect(details["tooLate"] == .bool(false))
            try expectChain(history, of: code)
            try await expectHashes(history, of: code, in: service)
        }
    }

    @Test("a row of an older register is told with when it was taken over, and with what fires no more")
    func taken() async throws {
        try await OneStop.open(at: "2022-01-10T08:20+07:00") { service in
            let register = try Registers.file(Registers.row())
            let report = try await RegisterImport(service.server.workplace).run(register) { _, _ in }
            #expect(report.added == 1)
            let history = try await service.history(of: "000.00.15.H47-220105-0001")
            let event = try #require(history.first)
            #expect(event["by"]?["kind"]?.string == "importer")
            #expect(event["at"]?.string == "2022-01-05T10:20:00+07:00")
            let details = try #require(event["details"])
            #expect(details["importedAt"]?.string == "2022-01-10T08:20:00+07:00")
            // Two hours of work before the appointment; of the intake, which has two hours, all is over.
            let skipped = try #require(details["skippedRungs"]?.array).map { rung in
                [rung["kind"], rung["rung"], rung["stepId"]].map { $0?.string ?? "-" }.joined(separator: " ")
            }
            #expect(
                skipped.sorted() == [
                    "dossierWarning apology -", "dossierWarning approaching -", "stepOverdue - intake",
                    "stepWarning half intake", "stepWarning most intake",
                ]
            )
            let own = try #require(try await service.staff("desk").register("1.001612").string("code"))
            #expect(try await service.history(of: own).first?["details"]?["importedAt"] == nil)
        }
    }

    @Test("a date moved by the calendar is told with its version, the old date and the new one")
    func calendar() async throws {
        let site = try CalendarSite()
        let kept = Kept()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            try await service.clock(to: "2022-01-06T09:00:00+07:00")
            kept.history = try await service.history(of: code)
            kept.code = code
        }
        try site.declare(version: 2, closing: "2022-01-07")
        #expect(try await site.applyCalendar(at: "2022-01-06T11:00:00+07:00")?.moves.later == 1)

        try await OneStop.open(in: site.folder, config: site.config) { service in
            let history = try await service.history(of: kept.code)
            #expect(Array(history.prefix(kept.history.count)) == kept.history, "what was told stays as it was told")
            let event = try #require(history.last)
            #expect(event["type"]?.string == "rescheduled" && event["at"]?.string == "2022-01-06T11:00:00+07:00")
            #expect(event["by"]?["kind"]?.string == "program" && event["by"]?["username"] == .null)
            let details = try #require(event["details"])
            #expect(details["calendarVersion"]?.integer == 2 && details["dueDateCause"]?.string == "calendar")
            #expect(details["oldDueAt"]?.string == "2022-01-10T10:20:00+07:00")
            #expect(details["newDueAt"]?.string == "2022-01-11T10:20:00+07:00")
            try expectChain(history, of: kept.code)
            try await expectHashes(history, of: kept.code, in: service)
        }
    }

    /// Each event names the hash of the one before it, the first one none.
    private func expectChain(_ history: [JSONValue], of code: String) throws {
        var previous = String(repeating: "0", count: 64)
        for (index, event) in history.enumerated() {
            #expect(event["position"]?.integer == Int64(index + 1))
            #expect(event["previousHash"]?.string == previous, "event \(index + 1) of \(code)")
            previous = try #require(event["hash"]?.string)
        }
        #expect(Set(history.compactMap { $0["hash"]?.string }).count == history.count)
    }

    /// Each hash is the SHA-256 of the event as it is stored.
    private func expectHashes(_ history: [JSONValue], of code: String, in service: OneStop) async throws {
        let store = service.server.workplace.store
        let bodies = try await store.transact { transaction in
            let dossier = try transaction.dossiers(matching: DossierFilter(), before: nil, limit: 1).first
            return try dossier.map { try transaction.events(of: $0.id, after: 0, limit: 100) } ?? []
        }
        let hashes = bodies.map { SHA256.hash(data: Data($0)).map { String(format: "%02x", $0) }.joined() }
        #expect(history.map { $0["hash"]?.string } == hashes)
    }
}

/// What one story leaves for the next.
private final class Kept: Sendable {
    private struct State {
        var code = ""
        var history: [JSONValue] = []
    }

    private let state = Mutex(State())

    var code: String {
        get { state.withLock { $0.code } }
        set { state.withLock { $0.code = newValue } }
    }

    var history: [JSONValue] {
        get { state.withLock { $0.history } }
        set { state.withLock { $0.history = newValue } }
    }
}
