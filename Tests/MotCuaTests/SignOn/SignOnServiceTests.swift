import DossierDomain
import DossierEngine
import Logging
import Synchronization
import Testing
import WorkingCalendar

@testable import motcua

/// The service of single sign-on over a real store, with a clock that the test sets and a provider on strings.
struct SignOnServiceTests {
    private static let address = "203.0.113.7"

    private static func run(_ story: (SignOnService, Puppet, Cloakroom) async throws -> Void) async throws {
        try await Cloakroom.open { room in
            let puppet = Puppet()
            try await story(service(of: puppet, keeping: room.accounts, in: room), puppet, room)
        }
    }

    private static func service(
        of puppet: Puppet,
        keeping accounts: AccountService,
        in room: Cloakroom
    ) -> SignOnService {
        SignOnService(
            provider: puppet,
            accounts: accounts,
            rules: room.workplace.rules,
            choices: SignOnService.Choices(
                claims: ClaimRules([
                    ClaimRule(
                        claim: ClaimPath(["groups"]),
                        values: ["a"],
                        role: .officer,
                        unit: .fixed("TCKH"),
                        commune: nil
                    )
                ]),
                nameClaim: ClaimPath(["name"]),
                nameMark: "sso.",
                makesAccounts: true,
                takesAccessTokens: true,
                isSecure: true
            ),
            entropy: SystemEntropy(),
            machineClock: room.clock,
            limiter: AttemptLimiter(machineClock: room.clock),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private static func brought(_ state: String) -> SignOnService.Return {
        SignOnService.Return(state: state, code: "code", issuer: nil)
    }

    /// What an act is refused as; nil if it is not.
    private static func refusal(_ act: () async throws -> Void) async -> RequestRefusal? {
        do {
            try await act()
            return nil
        } catch {
            return error as? RequestRefusal
        }
    }

    /// A whole sign-in after some seconds.
    private static func signIn(
        _ service: SignOnService,
        _ puppet: Puppet,
        after seconds: Int64 = 0,
        by clock: SetClock
    ) async throws -> String {
        let start = try await service.begin()
        clock.milliseconds += seconds * 1_000
        let back = brought(try #require(puppet.attempts.last).state)
        return try await service.finish(back, ticket: start.ticket, from: address, client: "").token
    }

    @Test("a sign-in has ten minutes")
    func timely() async throws {
        try await Self.run { service, puppet, room in
            _ = try await Self.signIn(service, puppet, after: 599, by: room.clock)
            await #expect(throws: RequestRefusal.signOnFailed) {
                _ = try await Self.signIn(service, puppet, after: 600, by: room.clock)
            }
        }
    }

    @Test("a ticket of another program, a changed one and one of a clock that was set back open nothing")
    func tickets() async throws {
        try await Self.run { service, puppet, room in
            let ticket = try await service.begin().ticket
            let back = Self.brought(try #require(puppet.attempts.last).state)
            let changed = ticket.dropLast() + (ticket.hasSuffix("0") ? "1" : "0")
            for wrong in [String(changed), String(ticket.dropLast(2)), ticket + "00", "", "zz", ticket + "0"] {
                await #expect(throws: RequestRefusal.signOnFailed) {
                    _ = try await service.finish(back, ticket: wrong, from: Self.address, client: "")
                }
            }
            try await Self.run { other, _, _ in
                await #expect(throws: RequestRefusal.signOnFailed) {
                    _ = try await other.finish(back, ticket: ticket, from: Self.address, client: "")
                }
            }
            room.clock.milliseconds -= 1_000
            await #expect(throws: RequestRefusal.signOnFailed) {
                _ = try await service.finish(back, ticket: ticket, from: Self.address, client: "")
            }
        }
    }

    @Test("every attempt has chance of its own for state, nonce and verifier")
    func chance() async throws {
        try await Self.run { service, puppet, _ in
            for _ in 0..<20 { _ = try await service.begin() }
            let words = puppet.attempts.flatMap { [$0.state, $0.nonce, $0.verifier] }
            #expect(Set(words).count == 60)
            #expect(words.allSatisfy { $0.count == 64 })
        }
    }

    @Test("wrong codes from one address are slowed after a hundred, and right ones are not counted")
    func slowed() async throws {
        try await Self.run { service, puppet, room in
            func wrong(from address: String) async throws -> RequestRefusal? {
                let start = try await service.begin()
                let state = try #require(puppet.attempts.last).state
                let back = SignOnService.Return(state: state, code: "wrong", issuer: nil)
                return await Self.refusal {
                    _ = try await service.finish(back, ticket: start.ticket, from: address, client: "")
                }
            }
            for _ in 0..<20 { _ = try await Self.signIn(service, puppet, by: room.clock) }
            for _ in 0..<100 { #expect(try await wrong(from: Self.address) == .signOnFailed) }
            #expect(try await wrong(from: Self.address) == .tooManyAttempts(retryAfterSeconds: 1))
            #expect(try await wrong(from: "203.0.113.8") == .signOnFailed)
            #expect(try await wrong(from: AccountService.ownNetwork) == .signOnFailed)
            room.clock.milliseconds += 1_000
            _ = try await Self.signIn(service, puppet, by: room.clock)
        }
    }

    @Test("answers without a ticket from one address are slowed too, and keep nobody there out who has one")
    func slowedStrangers() async throws {
        try await Self.run { service, puppet, room in
            func stranger() async -> RequestRefusal? {
                await Self.refusal {
                    _ = try await service.finish(Self.brought("x"), ticket: nil, from: Self.address, client: "")
                }
            }
            for _ in 0..<100 { #expect(await stranger() == .signOnFailed) }
            #expect(await stranger() == .tooManyAttempts(retryAfterSeconds: 1))
            _ = try await Self.signIn(service, puppet, by: room.clock)
            #expect(await stranger() == .tooManyAttempts(retryAfterSeconds: 1))
        }
    }

    @Test("bad tokens from one address are heard no longer for a while, and known ones are heard on")
    func unheard() async throws {
        try await Self.run { service, puppet, room in
            func outcome(_ token: String) async -> RequestRefusal? {
                await Self.refusal { _ = try await service.authenticate(bearing: token, from: Self.address) }
            }
            #expect(await outcome("good.1.") == nil)
            for number in 0..<100 { #expect(await outcome("bad.\(number).") == .unauthenticated) }
            let judged = puppet.tokens.count
            for number in 0..<50 { #expect(await outcome("bad.\(number).") == .unauthenticated) }
            #expect(await outcome("good.2.") == .unauthenticated)
            #expect(puppet.tokens.count == judged)
            #expect(await outcome("good.1.") == nil)
            room.clock.milliseconds += 1_000
            #expect(await outcome("good.2.") == nil)
        }
    }

    @Test("tokens that have ended are told so and not counted as bad")
    func ended() async throws {
        try await Self.run { service, puppet, _ in
            for number in 0..<150 {
                await #expect(throws: RequestRefusal.unauthenticated) {
                    _ = try await service.authenticate(bearing: "ended.\(number).", from: Self.address)
                }
            }
            #expect(puppet.tokens.count == 150)
            _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
        }
    }

    @Test("a token is checked once, ends when it says, and its account is asked for each time")
    func once() async throws {
        try await Self.run { service, puppet, room in
            for _ in 0..<10 {
                _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
                room.clock.milliseconds += 3_000
            }
            #expect(puppet.tokens == ["good.1."])
            _ = try await room.second.disable("sso.good", by: .program)
            room.clock.milliseconds += 3_000
            await #expect(throws: RequestRefusal.unauthenticated) {
                _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
            }
            _ = try await room.second.enable("sso.good", by: .program)
            room.clock.milliseconds += 900_000
            puppet.ends()
            await #expect(throws: RequestRefusal.unauthenticated) {
                _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
            }
        }
    }

    @Test("a token of a disabled account asks nothing of the writer, and lets nobody's session be looked up anew")
    func cheapRefusals() async throws {
        try await Cloakroom.open { room in
            let store = CountingStore(room.workplace.store)
            let accounts = try await room.service(on: store)
            let service = Self.service(of: Puppet(), keeping: accounts, in: room)
            _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
            _ = try await accounts.disable("sso.good", by: .program)
            let session = try await accounts.signIn(
                username: "tran.binh",
                password: Cloakroom.password,
                from: AccountService.ownNetwork
            )
            _ = try await accounts.authenticate(token: session.token)
            let (changes, readings) = (store.changes, store.readings)

            for _ in 0..<10 {
                let refusal = await Self.refusal {
                    _ = try await service.authenticate(bearing: "good.1.", from: Self.address)
                }
                #expect(refusal == .unauthenticated)
                _ = try await accounts.authenticate(token: session.token)
            }

            #expect(store.changes == changes)
            #expect(store.readings == readings + 10)
        }
    }
}

/// A provider on strings: `good` tokens and all codes but `wrong` prove somebody of group `a`.
private final class Puppet: SignOnProvider {
    private struct State {
        var attempts: [SignOnAttempt] = []
        var tokens: [String] = []
        var hasEnded = false
    }

    private let state = Mutex(State())

    var attempts: [SignOnAttempt] { state.withLock { $0.attempts } }
    var tokens: [String] { state.withLock { $0.tokens } }

    /// Lets all tokens end.
    func ends() { state.withLock { $0.hasEnded = true } }

    func address(for attempt: SignOnAttempt) async throws(SignOnFailure) -> String {
        state.withLock { $0.attempts.append(attempt) }
        return "https://sso.example.vn/authorize"
    }

    func identity(from answer: SignOnAnswer, to attempt: SignOnAttempt) async throws(SignOnFailure) -> ProvenIdentity {
        guard answer.code != "wrong" else { throw .rejected(reason: "code") }
        return Self.identity
    }

    func identity(bearing token: String) async throws(SignOnFailure) -> ProvenIdentity {
        let hasEnded = state.withLock { state in
            state.tokens.append(token)
            return state.hasEnded
        }
        guard !token.hasPrefix("ended"), !hasEnded else { throw .expired }
        guard token.hasPrefix("good") else { throw .rejected(reason: "signature") }
        return Self.identity
    }

    private static var identity: ProvenIdentity {
        ProvenIdentity(
            issuer: "https://sso.example.vn",
            subject: "1",
            claims: .object([
                JSONMember(name: "groups", value: .array([.string("a")])),
                JSONMember(name: "name", value: .string("good")),
            ]),
            issuedAt: nil,
            expiresAt: Instant(milliseconds: 100_000_000_000_000)
        )
    }
}
