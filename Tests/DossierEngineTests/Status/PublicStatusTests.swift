import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// What anyone may know of a dossier (design.md §4).
@Suite struct PublicStatusTests {
    private static func body(_ story: Story, rules: Rules? = nil) throws -> String {
        try text(PublicStatus.body(of: story.dossier, rules: rules ?? TestRules.make()))
    }

    @Test("a dossier just received reads as design.md §4 has it, all but the last member")
    func received() throws {
        #expect(
            try Self.body(try Story(Procedures.business(), at: "2022-01-05 10:20"))
                == #"{"code":"000.00.15.H47-220105-0001","status":{"code":2,"name":"Được tiếp nhận"},"#
                + #""procedure":{"code":"1.001612","name":"Đăng ký thành lập hộ kinh doanh"},"#
                + #""receivedAt":"2022-01-05T10:20:00+07:00","dueAt":"2022-01-10T10:20:00+07:00","#
                + #""currentUnits":["Bộ phận TN&TKQ huyện"],"#
                + #""history":[{"at":"2022-01-05T10:20:00+07:00","status":{"code":2,"name":"Được tiếp nhận"}}]"#
        )
    }

    @Test("filed online and not yet received it has no dates and nobody who has it")
    func online() throws {
        #expect(
            try Self.body(try Story(Procedures.business(), at: "2022-01-05 10:20", channel: .online))
                == #"{"code":"000.00.15.H47-220105-0001","status":{"code":1,"name":"Mới đăng ký"},"#
                + #""procedure":{"code":"1.001612","name":"Đăng ký thành lập hộ kinh doanh"},"#
                + #""receivedAt":null,"dueAt":null,"currentUnits":[],"#
                + #""history":[{"at":"2022-01-05T10:20:00+07:00","status":{"code":1,"name":"Mới đăng ký"}}]"#
        )
    }

    @Test("side by side, both units are named, one of a commune with its commune")
    func parallel() throws {
        var story = try Story(Procedures.birth(), at: "2022-01-05 08:00", commune: "binh-nguyen")
        try story.complete("intake", at: "2022-01-05 08:30")

        let units = PublicStatus.currentUnits(of: story.dossier, rules: try TestRules.make())

        #expect(units == ["Công chức Tư pháp - Hộ tịch (xã Bình Nguyên)", "Công an huyện"])
    }

    @Test("while the citizen pays and once it has ended, no unit has it")
    func nobody() throws {
        var story = try Story(Procedures.land(), at: "2022-01-05 08:00")
        let rules = try TestRules.make()
        try story.complete("intake", at: "2022-01-05 08:30")
        try story.complete("tax", at: "2022-01-05 09:00")
        #expect(PublicStatus.currentUnits(of: story.dossier, rules: rules).isEmpty)
        try story.act(StopDossier(reason: paper(5)), by: Staff.leader, at: "2022-01-05 10:00")
        #expect(PublicStatus.currentUnits(of: story.dossier, rules: rules).isEmpty)
    }

    @Test(
        "every answer is JSON and holds no vault number, commitment, account or officer's word",
        arguments: [UInt64(0)]
    )
    func nothingPersonal(firstSeed: UInt64) throws {
        let rules = try TestRules.make()
        for seed in firstSeed..<firstSeed + 100 {
            let story = try RandomHistory.make(seed: seed)
            let body = try PublicStatus.body(of: story.dossier, rules: rules)
            let late = PublicStatus.ending(
                dueAt: story.dossier.dueAt,
                frozenAt: story.dossier.frozenAt,
                now: try at("2022-03-01 08:00")
            )

            let answer = try JSONParser.parse(body + late)
            guard case .object(let members) = answer else {
                Issue.record("seed \(seed): no object")
                continue
            }
            #expect(
                members.map(\.name)
                    == ["code", "status", "procedure", "receivedAt", "dueAt", "currentUnits", "history", "late"],
                "seed \(seed)"
            )
            #expect(answer["history"]?.array?.count == story.dossier.statusChanges.count, "seed \(seed)")
            #expect(answer["late"]?.bool == story.dossier.isLate(at: try at("2022-03-01 08:00")), "seed \(seed)")
            // Vault references of these stories all carry this commitment.
            #expect(!text(body).contains(paper(1).commitment), "seed \(seed)")
            #expect(!text(body).contains("account"), "seed \(seed)")
        }
    }

    @Test("the names of statuses are those of the regime that the dossier keeps")
    func regime() throws {
        let newer = try TestRules.regime("2025", names: [.received: "Tiếp nhận"])
        let both = try TestRules.make(regime: newer, older: [TestRules.regime()])
        let newerAlone = try TestRules.make(regime: newer)
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20")

        #expect(try Self.body(story, rules: both).contains(#""status":{"code":2,"name":"Được tiếp nhận"}"#))
        // A pack that is gone is replaced by the one in force.
        #expect(try Self.body(story, rules: newerAlone).contains(#""status":{"code":2,"name":"Tiếp nhận"}"#))
    }

    @Test("a procedure that is gone has a code and no name")
    func procedureGone() throws {
        let rules = try TestRules.make(procedures: [Procedures.birth()])
        let story = try Story(Procedures.business(), at: "2022-01-05 10:20")

        #expect(try Self.body(story, rules: rules).contains(#""procedure":{"code":"1.001612","name":null}"#))
    }

    @Test(
        "the second of the due moment is on time, the next is late",
        arguments: [
            ("2022-01-10 10:20:00", false), ("2022-01-10 10:20:01", true), ("2022-01-10 10:19:59", false),
            ("2023-01-01 00:00:00", true),
        ]
    )
    func late(now: String, isLate: Bool) throws {
        let due = try at("2022-01-10 10:20")

        let ending = PublicStatus.ending(dueAt: due, frozenAt: nil, now: try at(now).adding(milliseconds: 999))

        #expect(text(ending) == (isLate ? #","late":true}"# : #","late":false}"#))
    }

    @Test("lateness is that of the frozen moment, whatever the time")
    func frozen() throws {
        let due = try at("2022-01-10 10:20")
        let now = try at("2022-02-14 08:00")

        #expect(text(PublicStatus.ending(dueAt: due, frozenAt: due, now: now)) == #","late":false}"#)
        let second = due.adding(seconds: 1)
        #expect(text(PublicStatus.ending(dueAt: due, frozenAt: second, now: due)) == #","late":true}"#)
        #expect(text(PublicStatus.ending(dueAt: nil, frozenAt: nil, now: now)) == #","late":false}"#)
    }
}
