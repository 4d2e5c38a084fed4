import DossierEngine
import Testing

@testable import motcua

/// What is foreseen when staff come and go, over the demo clock.
///
/// Finance does appraisals of 8 h for five working days, each the whole day long: its pace is known then. On Tuesday 11
/// January at 07:30 two businesses are received, due on Friday at 07:30. Two people appraise both on Tuesday; the tax
/// codes are given on Wednesday and both are signed on Thursday morning. One appraises the second only by Wednesday at
/// 17:00, so that its tax code comes on Thursday afternoon and its signature on Friday at 11:30; the appraisal had to
/// be there early on Wednesday afternoon.
struct StaffForecastTests {
    private static let late = ["TCKH appraise 2022-01-12"]
    private static let start = "2022-01-04T07:00+07:00"

    /// Lets finance do so many appraisals on each of five days, and receives two more dossiers.
    private func work(_ daily: Int, at service: OneStop) async throws {
        let (head, leader) = (try await service.staff("head.TCKH"), try await service.staff("leader"))
        for day in ["2022-01-04", "2022-01-05", "2022-01-06", "2022-01-07", "2022-01-10"] {
            try await service.clock(to: day + "T07:30:00+07:00")
            let codes = try await receive(daily, at: service)
            try await service.clock(to: day + "T17:00:00+07:00")
            for code in codes {
                try await head.complete("appraise", of: code)
                // What comes after it would keep others busy.
                let stopped = try await leader.act("stop", on: code, #"{"reason":"Hộ kinh doanh rút lui"}"#)
                try #require(stopped.status == 200, "\(stopped.text)")
            }
        }
        try await service.clock(to: "2022-01-11T07:30:00+07:00")
        _ = try await receive(2, at: service)
    }

    /// Receives dossiers and passes them on to finance.
    private func receive(_ count: Int, at service: OneStop) async throws -> [String] {
        let desk = try await service.staff("desk")
        var codes: [String] = []
        for _ in 0..<count {
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            codes.append(code)
        }
        return codes
    }

    /// An administrator's request that has to work.
    @discardableResult
    private func administer(_ path: String, _ body: String = "{}", at service: OneStop) async throws -> Answer {
        let answer = try await service.staff("admin").post("/users" + path, body)
        try #require((200...201).contains(answer.status), "\(answer.text)")
        return answer
    }

    /// What will be late, as unit, step and day.
    private func foreseen(at service: OneStop) async throws -> [String] {
        let forecast = try await service.staff("leader").get("/forecast")
        let items = try #require(forecast.json["items"]?.array, "\(forecast.text)")
        return items.map { item in
            ["unit", "stepId", "day"].compactMap { item[$0]?.string }.joined(separator: " ")
        }
    }

    /// The line of finance in a forecast.
    private func finance(at service: OneStop) async throws -> JSONValue {
        let units = try await service.staff("leader").get("/forecast").json["units"]?.array ?? []
        return try #require(units.first { $0["unit"]?.string == "TCKH" })
    }

    @Test(
        "a dossier in time becomes late when one of two leaves: disabled, moved or seconded away",
        arguments: [
            ("/officer.TCKH/disable", "{}"),
            ("/officer.TCKH/assign", #"{"role":"officer","unit":"TNMT"}"#),
            ("/officer.TCKH/postings", #"{"kind":"secondment","unit":"TNMT","until":"2022-01-31"}"#),
        ]
    )
    func leaving(path: String, body: String) async throws {
        try await OneStop.open(at: Self.start) { service in
            try await work(2, at: service)
            #expect(try await foreseen(at: service) == [])
            let before = try await finance(at: service)
            #expect(before["officers"]?.integer == 2 && before["workingSecondsPerDay"]?.integer == 57_600)
            #expect(before["backlogDoneOn"]?.string == "2022-01-11")

            try await administer(path, body, at: service)
            #expect(try await foreseen(at: service) == Self.late)
            // Its pace is what it did; what it has open is done by the one who is left.
            let after = try await finance(at: service)
            #expect(after["officers"]?.integer == 1 && after["workingSecondsPerDay"]?.integer == 57_600)
            #expect(after["backlogDoneOn"]?.string == "2022-01-12")
            #expect(try await service.verification().isClean)
        }
    }

    @Test(
        "a secondment that is over on its day makes late what one that lasts does not, until it is ended",
        arguments: [false, true]
    )
    func postingEnds(lasts: Bool) async throws {
        try await OneStop.open(at: Self.start) { service in
            try await administer("/officer.TCKH/disable", at: service)
            let until = lasts ? "2022-01-31" : "2022-01-10"
            let body = #"{"kind":"secondment","unit":"TCKH","until":"\#(until)"}"#
            let made = try await administer("/officer.TNMT/postings", body, at: service)
            try await work(2, at: service)

            #expect(try await foreseen(at: service) == (lasts ? [] : Self.late))
            if lasts {
                let id = try #require(made.at("id")?.integer)
                try await administer("/officer.TNMT/postings/\(id)/end", at: service)
                #expect(try await foreseen(at: service) == Self.late)
            }
        }
    }

    @Test(
        "a late dossier comes in time when a second one comes: enabled, new, moved or seconded",
        arguments: [
            ("/officer.TCKH/enable", "{}"),
            ("", #"{"username":"le.chi","role":"officer","unit":"TCKH"}"#),
            ("/officer.TNMT/assign", #"{"role":"officer","unit":"TCKH"}"#),
            ("/officer.TNMT/postings", #"{"kind":"secondment","unit":"TCKH","until":"2022-01-31"}"#),
        ]
    )
    func coming(path: String, body: String) async throws {
        try await OneStop.open(at: Self.start) { service in
            try await administer("/officer.TCKH/disable", at: service)
            try await work(1, at: service)
            #expect(try await foreseen(at: service) == Self.late)

            try await administer(path, body, at: service)
            #expect(try await foreseen(at: service) == [])
            let after = try await finance(at: service)
            #expect(after["officers"]?.integer == 2 && after["workingSecondsPerDay"]?.integer == 28_800)
        }
    }

    @Test("where nobody is left one is reckoned with, who will have to come")
    func nobody() async throws {
        try await OneStop.open(at: Self.start) { service in
            try await work(2, at: service)
            for name in ["officer.TCKH", "head.TCKH"] { try await administer("/\(name)/disable", at: service) }

            #expect(try await foreseen(at: service) == Self.late)
            let after = try await finance(at: service)
            #expect(after["officers"]?.integer == 0 && after["backlogDoneOn"]?.string == "2022-01-12")
        }
    }
}
