import DossierDomain
import DossierEngine
import DossierStoreSQLite
import Logging
import Testing

@testable import motcua

/// How long a repeated request is known again, by the machine's time.
struct IdempotencyLifetimeTests {
    /// 48 hours.
    private static let lifetime: Int64 = 172_800_000

    /// Runs a story with a clerk's requests under one key, and a clock that the story sets.
    private func open(
        _ story: (_ clock: SetClock, _ send: (String) async throws -> CommandReply, Workplace) async throws -> Void
    ) async throws {
        try await TestServer.open { server in
            let workplace = server.workplace
            let clock = SetClock()
            let service = DossierService(
                store: workplace.store,
                rules: workplace.rules,
                clock: workplace.clock,
                machineClock: clock,
                entropy: workplace.entropy,
                idempotencyKey: workplace.installation.idempotencyKey,
                personKey: workplace.installation.personKey
            )
            let clerk = try #require(try await workplace.store.read { try $0.account(named: "desk") })
            let send = { (body: String) in
                try await service.register(
                    SampleIntake(1).draft,
                    by: clerk,
                    idempotency: IdempotencyRequest(key: "quay-1", parts: [Array(body.utf8)])
                )
            }
            try await story(clock, send, workplace)
        }
    }

    @Test("until the last millisecond of 48 hours the first answer comes again, and another body is refused")
    func lifetime() async throws {
        try await open { clock, send, _ in
            let first = try await send("a")
            clock.milliseconds = Self.lifetime - 1
            let second = try await send("a")
            #expect(!first.isReplay && second.isReplay)
            #expect(second.file.dossier.code == first.file.dossier.code)
            await #expect(throws: RequestRefusal.idempotencyKeyReused) { _ = try await send("b") }

            clock.milliseconds = Self.lifetime
            let third = try await send("b")
            #expect(!third.isReplay && third.file.dossier.code.serial == 2)
            // The key's second life is as long as its first.
            clock.milliseconds = 2 * Self.lifetime - 1
            let fourth = try await send("b")
            #expect(fourth.isReplay && fourth.file.dossier.code.serial == 2)
        }
    }

    @Test("a key whose 48 hours are over is forgotten, not before")
    func forgetting() async throws {
        try await open { clock, send, workplace in
            let housekeeper = Housekeeper(
                store: workplace.store,
                clock: workplace.clock,
                machineClock: clock,
                pace: SystemPace(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            _ = try await send("a")
            let clerk = try #require(try await workplace.store.read { try $0.account(named: "desk") })
            for (milliseconds, isKept) in [(Self.lifetime - 1, true), (Self.lifetime + 1, false)] {
                clock.milliseconds = milliseconds
                try await housekeeper.tidy()
                let entry = try await workplace.store.read {
                    try $0.idempotencyEntry(account: clerk.id, key: "quay-1")
                }
                #expect((entry != nil) == isKept, "after \(milliseconds) ms")
            }
        }
    }
}
