import DossierEngine
import Testing

@testable import motcua

/// Lists over REST, narrowed by everything that a desk asks for.
@Suite("A list of dossiers")
struct ListFilterTests {
    /// Dossiers of three days: 0001 of Wednesday, 0001 to 0003 of Thursday, one filed online and not accepted.
    private static func fill(_ service: OneStop) async throws {
        let desk = try await service.staff("desk")
        _ = try await desk.register("1.001612")
        try await service.clock(to: "2022-01-05T23:59:59+07:00")
        let online = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
        try #require(online.status == 201)
        try await service.clock(to: "2022-01-06T00:00:00+07:00")
        for procedure in ["2.000815", "1.001612", "2.000815"] { _ = try await desk.register(procedure) }
    }

    @Test("is of local days and procedures, alone and together, the last received first, by pages")
    func daysAndProcedures() async throws {
        try await OneStop.open { service in
            try await Self.fill(service)
            let cases: [([String: String], [String])] = [
                ([:], ["0003", "0002", "0001", "0002", "0001"]),
                (["receivedFrom": "2022-01-06"], ["0003", "0002", "0001"]),
                (["receivedTo": "2022-01-05"], ["0001"]), (["receivedTo": "2022-01-04"], []),
                (["receivedFrom": "2022-01-05", "receivedTo": "2022-01-06"], ["0003", "0002", "0001", "0001"]),
                (["procedure": "2.000815"], ["0003", "0001"]),
                (["procedure": "1.001612"], ["0002", "0002", "0001"]), (["procedure": "2.002621"], []),
                (["procedure": "1.001612", "receivedFrom": "2022-01-05"], ["0002", "0001"]),
                (["procedure": "1.001612", "status": "1"], ["0002"]),
                (["unit": "BPMC-H", "receivedFrom": "2022-01-06", "procedure": "2.000815"], ["0003", "0001"]),
                (["q": "220106-0002"], ["0002"]), (["q": "220106-0002", "receivedTo": "2022-01-05"], []),
                (["q": "h47-2201", "procedure": "2.000815"], ["0003", "0001"]),
                (["q": "0905123456", "receivedTo": "2022-01-05"], ["0001"]),
            ]
            for username in ["desk", "leader"] {
                for (query, expected) in cases {
                    for limit in [1, 50] {
                        let found = try await service.listed(query, by: username, limit: limit)
                        // A leader is shown everybody masked, and so finds nobody by a number.
                        let isHidden = username == "leader" && query["q"] == "0905123456"
                        #expect(found == (isHidden ? [] : expected), "\(username) \(query), \(limit) a page")
                    }
                }
            }
            #expect(try await service.listed(["receivedFrom": "2022-01-06"], by: "desk.xa").isEmpty)
        }
    }

    @Test("refuses what is no day, no procedure, or the cursor of a list in another order")
    func refusals() async throws {
        try await OneStop.open { service in
            try await Self.fill(service)
            let desk = try await service.staff("desk")
            for (query, field, code) in [
                ("procedure=9.999999", "procedure", "unknown-procedure"),
                ("procedure=", "procedure", "unknown-procedure"), ("unit=KHONG", "unit", "unknown-unit"),
                ("commune=ha-lam", "unit", "required"), ("unit=TPHT-X&commune=hue", "commune", "unknown-commune"),
                ("unit=TCKH&commune=ha-lam", "commune", "commune-not-taken"),
                ("receivedFrom=06-01-2022", "receivedFrom", "invalid-date"),
                ("receivedTo=2022-02-30", "receivedTo", "invalid-date"),
                ("receivedFrom=2022-01-06&receivedTo=2022-01-05", "receivedTo", "before-from"),
                ("q=", "q", "blank"),
                ("q=%ff%fe", "q", "invalid-value"), ("received=2022-01-05", "received", "unknown-field"),
            ] {
                let answer = try await desk.get("/dossiers?" + query)
                #expect(answer.status == 422, "\(query)")
                let error = answer.at("errors")?.array?.first
                #expect(error?["field"]?.string == field && error?["code"]?.string == code, "\(query): \(answer.text)")
            }
            let plain = try #require(try await desk.get("/dossiers?limit=1").string("next"))
            let dated = try #require(try await desk.get("/dossiers?limit=1&receivedFrom=2022-01-05").string("next"))
            for query in ["receivedFrom=2022-01-05&cursor=\(plain)", "cursor=\(dated)", "q=khue&cursor=\(dated)"] {
                let answer = try await desk.get("/dossiers?" + query)
                #expect(answer.status == 400 && answer.string("code") == "invalid-cursor", "\(query): \(answer.text)")
            }
        }
    }
}
