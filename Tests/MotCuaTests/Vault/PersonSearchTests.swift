import DossierEngine
import DossierStoreSQLite
import Foundation
import Testing

@testable import motcua

/// Dossiers are found by whole identity and telephone numbers, of which only keyed hashes are kept.
@Suite("A search by a person's number")
struct PersonSearchTests {
    /// What `q` finds for an account, as the ends of codes.
    private static func found(
        _ typed: String,
        by account: String = "desk",
        in service: OneStop
    ) async throws -> [String] {
        let query = try #require(typed.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
        let answer = try await service.staff(account).get("/dossiers?q=\(query)")
        try #require(answer.status == 200, "\(answer.text)")
        let items = try #require(answer.json["items"]?.array)
        return items.compactMap { $0["code"]?.string }.map { String($0.suffix(4)) }
    }

    /// The codes of an answer's dossiers.
    private static func codes(_ answer: Answer) -> [String] {
        answer.json["items"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    @Test("finds applicant and submitter in any writing, and those only whose agency has a part in it")
    func search() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            try #require(try await desk.post("/dossiers", TypedWords.intake()).status == 201)
            _ = try await desk.register("1.001612", phone: "0912000111")

            for typed in ["049085001234", "0905 123 456", "+84905123456", "049071008642", "0987.654.321"] {
                #expect(try await Self.found(typed, in: service).contains("0001"), "\(typed)")
            }
            for raw in ["0905+123+456", "049+085+001+234", "+84905123456", "%2B84+905+123+456"] {
                let answer = try await desk.get("/dossiers?q=\(raw)")
                #expect(answer.json["items"]?.array?.isEmpty == false, "\(raw)")
            }
            #expect(try await Self.found("0912000111", in: service) == ["0002"])
            #expect(try await Self.found("0912000112", in: service).isEmpty)
            #expect(try await Self.found("091200011", in: service).isEmpty, "a part of a number finds nobody")
            #expect(try await Self.found("220105-0002", in: service) == ["0002"])
            #expect(try await Self.found("0912000111", by: "desk.xa", in: service).isEmpty)
        }
    }

    @Test("finds nobody whom the searcher is shown masked, so that no number can be tried out")
    func masked() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612", phone: "0912000111").string("code"))
            let others = ["leader", "head.TCKH", "officer.TCKH", "officer.THUE"]
            for other in others {
                #expect(try await Self.found("0912000111", by: other, in: service).isEmpty, "\(other)")
                let asked = try await service.staff(other).get("/dossiers?q=0912000111&unit=TCKH")
                #expect(asked.json["items"]?.array == [] && asked.string("next") == nil, "\(other): \(asked.text)")
            }

            try await desk.complete("intake", of: code)

            for (other, serials) in zip(others, [[], ["0001"], ["0001"], []]) {
                #expect(try await Self.found("0912000111", by: other, in: service) == serials, "\(other)")
            }
            #expect(try await Self.found("0912000111", in: service) == ["0001"])
        }
    }

    @Test("tells nothing by the list's end either, of dossiers of one number that the searcher is shown masked")
    func maskedEnd() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let other = try await service.staff("desk.xa")
            // A step of it is Hà Lam's chairman's, so that the desk of Hà Lam is shown it masked.
            for _ in 0..<3 { _ = try await desk.register("1.004199", phone: "0912000111") }
            #expect(try await other.get("/dossiers").json["items"]?.array?.count == 3)
            for limit in 1...3 {
                let asked = try await other.get("/dossiers?q=0912000111&limit=\(limit)")
                #expect(Self.codes(asked).isEmpty && asked.string("next") == nil, "\(asked.text)")
            }

            // His own ones, with one between that is none of his.
            _ = try await other.register("1.000894", phone: "0912000111")
            _ = try await desk.register("1.004199", phone: "0912000111")
            _ = try await other.register("1.000894", phone: "0912000111")
            let own = Self.codes(try await other.get("/dossiers?q=0912000111"))
            #expect(own.count == 2)
            let first = try await other.get("/dossiers?q=0912000111&limit=1")
            let next = try #require(first.string("next"), "\(first.text)")
            let second = try await other.get("/dossiers?q=0912000111&limit=1&cursor=\(next)")
            #expect(Self.codes(first) + Self.codes(second) == own)
            #expect(second.string("next") == nil)
        }
    }

    @Test("no longer finds a number that was corrected")
    func corrected() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.post("/dossiers", TypedWords.intake()).string("code"))
            #expect(try await desk.post("/dossiers/\(code)/actions/correct", TypedWords.corrections).status == 200)
            #expect(try await Self.found(TypedWords.wrongPhone, in: service).isEmpty)
            #expect(try await Self.found(TypedWords.wrongIdentityNumber, in: service).isEmpty)
            #expect(try await Self.found(TypedWords.phone, in: service) == ["0001"])
            #expect(try await Self.found(TypedWords.submitterPhone, in: service) == ["0001"])
        }
    }

    @Test("finds the dossiers of an older program after the first start")
    func olderDossiers() async throws {
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder) { service in
            for phone in ["0905123456", "0912000111"] {
                _ = try await service.staff("desk").register("1.001612", phone: phone)
            }
        }
        try await EarlierForm.replace(folder.database, schema: "0001-dossiers", keys: folder.keys())
        try await OneStop.open(in: folder) { service in
            let found = try await Self.found("0912000111", in: service)
            #expect(found == ["0002"])
        }
    }
}
