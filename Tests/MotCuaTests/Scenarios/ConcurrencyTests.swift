import DossierEngine
import HTTPTypes
import Testing

/// Many clerks at once.
struct ConcurrencyTests {
    @Test("64 clerks registering at once get gapless, unique codes per agency and day")
    func gaplessCodes() async throws {
        try await OneStop.open { service in
            let district = try await service.staff("desk")
            let commune = try await service.staff("desk.xa")
            let codes = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<64 {
                    group.addTask {
                        let answer =
                            try await number.isMultiple(of: 4)
                            ? commune.register("1.001193") : district.register("1.001612")
                        return try #require(answer.string("code"))
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            #expect(Set(codes).count == 64)
            let byDistrict = codes.filter { $0.hasPrefix("000.00.15.H47-220105-") }.sorted()
            #expect(byDistrict.count == 48)
            #expect(byDistrict.first?.hasSuffix("-0001") == true)
            #expect(byDistrict.last?.hasSuffix("-0048") == true)
            let byCommune = codes.filter { !$0.hasPrefix("000.00.15.H47-") }.sorted()
            #expect(byCommune.count == 16)
            #expect(byCommune.last?.hasSuffix("-0016") == true)
        }
    }

    @Test("the same Idempotency-Key sent 20 times at once makes one dossier")
    func oneDossierPerKey() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await desk.post("/dossiers", Forms.intake("1.001612"), headers: Self.key("quay-1-0001"))
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 })
            #expect(Set(answers.map(\.text)).count == 1, "the first answer comes again, to the letter")
            let replayed = try #require(HTTPField.Name("Idempotent-Replayed"))
            #expect(answers.filter { $0.headers[replayed] == "true" }.count == 19)
            let next = try await desk.register("1.001612")
            #expect(next.string("code") == "000.00.15.H47-220105-0002")
        }
    }

    @Test("a key used for another body is refused, and the first dossier stays as it is")
    func keyReused() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let first = try await desk.post("/dossiers", Forms.intake("1.001612"), headers: Self.key("k"))
            #expect(first.status == 201)
            let other = try await desk.post("/dossiers", Forms.intake("2.000815"), headers: Self.key("k"))
            #expect(other.status == 422)
            #expect(other.string("code") == "idempotency-key-reused")
        }
    }

    @Test("a replay tells the dossier as it was, also after it went on")
    func replayOfAnOlderVersion() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let first = try await desk.post("/dossiers", Forms.intake("1.001612"), headers: Self.key("k"))
            let code = try #require(first.string("code"))
            try await desk.complete("intake", of: code)
            let again = try await desk.post("/dossiers", Forms.intake("1.001612"), headers: Self.key("k"))
            #expect(again.text == first.text)
            #expect(again.headers[.eTag] == first.headers[.eTag])
        }
    }

    @Test("of two changes made on the same version one is refused with 412")
    func lostUpdate() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let intake = try await desk.register("1.001612")
            let code = try #require(intake.string("code"))
            let tag = try #require(intake.headers[.eTag])
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        try await desk.post("/dossiers/\(code)/actions/renew-pin", "{}", headers: [.ifMatch: tag])
                    }
                }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.map(\.status).sorted() == [200, 412])
        }
    }

    private static func key(_ text: String) -> HTTPFields {
        HTTPField.Name("Idempotency-Key").map { [$0: text] } ?? [:]
    }
}
