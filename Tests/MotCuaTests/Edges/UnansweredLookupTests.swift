import DossierDomain
import DossierEngine
import Testing

@testable import motcua

/// Look-ups by PIN that the store could not answer.
struct UnansweredLookupTests {
    @Test("a look-up by PIN that the store could not answer is no wrong guess")
    func noGuess() async throws {
        try await OneStop.open { service in
            let dossier = try await service.staff("desk").register("1.001612")
            let text = try #require(dossier.string("code"))
            let code = try #require(DossierCode(text))
            let pin = try #require(dossier.string("lookupPIN"))
            let store = CountingStore(service.server.workplace.store)
            let clock = SetClock()
            let statuses = StatusQueries(store: store, clock: clock, limiter: AttemptLimiter(machineClock: clock))

            store.isBroken = true
            for _ in 0..<20 {
                await #expect(throws: StoreError.self) {
                    _ = try await statuses.status(of: code, pin: pin, from: "203.0.113.7")
                }
            }
            store.isBroken = false

            let found = try await statuses.status(of: code, pin: pin, from: "203.0.113.7")
            #expect(found.file.dossier.code == code)
        }
    }
}
