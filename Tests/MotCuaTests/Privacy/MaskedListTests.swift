import DossierEngine
import HTTPTypes
import Testing

@testable import motcua

/// Lists and dossiers over REST, for those whose step needs the personal data and for those who may merely look on.
@Suite("Names and numbers over REST")
struct MaskedListTests {
    private static let name = "Nguyễn Văn An"

    /// The item of a list with a code.
    private static func item(_ path: String, _ username: String, _ service: OneStop) async throws -> JSONValue {
        let answer = try await service.staff(username).get(path)
        try #require(answer.status == 200, "\(username) \(path): \(answer.text)")
        let item = try #require(answer.json["items"]?.array?.first, "\(username) \(path) is empty")
        return item["dossier"] ?? item
    }

    @Test("in lists are whole for the receiving desk and units with an active step, for others masked")
    func lists() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            for (username, isMasked) in [
                ("desk", false), ("officer.BPMC-H", false), ("officer.TCKH", false), ("head.TCKH", false),
                ("officer.THUE", true), ("leader", true), ("officer.VP", true), ("head.VP", true),
            ] {
                let item = try await Self.item("/dossiers", username, service)
                #expect(item["masked"] == .bool(isMasked), "\(username)")
                #expect(item["applicantName"]?.string == (isMasked ? "N. V. An" : Self.name), "\(username)")
                #expect((item["subject"] == .null) == isMasked, "\(username)")
            }
            let inbox = try await Self.item("/inbox", "officer.TCKH", service)
            #expect(inbox["applicantName"]?.string == Self.name)
            try await service.staff("officer.TCKH").complete("appraise", of: code)
            #expect(try await Self.item("/dossiers", "officer.TCKH", service)["applicantName"]?.string == "N. V. An")
            #expect(try await Self.item("/inbox", "officer.THUE", service)["applicantName"]?.string == Self.name)
        }
    }

    @Test("in a dossier are whole for every unit of its steps, masked for the leader and colleagues of an agency")
    func files() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            for username in ["desk", "officer.TCKH", "head.THUE"] {
                let file = try await service.staff(username).get("/dossiers/\(code)")
                #expect(file.at("masked") == .bool(false), "\(username)")
                #expect(file.string("applicant.name") == Self.name, "\(username)")
                #expect(file.string("applicant.phone") == "0905123456", "\(username)")
            }
            for username in ["leader", "officer.VP"] {
                let file = try await service.staff(username).get("/dossiers/\(code)")
                #expect(file.at("masked") == .bool(true), "\(username)")
                #expect(file.string("applicant.name") == "N. V. An" && file.string("applicant.kind") == "citizen")
                #expect(file.string("applicant.phone") == "*******456")
                #expect(file.string("applicant.identityNumber") == "*********234")
                #expect(file.at("applicant.address") == .null && file.at("subject") == .null)
                #expect(file.at("documents")?.array == [])
                for secret in [Self.name, "0905123456", "049085001234", "Hà Lam", "tạp hóa", "Giấy đề nghị"] {
                    #expect(!file.text.contains(secret), "\(username): \(secret)")
                }
            }
        }
    }

    @Test("in what an action answers and in typed words are masked for the leader, and not for the desk")
    func actions() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code, #","note":"Nguyễn Văn An hẹn, gọi 0905 123 456""#)
            let reason = #"{"reason":"Nguyễn Văn An rút, 049085001234"}"#
            let stopped = try await service.staff("leader").act("stop", on: code, reason)
            #expect(stopped.status == 200 && stopped.string("applicant.name") == "N. V. An", "\(stopped.text)")
            let masked = try await service.staff("leader").get("/dossiers/\(code)/history")
            #expect(masked.text.contains("N. V. An hẹn, gọi *******456"), "\(masked.text)")
            #expect(masked.text.contains("N. V. An rút, *********234"))
            for secret in [Self.name, "0905", "049085"] { #expect(!masked.text.contains(secret), "\(secret)") }
            let whole = try await desk.get("/dossiers/\(code)/history")
            #expect(whole.text.contains("Nguyễn Văn An hẹn, gọi 0905 123 456"), "\(whole.text)")
        }
    }

    @Test("in a payment's reference and beside the name of whoever took the result are masked for the leader too")
    func references() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            try await desk.complete("intake", of: code)
            for (action, body) in [
                ("request-payment", #"{"amountInDong":100000,"reason":"lệ phí"}"#),
                ("confirm-payment", #"{"reference":"NGUYEN VAN AN 0905123456 nop le phi"}"#),
            ] {
                let answer = try await desk.act(action, on: code, body)
                try #require(answer.status == 200, "\(action): \(answer.text)")
            }
            for (officer, step) in [("TCKH", "appraise"), ("THUE", "issue-tax-code"), ("TCKH", "sign")] {
                try await service.staff("officer.\(officer)").complete(step, of: code)
            }
            let taken = try await desk.act("hand-over", on: code, #"{"receivedBy":"Nguyễn Văn An-0905123456"}"#)
            try #require(taken.status == 200, "\(taken.text)")
            let masked = try await service.staff("leader").get("/dossiers/\(code)/history")
            #expect(masked.text.contains("N. V. AN *******456 nop le phi"), "\(masked.text)")
            #expect(masked.text.contains(#""receivedBy":"N. V. An""#))
            #expect(!masked.text.contains("0905123456"))
            let whole = try await desk.get("/dossiers/\(code)/history")
            #expect(whole.text.contains("NGUYEN VAN AN 0905123456") && whole.text.contains("Nguyễn Văn An-0905123456"))
        }
    }

    @Test("of a company in a public register stay, but not its telephone")
    func companies() async throws {
        try await OneStop.open { service in
            let body = Forms.intake("1.001612", name: "Công ty TNHH Minh Phát").replacing("citizen", with: "business")
            let intake = try await service.staff("desk").post("/dossiers", body)
            let code = try #require(intake.string("code"), "\(intake.text)")
            let file = try await service.staff("leader").get("/dossiers/\(code)")
            #expect(file.string("applicant.name") == "Công ty TNHH Minh Phát")
            #expect(file.string("applicant.phone") == "*******456")
        }
    }
}
