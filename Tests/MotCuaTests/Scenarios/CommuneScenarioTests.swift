import DossierEngine
import Testing

/// Of which commune a dossier is, wherever it is told.
struct CommuneScenarioTests {
    /// Registers a dossier for a commune.
    private func register(_ procedure: String, for commune: String, at service: OneStop) async throws -> Answer {
        let form = Forms.intake(procedure).replacing(#""commune":null"#, with: #""commune":"\#(commune)""#)
        let made = try await service.staff("desk").post("/dossiers", form)
        try #require(made.status == 201, "\(made.text)")
        return made
    }

    @Test("a step tells the commune of its unit, and none where the unit is the district's")
    func steps() async throws {
        try await OneStop.open { service in
            let made = try await register("2.002621", for: "binh-nguyen", at: service)
            let steps = try #require(made.json["steps"]?.array)
            for step in steps {
                let isOfCommune = step["unit"]?.string?.hasSuffix("-X") == true
                let commune: JSONValue = isOfCommune ? .string("binh-nguyen") : .null
                #expect(step["commune"] == commune, "\(step)")
            }
            #expect(Set(steps.compactMap { $0["unit"]?.string }) == ["BPMC-X", "TPHT-X", "CA", "BHXH"])
        }
    }

    @Test("lists, the inbox, the forecast and notices tell the commune that the dossier itself tells")
    func lists() async throws {
        try await OneStop.open { service in
            // All of the same day, so that all are late when it has passed.
            var communes: [String: JSONValue] = [:]
            for (procedure, typed, commune) in [
                ("1.001193", "binh-nguyen", .string("binh-nguyen")), ("1.001193", "ha-lam", .string("ha-lam")),
                // A route without a unit of the commune.
                ("2.000815", "binh-nguyen", .null),
            ] as [(String, String, JSONValue)] {
                let made = try await register(procedure, for: typed, at: service)
                #expect(made.at("commune") == commune)
                communes[try #require(made.string("code"))] = commune
            }
            let leader = try await service.staff("leader")
            let listed = try #require(try await leader.get("/dossiers").json["items"]?.array)
            #expect(listed.count == 3)
            for item in listed { #expect(item["commune"] == communes[item["code"]?.string ?? ""]) }
            let inbox = try #require(try await service.staff("desk.xa").get("/inbox").json["items"]?.array)
            #expect(inbox.count == 1)
            #expect(inbox.first?["dossier"]?["commune"] == .string("ha-lam"))
            #expect(inbox.first?["step"]?["commune"] == .string("ha-lam"))

            try await service.clock(to: "2022-01-06T08:00:00+07:00")
            let forecast = try #require(try await leader.get("/forecast").json["items"]?.array)
            #expect(forecast.count == 3)
            for item in forecast {
                let dossier = try #require(item["dossier"])
                #expect(dossier["commune"] == communes[dossier["code"]?.string ?? ""])
            }
            let notices = try await service.notices(of: "leader")
            #expect(Set(notices.compactMap { $0["dossierCode"]?.string }) == Set(communes.keys))
            // The digest of the late ones is of no commune.
            #expect(notices.contains { $0["kind"]?.string == "lateDigest" })
            for notice in notices {
                let commune = communes[notice["dossierCode"]?.string ?? ""] ?? JSONValue.null
                #expect(notice["commune"] == commune, "\(notice)")
            }
        }
    }
}
