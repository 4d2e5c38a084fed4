import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite struct FreshCacheTests {
    private let cache = FreshCache<String>()
    private let start = Instant(seconds: 1_641_352_800)

    private func keep(_ token: String) -> Digest {
        let hash = Digest.of(bytes(token))
        cache.keep(token, for: hash, now: start, since: cache.mark)
        return hash
    }

    @Test("what was just seen is known, another is not")
    func known() {
        let hash = keep("a")

        #expect(cache.value(of: hash, now: start) == "a")
        #expect(cache.value(of: Digest.of(bytes("b")), now: start) == nil)
    }

    @Test("after two seconds the store is asked again, also when the clock was set back meanwhile")
    func freshness() {
        let hash = keep("a")

        #expect(cache.value(of: hash, now: start.adding(milliseconds: 1_999)) == "a")
        #expect(cache.value(of: hash, now: start.adding(milliseconds: 2_000)) == nil)
        #expect(cache.value(of: hash, now: start.adding(milliseconds: -1)) == nil)
    }

    @Test("one is forgotten, or all")
    func forgetting() {
        let first = keep("a")
        let second = keep("b")
        cache.forget(first)
        #expect(cache.value(of: first, now: start) == nil)
        #expect(cache.value(of: second, now: start) == "b")
        cache.forgetAll()
        #expect(cache.value(of: second, now: start) == nil)
    }

    @Test("what the store answered before something was forgotten is not kept")
    func overtaken() {
        let hash = Digest.of(bytes("a"))
        let mark = cache.mark
        cache.forgetAll()
        cache.keep("a", for: hash, now: start, since: mark)

        #expect(cache.value(of: hash, now: start) == nil)
    }

    @Test("it holds so many and no more")
    func bounded() {
        let first = keep("first")
        for index in 1..<FreshCache<String>.maximumEntries { _ = keep(String(index)) }
        #expect(cache.value(of: first, now: start) == "first")
        let last = keep("one too many")

        #expect(cache.value(of: first, now: start) == nil)
        #expect(cache.value(of: last, now: start) == "one too many")
    }
}
