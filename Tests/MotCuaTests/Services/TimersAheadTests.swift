import DossierConfig
import DossierDomain
import DossierEngine
import DossierStoreSQLite
import GRDB
import Logging
import NIOPosix
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// Many timers due at once, of which the next ones are worked out while those before them are written.
///
/// Household businesses received on Wednesday 2022-01-05 at 10:20:00: half of the intake's two hours are used at
/// 11:20:00, 80 % at 13:26:00 and all at 13:50:00.
@Suite("Timers worked out ahead")
struct TimersAheadTests {
    private static let minute: Int64 = 60_000
    private static let count = 23

    @Test("come to what they come to one transaction after the other", arguments: [1, 4, 5])
    func same(batchSize: Int) async throws {
        let alone = try await Crowd.open(Self.count) { crowd in
            crowd.clock.milliseconds = 240 * Self.minute
            #expect(try await crowd.timers(batchSize: 1_000).fireDue() == 3 * Self.count)
            return try await crowd.outcome()
        }
        let ahead = try await Crowd.open(Self.count) { crowd in
            crowd.clock.milliseconds = 240 * Self.minute
            #expect(try await crowd.timers(batchSize: batchSize).fireDue() == 3 * Self.count)
            return try await crowd.outcome()
        }

        #expect(alone.count > 6 * Self.count)
        #expect(ahead == alone)
    }

    @Test("are decided anew where something happened to the dossier in between")
    func overtaken() async throws {
        try await Crowd.open(Self.count) { crowd in
            crowd.clock.milliseconds = 61 * Self.minute
            // While the second batch is written the third is worked out, and something happens before it is written.
            let fired = try await crowd.timers(batchSize: 4) { turn in
                guard turn == 2 else { return }
                for number in 8..<Self.count {
                    let action = number.isMultiple(of: 2) ? DossierAction.withdraw(reason: "Đổi ý") : .renewPIN
                    try await crowd.perform(action, on: number)
                }
            }.fireDue()

            // Those that were withdrawn have no timer any more.
            let withdrawn = (8..<Self.count).filter { $0.isMultiple(of: 2) }.count
            #expect(fired == Self.count - withdrawn)
            for number in 0..<Self.count {
                let types = try await crowd.types(of: number)
                let isWithdrawn = number >= 8 && number.isMultiple(of: 2)
                #expect(types.filter { $0 == "warned" }.count == (isWithdrawn ? 0 : 1), "dossier \(number): \(types)")
            }
        }
    }

    @Test(
        "are carried out as they were worked out within a second, and decided anew after it",
        arguments: [400, 1_400]
    )
    func dates(passing milliseconds: Int64) async throws {
        try await Crowd.open(Self.count) { crowd in
            crowd.clock.milliseconds = 61 * Self.minute
            let planned = crowd.clock.now.milliseconds
            let fired = try await crowd.timers(batchSize: 4) { turn in
                if turn == 2 { crowd.clock.milliseconds += milliseconds }
            }.fireDue()

            #expect(fired == Self.count)
            for number in 8...11 {
                #expect(try await crowd.dates(of: number) == [milliseconds < 1_000 ? planned : planned + milliseconds])
            }
        }
    }

    @Test("leave no rung behind whose instant comes while they wait to be written")
    func clockGoesOn() async throws {
        try await Crowd.open(Self.count) { crowd in
            // Half a second before 13:26:00.
            crowd.clock.milliseconds = 186 * Self.minute - 500
            let fired = try await crowd.timers(batchSize: 4) { turn in
                if turn == 2 { crowd.clock.milliseconds += 500 }
            }.fireDue()

            #expect(fired == 2 * Self.count)
            let present = crowd.clock.now.milliseconds
            for number in 8...11 {
                #expect(try await crowd.dates(of: number) == [present, present])
            }
        }
    }

    @Test("tell nobody who has left the unit meanwhile")
    func absence() async throws {
        try await Crowd.open(Self.count) { crowd in
            for number in 8...11 {
                let action = DossierAction.assign(step: "intake", username: "officer.BPMC-H")
                try await crowd.perform(action, on: number, by: "head.BPMC-H")
            }
            crowd.clock.milliseconds = 61 * Self.minute
            _ = try await crowd.timers(batchSize: 4) { turn in
                if turn == 2 { try await crowd.disable("officer.BPMC-H") }
            }.fireDue()

            for number in 8...11 {
                #expect(try await crowd.recipients(of: number) == ["staff:BPMC-H"])
            }
        }
    }

    @Test("leave out a dossier that is damaged, and nothing else; each that fires is told of once")
    func damaged() async throws {
        try await Crowd.open(Self.count, isWhole: false) { crowd in
            try crowd.change("UPDATE stream SET eventCount = 5 WHERE id = (SELECT min(id) + 9 FROM dossier)")
            crowd.clock.milliseconds = 61 * Self.minute

            let log = LogLines()
            #expect(try await crowd.timers(batchSize: 4, logger: log.logger).fireDue() == Self.count - 1)
            for number in 0..<Self.count {
                #expect(try await crowd.dates(of: number).count == (number == 9 ? 0 : 1))
            }
            // That before it was fired, undone with it, and fired by itself.
            #expect(log.text.split(separator: "\n").filter { $0.contains("rung fired") }.count == Self.count - 1)
        }
    }

    @Test(
        "are fired in one look behind more damaged ones than are remembered",
        arguments: [
            "UPDATE dossierState SET state = x'7B7D' WHERE dossier < (SELECT min(id) + 15 FROM dossier)",
            "UPDATE stream SET eventCount = 5 WHERE id IN (SELECT id FROM dossier ORDER BY id LIMIT 15)",
        ]
    )
    func behindDamaged(_ damage: String) async throws {
        try await Crowd.open(Self.count, isWhole: false) { crowd in
            try crowd.change(damage)
            crowd.clock.milliseconds = 61 * Self.minute
            let timers = crowd.timers(batchSize: 4, damagedLimit: 3)

            #expect(try await timers.fireDue() == Self.count - 15)
            #expect(try await timers.fireDue() == 0)
            for number in 15..<Self.count { #expect(try await crowd.dates(of: number).count == 1) }
        }
    }

    @Test("are tried again of a damaged dossier after a minute")
    func mended() async throws {
        try await Crowd.open(Self.count) { crowd in
            let ninth = "WHERE id = (SELECT min(id) + 9 FROM dossier)"
            try crowd.change("UPDATE stream SET eventCount = eventCount + 4 \(ninth)")
            crowd.clock.milliseconds = 61 * Self.minute
            let timers = crowd.timers(batchSize: 4)
            #expect(try await timers.fireDue() == Self.count - 1)
            try crowd.change("UPDATE stream SET eventCount = eventCount - 4 \(ninth)")

            crowd.machine.milliseconds = Self.minute - 1
            #expect(try await timers.fireDue() == 0)
            crowd.machine.milliseconds = Self.minute
            #expect(try await timers.fireDue() == 1)
        }
    }

    @Test("are not carried out after the clock was set back behind them")
    func clockSetBack() async throws {
        try await Crowd.open(Self.count) { crowd in
            crowd.clock.milliseconds = 200 * Self.minute
            let fired = try await crowd.timers(batchSize: 4) { turn in
                if turn == 2 { crowd.clock.milliseconds = 61 * Self.minute }
            }.fireDue()

            // The first two batches of four fired the rungs of 11:20 and 13:26, the others that of 11:20.
            #expect(fired == 2 * 8 + Self.count - 8)
            for number in 8..<Self.count {
                #expect(try await crowd.types(of: number).filter { $0 == "warned" }.count == 1)
            }
        }
    }
}

/// A store with many dossiers, and services that fire their timers.
private struct Crowd: Sendable {
    let server: BuiltServer
    let clock = SetClock()
    let machine = SetClock()
    let codes: [DossierCode]

    static func open<Result: Sendable>(
        _ count: Int,
        isWhole: Bool = true,
        _ story: (Crowd) async throws -> Result
    ) async throws -> Result {
        let result = Mutex<Result?>(nil)
        try await TestServer.open { server in
            let workplace = server.workplace
            let clerk = try #require(try await workplace.store.read { try $0.account(named: "desk") })
            var codes: [DossierCode] = []
            for number in 0..<count {
                let reply = try await workplace.dossiers(at: SetClock().now)
                    .register(SampleIntake(number).draft, by: clerk, idempotency: nil)
                codes.append(reply.file.dossier.code)
            }
            let told = try await story(Crowd(server: server, codes: codes))
            try server.workplace.store.inspect { inspection in
                var verifier = Verifier(rules: workplace.rules)
                let report = try verifier.verify(inspection) { _, _ in }
                #expect(report.isClean == isWhole)
            }
            result.withLock { $0 = told }
        }
        return try #require(result.withLock { $0 })
    }

    /// A timer service; before each of its transactions something may happen, told how many came before it.
    func timers(
        batchSize: Int,
        damagedLimit: Int = 100,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        meanwhile: @escaping @Sendable (_ turn: Int) async throws -> Void = { _ in }
    ) -> TimerService {
        TimerService(
            store: InterruptedStore(server.workplace.store, meanwhile: meanwhile),
            rules: server.workplace.rules,
            clock: clock,
            machineClock: machine,
            pace: SystemPace(),
            logger: logger,
            batchSize: batchSize,
            damagedLimit: damagedLimit
        )
    }

    /// Does something to a dossier a minute after its receipt, before any of its rungs is due.
    func perform(_ action: DossierAction, on number: Int, by username: String = "desk") async throws {
        let account = try #require(try await server.workplace.store.read { try $0.account(named: username) })
        let early = SetClock()
        early.milliseconds = 60_000
        _ = try await server.workplace.dossiers(at: early.now)
            .perform(action, on: codes[number], by: account, versions: nil, idempotency: nil)
    }

    /// Disables an account.
    func disable(_ username: String) async throws {
        let threads = NIOThreadPool(numberOfThreads: 1)
        threads.start()
        _ = try await server.workplace.accounts(threads: threads, limiter: nil).disable(username, by: .program)
        try await threads.shutdownGracefully()
    }

    /// Damages the database.
    func change(_ sql: String) throws {
        let path = server.workplace.configuration.settings.databaseFile
        try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    }

    /// When the rungs of a dossier were recorded, in milliseconds since 1970 and in their order.
    func dates(of number: Int) async throws -> [Int64] {
        try await events(of: number).map { try JSONParser.parse($0) }
            .filter { $0["plannedAt"] != nil }.compactMap { $0["at"]?.integer }
    }

    /// Who was told of a dossier.
    func recipients(of number: Int) async throws -> [String] {
        let code = codes[number]
        return try await server.workplace.store.read { snapshot in
            let stored = try #require(try snapshot.dossier(code))
            return try snapshot.notices(about: stored.id, after: 0, limit: 100).map(\.recipient)
        }
    }

    /// The types of a dossier's events, in order.
    func types(of number: Int) async throws -> [String] {
        try await events(of: number).compactMap { try JSONParser.parse($0)["type"]?.string }
    }

    private func events(of number: Int) async throws -> [[UInt8]] {
        let code = codes[number]
        return try await server.workplace.store.read { snapshot in
            let stored = try #require(try snapshot.dossier(code))
            return try snapshot.events(of: stored.id, after: 0, limit: 100)
        }
    }

    /// All that the rungs came to: events and notices; `verify` holds the states against them.
    func outcome() async throws -> [String] {
        var lines: [String] = []
        for number in codes.indices {
            for event in try await events(of: number).map({ try JSONParser.parse($0) }) {
                let facts = ["type", "rung", "at", "plannedAt"].map { name in
                    event[name].map { $0.string ?? $0.integer.map(String.init) ?? "" } ?? "-"
                }
                lines.append("\(codes[number]) " + facts.joined(separator: " "))
            }
            let code = codes[number]
            lines += try await server.workplace.store.read { snapshot in
                let stored = try #require(try snapshot.dossier(code))
                return try snapshot.notices(about: stored.id, after: 0, limit: 100).map {
                    let facts = String(decoding: $0.facts, as: UTF8.self)
                    return "\($0.recipient) \($0.rung) \($0.at) \($0.plannedAt) " + facts
                }
            }
        }
        return lines
    }
}
