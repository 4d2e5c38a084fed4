import DossierEngine
import Testing

/// The inbox of the finance office with three dossiers of 1.001612, each of which it has 8 hours to appraise.
///
/// They are passed on on Wednesday 05/01/2022 at 08:00, 09:00 and 10:00, so they are due on Thursday at those times:
/// 3 h 30 and 4 h of Wednesday, then half an hour of Thursday, and so on.
struct InboxScenarioTests {
    /// A line as `number slackSeconds light`, the dossiers being numbered by their registration.
    private func lines(_ service: OneStop) async throws -> [String] {
        let answer = try await service.staff("officer.TCKH").get("/inbox")
        return try #require(answer.json["items"]?.array, "\(answer.text)").map { line in
            let number = line["dossier"]?["code"]?.string?.last.map(String.init) ?? "?"
            let slack = line["slackSeconds"]?.integer.map(String.init) ?? "none"
            return "\(number) \(slack) \(line["light"]?.string ?? "none")"
        }
    }

    /// Registers three dossiers at 08:00 and passes them on at 08:00, 09:00 and 10:00.
    private func passOn(_ service: OneStop) async throws -> [String] {
        let desk = try await service.staff("desk")
        var codes: [String] = []
        for _ in 1...3 { codes.append(try #require(try await desk.register("1.001612").string("code"))) }
        for (code, hour) in zip(codes, ["08", "09", "10"]) {
            try await service.clock(to: "2022-01-05T\(hour):00:00+07:00")
            try await desk.complete("intake", of: code)
        }
        return codes
    }

    @Test("the least slack comes first; what waits for the citizen comes last, and back by its new due moment")
    func order() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            let codes = try await passOn(service)
            // At 10:00 two hours of the first are used and one of the second.
            #expect(try await lines(service) == ["1 21600 green", "2 25200 green", "3 28800 green"])

            let asked = #"{"items":["Bản sao CCCD"],"reason":"Thiếu giấy tờ"}"#
            let officer = try await service.staff("officer.TCKH")
            #expect(try await officer.act("request-supplement", on: codes[0], asked).status == 200)
            #expect(try await lines(service) == ["2 25200 green", "3 28800 green", "1 none none"])

            // Until 15:00 another 3 h 30 are used: 1 h 30 before noon and 2 h after. The first gets its 6 hours back
            // and is due on Thursday 11:30: 2 h of Wednesday and 4 h of Thursday.
            try await service.clock(to: "2022-01-05T15:00:00+07:00")
            let brought = #"{"documents":[{"name":"CCCD","form":"photocopy","quantity":1}]}"#
            let desk = try await service.staff("desk")
            #expect(try await desk.act("receive-supplement", on: codes[0], brought).status == 200)
            #expect(try await lines(service) == ["2 12600 green", "3 16200 green", "1 21600 green"])
            let first = try await desk.get("/dossiers/\(codes[0])").step("appraise")
            #expect(first["dueAt"]?.string == "2022-01-06T11:30:00+07:00")

            // Done and passed on, the second is another office's.
            try await officer.complete("appraise", of: codes[1])
            #expect(try await lines(service) == ["3 16200 green", "1 21600 green"])
        }
    }

    @Test("the light turns yellow when a fifth of the working time is left and red the second after it is over")
    func lights() async throws {
        try await OneStop.open(at: "2022-01-05T08:00+07:00") { service in
            _ = try await passOn(service)
            // A fifth of 8 hours are 96 minutes. Nights and noon count nothing.
            for (now, expected) in [
                ("2022-01-05T14:54:00", ["1 9360 green", "2 12960 green", "3 16560 green"]),
                ("2022-01-05T15:53:59", ["1 5761 green", "2 9361 green", "3 12961 green"]),
                ("2022-01-05T15:54:00", ["1 5760 yellow", "2 9360 green", "3 12960 green"]),
                ("2022-01-05T23:00:00", ["1 1800 yellow", "2 5400 yellow", "3 9000 green"]),
                ("2022-01-06T08:00:00", ["1 0 yellow", "2 3600 yellow", "3 7200 green"]),
                ("2022-01-06T08:00:01", ["1 -1 red", "2 3599 yellow", "3 7199 green"]),
                ("2022-01-06T13:00:00", ["1 -12600 red", "2 -9000 red", "3 -5400 red"]),
            ] {
                try await service.clock(to: now + "+07:00")
                #expect(try await lines(service) == expected, "\(now)")
            }
        }
    }
}
