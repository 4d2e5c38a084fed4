import DossierDomain
import DossierStoreSQLite
import Foundation
import GRDB
import Testing

@testable import DossierEngine
@testable import motcua

extension OneStop {
    /// Lets the index of names come to where the vault is.
    func indexNames() async throws { try await NameIndexing(store: server.workplace.store).catchUp() }

    /// What a list finds for an account, as the ends of codes, followed to its end.
    ///
    /// - Parameters:
    ///   - query: The parameters, each with its value.
    ///   - username: Who asks.
    ///   - limit: How many a page has.
    /// - Returns: The last four digits of each code.
    /// - Throws: If an answer is none of a list.
    func listed(_ query: [String: String], by username: String = "desk", limit: Int = 50) async throws -> [String] {
        var found: [String] = []
        var cursor: String?
        for _ in 1...100 {
            var parameters = query
            parameters["limit"] = String(limit)
            parameters["cursor"] = cursor
            let text = try parameters.sorted { $0.key < $1.key }.map { name, value in
                let escaped = value.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
                return try "\(name)=" + #require(escaped)
            }
            let answer = try await staff(username).get("/dossiers?" + text.joined(separator: "&"))
            try #require(answer.status == 200, "\(answer.text)")
            let items = try #require(answer.json["items"]?.array)
            found += items.compactMap { $0["code"]?.string }.map { String($0.suffix(4)) }
            cursor = answer.string("next")
            if cursor == nil { return found }
        }
        throw EndlessList()
    }

    /// Who is found by a typed text.
    func found(_ typed: String, by username: String = "desk", limit: Int = 50) async throws -> [String] {
        try await listed(["q": typed], by: username, limit: limit)
    }

    /// Registers a dossier of a name.
    @discardableResult
    func register(_ name: String, _ procedure: String = "1.001612", kind: String = "citizen") async throws -> String {
        let body = Forms.intake(procedure, name: name).replacing("\"citizen\"", with: "\"\(kind)\"")
        let answer = try await staff("desk").post("/dossiers", body)
        return try #require(answer.string("code"), "\(answer.text)")
    }
}

/// A list that comes to no end.
private struct EndlessList: Error {}

/// Dossiers are found by words of the applicant's or submitter's name, of which only cut keyed hashes are kept.
@Suite("A search by name")
struct NameSearchTests {
    @Test("finds with and without accents, in any order, applicants and submitters, newest first by pages")
    func search() async throws {
        try await OneStop.open { service in
            try await service.register("Nguyễn Thị Hoà")
            try await service.register("Nguyễn Văn Hoàng")
            let intake = try await service.staff("desk").post("/dossiers", TypedWords.intake())
            try #require(intake.status == 201)
            try await service.register("Nguyễn Thị Hoá")
            try await service.register("Công ty TNHH Minh Phát 559", kind: "business")
            #expect(try await service.found("hoa").isEmpty, "the index is not there yet")
            try await service.indexNames()

            let cases = [
                ("hoa", ["0004", "0001"]), ("Hòa", ["0001"]), ("hoá nguyễn", ["0004"]),
                ("THI HOA NGUYEN", ["0004", "0001"]), ("hoang", ["0002"]), ("Hoàng", ["0002"]),
                ("nguyen", ["0004", "0002", "0001"]), ("văn", ["0002"]),
                ("ngạn đặng", ["0003"]), ("hoai ngan", ["0003"]), ("khê ngạn", []), ("minh phat 559", ["0005"]),
                ("nguyễn nguyễn", []), ("hoa hoa", []), ("Quỳnh", []), ("quynh", ["0003"]), ("ngu", []),
            ]
            for (typed, expected) in cases {
                #expect(try await service.found(typed) == expected, "\(typed)")
                #expect(try await service.found(typed, limit: 1) == expected, "\(typed), a page each")
            }
            let tooLong = String(repeating: "a%20", count: 21)
            let answer = try await service.staff("desk").get("/dossiers?q=\(tooLong)")
            #expect(answer.status == 422 && answer.text.contains("too-many"), "\(answer.text)")
        }
    }

    @Test("finds for nobody a name that he is shown masked, and nothing of another agency")
    func masked() async throws {
        try await OneStop.open { service in
            let code = try await service.register("Nguyễn Văn Khuê")
            try await service.register("Công ty Khuê", kind: "business")
            try await service.staff("desk").complete("intake", of: code)
            try await service.indexNames()
            for typed in ["khuê", "khue", "nguyen", "N V K", "n. v. k."] {
                let isInitial = typed.lowercased().hasPrefix("n ") || typed.contains(".")
                let whole = try await service.found(typed, by: "officer.TCKH")
                #expect(whole.contains("0001") == !isInitial, "officer.TCKH \(typed)")
                for username in ["leader", "officer.VP", "head.VP", "officer.THUE", "desk.xa"] {
                    let found = try await service.found(typed, by: username)
                    #expect(!found.contains("0001"), "\(username) \(typed)")
                }
            }
            // The name of a company stands in a public register and is never masked.
            #expect(try await service.found("công ty khuê", by: "leader") == ["0002"])
            #expect(try await service.found("cong ty", by: "desk.xa").isEmpty)
            let refused = try await service.staff("admin").get("/dossiers?q=khue")
            #expect(refused.status == 403)
            try await service.staff("officer.TCKH").complete("appraise", of: code)
            #expect(try await service.found("khuê", by: "officer.TCKH") == ["0002"], "his step is done")
            #expect(try await service.found("khuê", by: "officer.THUE") == ["0002", "0001"])
        }
    }

    @Test("leads whoever is shown hardly anybody to companies and his own work, past all people of the name")
    func reaches() async throws {
        try await OneStop.open { service in
            for _ in 1...3 { try await service.register("Nguyễn Văn Khuê") }
            let own = try await service.register("Nguyễn Văn Khuê")
            try await service.register("Công ty Nguyễn Văn Khuê", kind: "business")
            try await service.staff("desk").complete("intake", of: own)
            try await service.indexNames()
            let cases: [(String, unit: UnitID, [String])] = [
                ("leader", "CT-H", ["0005"]), ("officer.TCKH", "TCKH", ["0005", "0004"]),
                ("officer.THUE", "THUE", ["0005"]),
            ]
            // With the name, with its commonest words, and on some days.
            for typed in ["Nguyễn Văn Khuê", "văn nguyễn", "nguyen van khue"] {
                for (username, unit, expected) in cases {
                    for limit in [1, 50] {
                        #expect(try await service.found(typed, by: username, limit: limit) == expected, "\(username)")
                    }
                    let query = ["q": typed, "receivedFrom": "2022-01-05"]
                    #expect(try await service.listed(query, by: username) == expected, "\(username)")
                    let candidates = try await Self.candidates(typed, at: unit, in: service)
                    #expect(candidates == Set(expected), "\(username) \(typed)")
                }
            }
            for (username, unit, expected) in [
                ("officer.TCKH", "TCKH", ["0004"]), ("leader", "TCKH", []), ("officer.THUE", "TCKH", []),
                ("leader", "BPMC-H", ["0005"]), ("officer.TCKH", "BPMC-H", ["0005"]),
            ] {
                let found = try await service.listed(["q": "văn khuê", "unit": unit], by: username)
                #expect(found == expected, "\(username) at \(unit)")
            }
            let atDesk = try await Self.candidates("văn khuê", at: "CT-H", askedAt: "BPMC-H", in: service)
            #expect(atDesk == ["0005"])
        }
    }

    /// Whose names are read for a search of somebody who is shown what is under way at a unit.
    private static func candidates(
        _ typed: String,
        at unit: UnitID,
        askedAt other: String? = nil,
        in service: OneStop
    ) async throws -> Set<String> {
        var search = DossierSearch()
        search.text = try SearchText(typed)
        search.filter.unit = other
        let asked = search
        let reach = PersonalDataReach.activeAt(UnitPlace(unit: unit, commune: nil))
        return try await service.server.workplace.store.read { snapshot in
            let lines = try asked.filters(within: [reach], in: snapshot).flatMap {
                try snapshot.page(of: $0, before: nil, limit: 50, examining: 1_000).lines
            }
            return Set(try lines.map { String(try DossierCodec.decode($0.dossier.state).code.text.suffix(4)) })
        }
    }

    @Test("finds a corrected dossier by the new name and no longer by the old one, before and after the index follows")
    func corrected() async throws {
        try await OneStop.open { service in
            let intake = try await service.staff("desk").post("/dossiers", TypedWords.intake())
            let code = try #require(intake.string("code"))
            try await service.indexNames()
            #expect(try await service.found("Quýnh Khê") == ["0001"])
            let corrected = try await service.staff("desk").act("correct", on: code, TypedWords.corrections)
            #expect(corrected.status == 200)
            #expect(try await service.found("Quýnh Khê").isEmpty)
            try await service.indexNames()
            #expect(try await service.found("Quýnh Khê").isEmpty)
            for typed in ["Quỳnh Khuê", "quynh", "ngan"] {
                #expect(try await service.found(typed) == ["0001"], "\(typed)")
            }
            #expect(try await service.verification().isClean)
        }
    }

    @Test("is narrowed by status, unit, procedure and days, and walks the list for the commonest words alone")
    func narrowed() async throws {
        try await OneStop.open { service in
            let first = try await service.register("Lê Văn Khuê")
            try await service.register("Lê Văn Khuê", "2.000815")
            try await service.clock(to: "2022-01-06T08:00:00+07:00")
            try await service.register("Lê Văn Khuê")
            try await service.staff("desk").complete("intake", of: first)
            try await service.indexNames()
            let all = ["0001", "0002", "0001"]
            for typed in ["khuê", "lê văn", "van le khue"] {
                #expect(try await service.listed(["q": typed]) == all, "\(typed)")
                let cases = [
                    (["status": "4"], ["0001"]), (["unit": "TCKH"], ["0001"]), (["procedure": "2.000815"], ["0002"]),
                    (["receivedFrom": "2022-01-06"], ["0001"]), (["receivedTo": "2022-01-05"], ["0002", "0001"]),
                    (["receivedTo": "2022-01-05", "procedure": "1.001612", "late": "false"], ["0001"]),
                    (["receivedTo": "2022-01-04"], []), (["late": "true"], ["0002"]),
                ]
                for (narrowing, expected) in cases {
                    let query = narrowing.merging(["q": typed]) { old, _ in old }
                    #expect(try await service.listed(query, limit: 1) == expected, "\(query)")
                }
            }
        }
    }

    @Test("reads a bounded number of names for a page, and goes on from there to everyone once")
    func bounded() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let clerk = try await service.server.workplace.store.read { try $0.account(named: "desk") }
            let account = try #require(clerk)
            let dossiers = service.server.workplace.dossiers
            let count = DossierQueries.maximumNamesRead + 40
            for number in 1...count {
                var draft = SampleIntake(number).draft
                draft.applicant?.name = number <= 20 || number > count - 5 ? "Lê Thị Khuê" : "Lê Thị Ngọc"
                _ = try await dossiers.register(draft, by: account, idempotency: nil)
            }
            let first = try await desk.get("/dossiers?q=l%C3%AA%20th%E1%BB%8B%20khue")
            #expect(first.json["items"]?.array?.isEmpty == true, "the index is not there yet")
            try await service.indexNames()
            // Without a word in the index the list itself is walked.
            let page = try await desk.get("/dossiers?q=thi%20le&limit=100")
            #expect(page.json["items"]?.array?.count == 100 && page.string("next") != nil)
            let nobody = try await desk.get("/dossiers?q=ho%C3%A0ng%20le")
            #expect(nobody.json["items"]?.array?.isEmpty == true && nobody.string("next") != nil)
            #expect(try await service.found("hoàng lê").isEmpty)
            let rare = try await service.found("khuê", limit: 7)
            #expect(rare.count == 25 && Set(rare).count == 25)
        }
    }
}
