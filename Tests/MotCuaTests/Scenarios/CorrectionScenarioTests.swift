import DossierEngine
import Testing

/// What the desk mends after the intake beside the applicant's own data: who stands there for him, and whether he wants
/// texts.
struct CorrectionScenarioTests {
    private func correct(_ fields: String, of code: String, in service: OneStop) async throws -> Answer {
        let body = #"{"fields":\#(fields),"reason":"Theo ý người dân"}"#
        return try await service.staff("desk").act("correct", on: code, body)
    }

    /// The errors of an answer, each as `field code`.
    private func errors(_ answer: Answer) -> [String] {
        (answer.json["errors"]?.array ?? []).map { error in
            [error["field"], error["code"]].compactMap { $0?.string }.joined(separator: " ")
        }
    }

    /// The texts about all dossiers, oldest first, as `kind state reason`.
    private func messages(_ service: OneStop) async throws -> [String] {
        let answer = try await service.staff("admin").get("/messages?limit=100")
        let items = try #require(answer.json["items"]?.array, "\(answer.text)")
        return items.reversed().map { item in
            [item["kind"], item["state"], item["reason"]].compactMap { $0?.string }.joined(separator: " ")
        }
    }

    @Test("texts that are switched off end with the one that waits, and switched on begin with the next change")
    func texts() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.001612").string("code"))
            let received = try await service.texts()
            #expect(received.count == 1)
            let missing = #"{"items":["Căn cước công dân"],"reason":"Thiếu"}"#
            #expect(try await desk.act("request-supplement", on: code, missing).status == 200)

            let off = try await correct(#"{"notifyBySMS":false}"#, of: code, in: service)
            #expect(off.status == 200 && off.json["notifyBySMS"] == .bool(false), "\(off.text)")
            #expect(try await service.texts() == received)
            let brought = #"{"documents":[{"name":"Căn cước công dân","form":"photocopy"}]}"#
            #expect(try await desk.act("receive-supplement", on: code, brought).status == 200)
            let fee = #"{"amountInDong":100000,"reason":"Lệ phí"}"#
            #expect(try await desk.act("request-payment", on: code, fee).status == 200)
            let on = try await correct(#"{"notifyBySMS":true}"#, of: code, in: service)
            #expect(on.status == 200 && on.json["notifyBySMS"] == .bool(true), "\(on.text)")
            #expect(try await service.texts() == received)
            let leader = try await service.staff("leader")
            #expect(try await leader.act("stop", on: code, #"{"reason":"Đã rút"}"#).status == 200)

            #expect(try await service.texts().count == 2)
            let wanted = ["received accepted", "supplementNeeded failed not-wanted", "stopped accepted"]
            #expect(try await messages(service) == wanted)
            #expect(try await service.verification().isClean)
        }
    }

    @Test("the history names what was mended, and says whether texts are wanted where that changed")
    func history() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            for fields in [
                #"{"submitter":{"name":"Nguyễn Văn Bình","phone":"0935777888"}}"#, #"{"notifyBySMS":false}"#,
                #"{"subject":"Đăng ký hộ","notifyBySMS":false}"#, #"{"submitter":null,"notifyBySMS":true}"#,
            ] {
                let answer = try await correct(fields, of: code, in: service)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let corrections = try await service.history(of: code).filter { $0["type"]?.string == "corrected" }
            let told = corrections.map { correction in
                let details = correction["details"]
                let names = (details?["fields"]?.array ?? []).compactMap(\.string).joined(separator: " ")
                return names + (details?["notifyBySMS"]?.bool.map { " -> \($0)" } ?? "")
            }
            let wanted = [
                "submitter.name submitter.phone", "notifyBySMS -> false", "subject notifyBySMS",
                "submitter notifyBySMS -> true",
            ]
            #expect(told == wanted)
            #expect(corrections.allSatisfy { $0["details"]?["reason"]?.string == "Theo ý người dân" })
        }
    }

    @Test("texts need a mobile number of applicant or submitter after each correction as at the intake")
    func mobile() async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let refused = ["fields.phone no-phone-for-sms"]
            let steps: [(fields: String, errors: [String])] = [
                (#"{"phone":"02353874123"}"#, refused), (#"{"phone":null}"#, refused),
                (#"{"phone":null,"submitter":{"phone":"0935777888"}}"#, ["fields.submitter.name required"]),
                (#"{"phone":"02353874123","submitter":{"name":"Trần Thị Bình","phone":"0935777888"}}"#, []),
                (#"{"submitter":null}"#, refused), (#"{"submitter":{"phone":null}}"#, refused),
                (#"{"submitter":null,"notifyBySMS":false}"#, []), (#"{"notifyBySMS":true}"#, refused),
                (#"{"phone":"0912000111","notifyBySMS":true}"#, []),
            ]
            for step in steps {
                let answer = try await correct(step.fields, of: code, in: service)
                #expect(answer.status == (step.errors.isEmpty ? 200 : 422), "\(step.fields): \(answer.text)")
                #expect(errors(answer) == step.errors, "\(step.fields)")
            }
            // The text of the intake waited meanwhile, and goes where texts are wanted now.
            let receivers = try await service.texts().compactMap { $0["to"]?.string }
            #expect(receivers == ["+84912000111"])
        }
    }

    @Test(
        "who may not correct a dossier is told so, and nothing of what stands there",
        arguments: ["officer.TCKH", "leader"]
    )
    func stranger(name: String) async throws {
        try await OneStop.open { service in
            let code = try #require(try await service.staff("desk").register("1.001612").string("code"))
            let staff = try await service.staff(name)
            // To clear the number would be refused because texts are wanted and nobody else has a mobile.
            for fields in [#"{"phone":null}"#, #"{"phone":"1"}"#, #"{"subject":"Đăng ký hộ"}"#] {
                let answer = try await staff.act("correct", on: code, #"{"fields":\#(fields),"reason":"Thử"}"#)
                #expect(answer.status == 403, "\(fields): \(answer.text)")
                #expect(answer.string("rule") == "receiving-desk-or-head-only", "\(fields)")
            }
        }
    }

    @Test("a dossier is found by whoever stands for the applicant now, no more by whoever did, and shown masked")
    func submitter() async throws {
        try await OneStop.open { service in
            let intake = try await service.staff("desk").post("/dossiers", TypedWords.intake())
            let code = try #require(intake.string("code"))
            try await service.indexNames()
            let fields = #"{"name":"Lương Văn Khuê","identityNumber":null,"phone":"0935 777 888"}"#
            let answer = try await correct(#"{"submitter":\#(fields)}"#, of: code, in: service)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.string("submitter.name") == "Lương Văn Khuê")
            #expect(answer.json["submitter"]?["identityNumber"] == .null)
            #expect(answer.json["applicant"] == intake.json["applicant"])

            try await service.indexNames()
            for typed in ["0935777888", "lương khuê", TypedWords.wrongPhone] {
                #expect(try await service.found(typed) == ["0001"], "\(typed)")
            }
            for typed in [TypedWords.submitterPhone, TypedWords.submitterNumber, TypedWords.submitter] {
                #expect(try await service.found(typed).isEmpty, "\(typed)")
            }
            let masked = try await service.staff("leader").get("/dossiers/\(code)")
            #expect(masked.json["masked"] == .bool(true) && !masked.text.contains("35777888"), "\(masked.text)")

            let removed = try await correct(#"{"submitter":null}"#, of: code, in: service)
            #expect(removed.status == 200 && removed.json["submitter"] == .null, "\(removed.text)")
            try await service.indexNames()
            #expect(try await service.found("0935777888").isEmpty)
            #expect(try await service.found("lương khuê").isEmpty)
            #expect(try await service.verification().isClean)
        }
    }

    @Test("whoever stood for the applicant before a correction is masked in typed words as whoever does now")
    func formerSubmitter() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.post("/dossiers", TypedWords.intake()).string("code"))
            let missing = #"{"items":["Giấy ủy quyền cho \#(TypedWords.submitter)"],"reason":"Thiếu"}"#
            #expect(try await desk.act("request-supplement", on: code, missing).status == 200)
            let fields = #"{"name":"\#(TypedWords.name)","submitter":{"name":"Lương Văn Ngôn"}}"#
            let body = #"{"fields":\#(fields),"reason":"Lương Văn Ngôn đến thay \#(TypedWords.submitter)"}"#
            #expect(try await desk.act("correct", on: code, body).status == 200)

            let leader = try await service.staff("leader")
            let history = try await leader.get("/dossiers/\(code)/history")
            #expect(history.text.contains("L. V. Ngôn đến thay Đ. H. Ngạn"), "\(history.text)")
            let file = try await leader.get("/dossiers/\(code)")
            #expect(file.text.contains("Giấy ủy quyền cho Đ. H. Ngạn"), "\(file.text)")
            for answer in [history, file] { #expect(!answer.text.contains(TypedWords.submitter), "\(answer.text)") }
            let whole = try await desk.get("/dossiers/\(code)/history")
            #expect(whole.text.contains("cho \(TypedWords.submitter)"))
        }
    }

    @Test("to switch texts off alone leaves a dossier to be found by all its numbers and names")
    func unchangedSheet() async throws {
        try await OneStop.open { service in
            let intake = try await service.staff("desk").post("/dossiers", TypedWords.intake())
            let code = try #require(intake.string("code"))
            try await service.indexNames()
            let before = try await service.verification().vaultEntries
            #expect(try await correct(#"{"notifyBySMS":false}"#, of: code, in: service).status == 200)
            for typed in [TypedWords.wrongPhone, TypedWords.submitterPhone, TypedWords.wrongName] {
                #expect(try await service.found(typed) == ["0001"], "\(typed)")
            }
            let report = try await service.verification()
            #expect(report.isClean && report.vaultEntries == before + 1, "the reason alone is kept anew")
        }
    }
}
