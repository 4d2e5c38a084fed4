import DossierEngine
import HTTPTypes
import SchemaFiles
import Testing

/// The catalogue, the description and the lists over REST.
struct ListScenarioTests {
    @Test("anyone reads the catalogue of 13 procedures, whole or by pages, and each by its code")
    func catalogue() async throws {
        try await OneStop.open { service in
            let whole = try await service.send(.get, "/api/v1/procedures")
            let codes = try Self.texts("code", of: whole)
            #expect(codes.sorted() == ProcedureScenarioTests.appointments.map(\.0).sorted())
            #expect(whole.json["next"] == .null)
            let paged = try await Self.pages(of: "/api/v1/procedures?limit=5", "code") { path in
                try await service.send(.get, path)
            }
            #expect(paged == codes)
            for code in codes {
                let one = try await service.send(.get, "/api/v1/procedures/\(code)")
                #expect(one.string("code") == code)
                let version = try #require(one.at("version")?.integer)
                #expect(one.headers[.eTag] == "\"\(version)\"")
                #expect(one.json["documents"]?.array?.isEmpty == false, "\(code)")
                #expect(one.json["route"]?.array?.isEmpty == false, "\(code)")
            }
        }
    }

    @Test(
        "the catalogue is narrowed by words of the name, a part of the code, field and level, also by pages",
        arguments: [
            ("q=khai+sinh", ["1.001193", "2.002621"]), ("q=SINH%20Khai", ["1.001193", "2.002621"]),
            // A word without accents stands for all, one with accents for itself, and each for a whole word.
            ("q=ho", ["1.001612", "1.001731", "2.000635", "2.000748"]),
            ("q=hộ", ["1.001612", "2.000635", "2.000748"]), ("q=sin", []), ("q=khai+khai+sinh", []),
            ("q=0016", ["1.001612"]), ("q=2.0006", ["2.000635"]),
            // A code that a name tells of.
            ("q=1.012783", ["1.004199"]), ("q=,", []),
            ("field=ho+tich", ["1.000894", "1.001193", "1.004873", "2.000635", "2.000748", "2.002621"]),
            ("field=Đất%20đai", ["1.004199", "2.000889"]), ("field=tich", []),
            ("level=xa&field=Hộ%20tịch", ["1.000894", "1.001193", "1.004873", "2.000635", "2.002621"]),
            ("level=huyện/xã", ["2.000635", "2.000815"]), ("level=Tỉnh", []),
            ("level=huyen&field=ho+tich&q=tich", ["2.000635", "2.000748"]),
        ] as [(String, [String])]
    )
    func narrowedCatalogue(filter: String, expected: [String]) async throws {
        try await OneStop.open { service in
            for limit in [1, 50] {
                let path = "/api/v1/procedures?limit=\(limit)&" + filter
                let found = try await Self.pages(of: path, "code") { try await service.send(.get, $0) }
                #expect(found == expected, "\(filter), \(limit) a page")
            }
        }
    }

    @Test("a filter of the catalogue that says nothing, or too much, is refused by its name")
    func catalogueRefusals() async throws {
        let long = String(repeating: "a", count: 201)
        let words = String(repeating: "khai+", count: 21)
        try await OneStop.open { service in
            for (query, field, code) in [
                ("q=", "q", "blank"), ("q=+", "q", "blank"), ("q=a%00b", "q", "control-character"),
                ("q=\(long)", "q", "too-long"), ("q=\(words)", "q", "too-many"), ("field=", "field", "blank"),
                ("level=\(long)", "level", "too-long"), ("name=khai", "name", "unknown-field"),
            ] {
                let refused = try await service.send(.get, "/api/v1/procedures?" + query)
                #expect(refused.status == 422, "\(query): \(refused.text)")
                let error = refused.at("errors")?.array?.first
                #expect(error?["field"]?.string == field && error?["code"]?.string == code, "\(query): \(refused.text)")
            }
        }
    }

    @Test("the server gives out the very document that its answers are held against")
    func description() async throws {
        try await OneStop.open { service in
            let answer = try await service.send(.get, "/openapi.yaml")
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "application/yaml")
            #expect(answer.text == (try SchemaFiles.text("openapi.yaml")))
        }
    }

    @Test("a list is narrowed by status, by unit and by lateness, and by all of them at once")
    func filters() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            func register(_ procedure: String) async throws -> String {
                try #require(try await desk.register(procedure).string("code"))
            }
            func list(_ filter: String) async throws -> [String] {
                try Self.texts("code", of: try await desk.get("/dossiers?" + filter))
            }
            // Due at 17:00 of the same day; three working days; the same, but already with its agency.
            let sameDay = try await register("2.000815")
            let atDesk = try await register("1.001612")
            let atAgency = try await register("1.001612")
            try await desk.complete("intake", of: atAgency)
            #expect(try await list("") == [atAgency, atDesk, sameDay])
            #expect(try await list("status=2") == [atDesk, sameDay])
            #expect(try await list("status=4") == [atAgency])
            #expect(try await list("status=10").isEmpty)
            #expect(try await list("unit=TCKH") == [atAgency])
            #expect(try await list("unit=BPMC-H") == [atDesk, sameDay])
            #expect(try await list("late=true").isEmpty)
            // The very second of the appointment is on time.
            try await service.clock(to: "2022-01-05T17:00:00+07:00")
            #expect(try await list("late=true").isEmpty)
            try await service.clock(to: "2022-01-05T17:00:01+07:00")
            #expect(try await list("late=true") == [sameDay])
            #expect(try await list("late=false") == [atAgency, atDesk])
            #expect(try await list("late=false&status=2&unit=BPMC-H") == [atDesk])
            for wrong in ["status=11", "status=x", "unit=NOWHERE", "late=maybe", "limit=101", "colour=red"] {
                let refused = try await desk.get("/dossiers?" + wrong)
                #expect(refused.status == 422, "\(wrong): \(refused.text)")
                #expect(refused.string("code") == "invalid-request", "\(wrong)")
            }
        }
    }

    @Test("what was filed online and waits for acceptance stands at its desk in a list by unit, as in the inbox")
    func filing() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let filed = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            let code = try #require(filed.string("code"))
            for path in ["/dossiers?unit=BPMC-H", "/dossiers?unit=BPMC-H&status=1"] {
                #expect(try Self.texts("code", of: try await desk.get(path)) == [code], "\(path)")
            }
            let lines = try await desk.get("/inbox").json["items"]?.array
            #expect(lines?.compactMap { $0["dossier"]?["code"]?.string } == [code])
            // No step is under way yet, and none of another unit's.
            let listed = try await desk.get("/dossiers").json["items"]?.array?.first
            #expect(listed?["currentUnits"]?.array == [])
            #expect(try Self.texts("code", of: try await desk.get("/dossiers?unit=TCKH")).isEmpty)

            #expect(try await desk.act("refuse", on: code, #"{"reason":"Không đúng thẩm quyền"}"#).status == 200)
            #expect(try Self.texts("code", of: try await desk.get("/dossiers?unit=BPMC-H")).isEmpty)
        }
    }

    @Test("a unit that each commune has is that of the commune asked for")
    func communes() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk.xa")
            let leader = try await service.staff("leader")
            let code = try #require(try await desk.register("2.000635").string("code"))
            let ways = [
                ("", [code]), ("&commune=ha-lam", [code]), ("&commune=Hà+Lam", [code]), ("&commune=Bình%20An", []),
            ]
            for (commune, codes) in ways {
                let listed = try await leader.get("/dossiers?unit=BPMC-X" + commune)
                #expect(try Self.texts("code", of: listed) == codes, "\(commune)")
            }
            #expect(try await leader.get("/forecast?unit=BPMC-X&commune=binh-an").status == 200)
            #expect(try await leader.get("/forecast?unit=BPMC-X&commune=Bình+An").status == 200)
            #expect(try await leader.get("/forecast?commune=binh-an").status == 422)
        }
    }

    @Test("paging through a list while dossiers come in doubles none and loses none")
    func pagingMeanwhile() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            var first: [String] = []
            for _ in 0..<7 { first.append(try #require(try await desk.register("1.001612").string("code"))) }
            let seen = try await Self.pages(of: "/api/v1/dossiers?limit=2", "code") { path in
                let page = try await service.send(.get, path, token: desk.token)
                #expect(page.json["items"]?.array?.count ?? 0 <= 2)
                _ = try await desk.register("1.001612")
                return page
            }
            #expect(Set(seen).count == seen.count, "doubled: \(seen)")
            #expect(seen.filter(first.contains) == first.reversed(), "lost or out of order: \(seen)")
            #expect(try Self.texts("code", of: try await desk.get("/dossiers")).count == 7 + 4)
        }
    }

    /// The texts of a member of all items of all pages; `next` is null on the last of at most 20.
    private static func pages(
        of path: String,
        _ member: String,
        ask: (String) async throws -> Answer
    ) async throws -> [String] {
        var found: [String] = []
        var cursor = ""
        for _ in 0..<20 {
            let page = try await ask(path + cursor)
            found += try texts(member, of: page)
            guard let next = page.string("next") else {
                #expect(page.json["next"] == .null)
                return found
            }
            cursor = "&cursor=" + next
        }
        Issue.record("there is always one more page")
        return found
    }

    private static func texts(_ member: String, of page: Answer) throws -> [String] {
        try #require(page.status == 200, "\(page.text)")
        return try #require(page.json["items"]?.array, "\(page.text)").compactMap { $0[member]?.string }
    }
}
