import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Roles and units by what a provider says.
@Suite("Rules over claims")
struct ClaimRulesTests {
    private static let rules = ClaimRules([
        ClaimRule(claim: ClaimPath(["groups"]), values: ["boss", "chief"], role: .leader, unit: nil, commune: nil),
        ClaimRule(
            claim: ClaimPath(["realm", "roles"]),
            values: ["head"],
            role: .head,
            unit: .claim(ClaimPath(["unit"])),
            commune: .claim(ClaimPath(["commune"]))
        ),
        ClaimRule(claim: ClaimPath(["groups"]), values: ["desk"], role: .desk, unit: .fixed("BPMC-H"), commune: nil),
        ClaimRule(claim: ClaimPath(["groups"]), values: ["wrong"], role: .desk, unit: .fixed("TCKH"), commune: nil),
        ClaimRule(claim: ClaimPath(["groups"]), values: ["wrong"], role: .leader, unit: nil, commune: nil),
    ])

    private func seat(_ claims: String) throws -> String? {
        let value = try JSONParser.parse(Array(claims.utf8))
        let seat = Self.rules.seat(of: value, rules: try TestRules.make())
        return seat.map { $0.role.rawValue + " " + ($0.place?.description ?? "-") }
    }

    @Test("give what the first one that fits says, and nothing where none does")
    func first() throws {
        #expect(try seat(#"{"groups":["desk","boss"]}"#) == "leader -")
        #expect(try seat(#"{"groups":"desk"}"#) == "desk BPMC-H")
        for claims in [
            "{}", #"{"groups":[]}"#, #"{"groups":["Boss"]}"#, #"{"groups":["boss "]}"#, #"{"groups":{"boss":true}}"#,
            #"{"groups":[["boss"]]}"#, #"{"groups":true}"#, #"{"groups":"boss,desk"}"#,
        ] {
            #expect(try seat(claims) == nil, "\(claims)")
        }
    }

    @Test("find a claim within objects, and the unit and commune in claims of their own")
    func paths() throws {
        #expect(try seat(#"{"realm":{"roles":["head"]},"unit":"TCKH"}"#) == "head TCKH")
        let withCommune = #"{"realm":{"roles":["head"]},"unit":"TCKH","commune":"Nowhere"}"#
        #expect(try seat(withCommune) == "head TCKH", "what a provider says of everybody refuses nobody")
        #expect(try seat(#"{"realm.roles":["head"],"unit":"TCKH"}"#) == nil)
        for claims in [#"{"unit":"KHONG"}"#, "{}", #"{"unit":["TCKH","TNMT"]}"#, #"{"unit":7}"#] {
            let whole = #"{"realm":{"roles":["head"]},"# + claims.dropFirst()
            #expect(try seat(whole.replacing(",}", with: "}")) == nil, "\(whole)")
        }
    }

    @Test("do not give way to a later one if the unit of the one that fits is wrong")
    func noWay() throws {
        #expect(try seat(#"{"groups":["wrong"]}"#) == nil)
    }
}

/// The names of accounts of a provider.
@Suite("Names of the provider's people")
struct SignOnNameTests {
    private static let digest = Digest.of([1])

    private func name(_ called: String?, taken: Set<String> = []) -> String? {
        SignOnName(mark: "sso.", called: called, digest: Self.digest).free { taken.contains($0) }
    }

    @Test(
        "begin with the mark and hold what can stand in a name",
        arguments: [
            ("an", "sso.an"), ("Trần Thị Bình", "sso.tran-thi-binh"), ("a.b@example.vn", "sso.a.b"),
            ("admin\u{0}", "sso.admin-"), ("../x", "sso...-x"),
        ]
    )
    func written(_ called: String, _ expected: String) {
        let name = name(called)
        #expect(name == expected)
        #expect(name.map(Username.isValid) == true)
    }

    @Test("are of the identity's hash where there is nothing to be called after")
    func nothing() {
        for called in [nil, "", "@", "日本", "---"] {
            #expect(name(called) == "sso." + Self.digest.hexadecimal.prefix(12))
        }
    }

    @Test("are numbered where they are taken, and after fifty of them hold the identity's hash")
    func taken() {
        #expect(name("an", taken: ["sso.an", "sso.an-2"]) == "sso.an-3")
        let all = Set((1...SignOnName.maximumTries).map { $0 == 1 ? "sso.an" : "sso.an-\($0)" })
        let last = "sso.an-\(Self.digest.hexadecimal.prefix(24))"
        #expect(name("an", taken: all) == last)
        let other = SignOnName(mark: "sso.", called: "an", digest: Digest.of([2])).free { all.contains($0) }
        #expect(other != nil && other != last)
        #expect(name("an", taken: all.union([last])) == nil)
    }

    @Test("are none too long, however somebody is called and however many are called so")
    func length() {
        let called = String(repeating: "a", count: 500)
        #expect(name(called).map(Username.isValid) == true)
        let names = SignOnName(mark: "twelve.mark-", called: called, digest: Self.digest)
        let last = names.free { !$0.hasSuffix(String(Self.digest.hexadecimal.prefix(24))) }
        #expect(last.map(Username.isValid) == true)
    }
}

/// What is remembered of sign-ins.
@Suite("Memories of sign-ins")
struct SignOnMemoryTests {
    @Test("take an attempt once, and stay bounded")
    func spent() {
        let clock = TestClock(at: Instant(milliseconds: 0))
        let states = SpentStates()
        for number in 0..<(SpentStates.maximumEntries + 10) {
            clock.advance(milliseconds: 1)
            #expect(states.spend("\(number)", now: clock.now))
        }
        let last = "\(SpentStates.maximumEntries + 9)"
        #expect(!states.spend(last, now: clock.now))
    }

    @Test("believe a token until it ends, a quarter of an hour at most, and none from the future")
    func proven() {
        let tokens = ProvenTokens()
        let start = Instant(milliseconds: 10_000_000)
        let identity = ProvenIdentity(
            issuer: "i",
            subject: "s",
            claims: .object([]),
            issuedAt: nil,
            expiresAt: start.adding(seconds: 60)
        )
        let digest = Digest.of([1])
        tokens.keep(identity, of: digest, now: start)
        #expect(tokens.identity(of: digest, now: start.adding(seconds: 59)) == identity)
        #expect(tokens.identity(of: digest, now: start.adding(seconds: 60)) == nil)
        tokens.keep(identity, of: digest, now: start)
        #expect(tokens.identity(of: digest, now: start.adding(seconds: -1)) == nil)
    }
}
