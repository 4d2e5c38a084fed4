import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct SessionCacheTests {
    private let cache = SessionCache()
    private let start = Instant(seconds: 1_641_352_800)
    private let account = Account(
        id: AccountID(number: 5),
        username: "officer.TCKH",
        role: .officer,
        place: UnitPlace(unit: "TCKH", commune: nil),
        passwordHash: "scrypt",
        isActive: true
    )

    private func keep(_ token: String, expiresInSeconds seconds: Int64 = 28_800) -> Digest {
        let hash = Digest.of(bytes(token))
        let session = Session(tokenHash: hash, account: account.id, expiresAt: start.adding(seconds: seconds))
        cache.keep(session, account: account, now: start)
        return hash
    }

    @Test("a session just seen is known, another is not")
    func known() {
        let hash = keep("a")

        #expect(cache.account(of: hash, now: start) == account)
        #expect(cache.account(of: Digest.of(bytes("b")), now: start) == nil)
    }

    @Test("after ten seconds the store is asked again")
    func freshness() {
        let hash = keep("a")

        #expect(cache.account(of: hash, now: start.adding(milliseconds: 9_999)) == account)
        #expect(cache.account(of: hash, now: start.adding(milliseconds: 10_000)) == nil)
    }

    @Test("a session that ends sooner is not known past its end")
    func expiry() {
        let hash = keep("a", expiresInSeconds: 2)

        #expect(cache.account(of: hash, now: start.adding(milliseconds: 1_999)) == account)
        #expect(cache.account(of: hash, now: start.adding(milliseconds: 2_000)) == nil)
    }

    @Test("one session is forgotten, or all")
    func forgetting() {
        let first = keep("a")
        let second = keep("b")
        cache.forget(first)
        #expect(cache.account(of: first, now: start) == nil)
        #expect(cache.account(of: second, now: start) == account)
        cache.forgetAll()
        #expect(cache.account(of: second, now: start) == nil)
    }

    @Test("it holds so many sessions and no more")
    func bounded() {
        let first = keep("first")
        for index in 1..<SessionCache.maximumSessions { _ = keep(String(index)) }
        #expect(cache.account(of: first, now: start) == account)
        let last = keep("one too many")

        #expect(cache.account(of: first, now: start) == nil)
        #expect(cache.account(of: last, now: start) == account)
    }
}
