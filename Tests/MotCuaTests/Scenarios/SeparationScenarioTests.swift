import DossierEngine
import HTTPTypes
import Testing

/// A procedure whose signature is kept apart from its appraisal, over REST.
struct SeparationScenarioTests {
    /// The shipped configuration in which the household business asks for four eyes.
    private func configuration() throws -> ConfigCopy {
        let copy = try ConfigCopy()
        let sign = "  - id: sign\n"
        try copy.replace(sign, with: sign + "    separateFrom: [appraise]\n", in: "procedures/1.001612.yaml")
        return copy
    }

    /// A dossier that waits for the signature, appraised by somebody.
    private func appraised(by username: String, at service: OneStop) async throws -> String {
        let desk = try await service.staff("desk")
        let code = try #require(try await desk.register("1.001612").string("code"))
        try await desk.complete("intake", of: code)
        try await service.staff(username).complete("appraise", of: code)
        try await service.staff("officer.THUE").complete("issue-tax-code", of: code)
        return code
    }

    @Test("whoever appraised is told by rule that he may not sign, and who may; another signs")
    func fourEyes() async throws {
        let copy = try configuration()
        try await OneStop.open(config: copy.file) { service in
            for (first, second) in [("officer.TCKH", "head.TCKH"), ("head.TCKH", "officer.TCKH")] {
                let code = try await appraised(by: first, at: service)
                let staff = try await service.staff(first)
                let body = #"{"stepId":"sign"}"#
                let refused = try await staff.act("complete-step", on: code, body)
                #expect(refused.status == 403 && refused.string("code") == "forbidden", "\(refused.text)")
                #expect(refused.string("rule") == "separation-of-duties")
                let detail = refused.string("detail") ?? ""
                #expect(detail.contains("Thẩm định hồ sơ") && detail.contains("Phòng Tài chính"), "\(detail)")
                let path = "/dossiers/\(code)/actions/complete-step"
                let english = try await staff.post(path, body, headers: [.acceptLanguage: "en"])
                #expect(english.string("detail")?.contains("somebody else of Phòng Tài chính") == true)
                try await service.staff(second).complete("sign", of: code)
            }
        }
    }

    @Test("work sent back and done again by a colleague does not free him, and nobody names him for it")
    func afterReturn() async throws {
        let copy = try configuration()
        let folder = try TemporaryFolder()
        try await OneStop.open(in: folder, config: copy.file) { service in
            let code = try await appraised(by: "head.TCKH", at: service)
            let officer = try await service.staff("officer.TCKH")
            let back = #"{"stepId":"sign","toStepId":"appraise","reason":"thiếu chữ ký"}"#
            #expect(try await officer.act("return-step", on: code, back).status == 200)
            try await officer.complete("appraise", of: code)
            try await service.staff("officer.THUE").complete("issue-tax-code", of: code)
            let head = try await service.staff("head.TCKH")
            for staff in [head, officer] {
                let refused = try await staff.act("complete-step", on: code, #"{"stepId":"sign"}"#)
                #expect(refused.string("rule") == "separation-of-duties")
            }
            let named = try await head.act("assign", on: code, #"{"stepId":"sign","assignee":"officer.TCKH"}"#)
            #expect(named.status == 422 && named.string("code") == "assignee-invalid")
            // A third pair of eyes comes from another unit.
            let posting = #"{"kind":"secondment","unit":"TCKH","until":"2022-01-31"}"#
            #expect(try await service.staff("admin").post("/users/officer.TP/postings", posting).status == 201)
            try await service.staff("officer.TP").complete("sign", of: code)
        }
        // The next start folds the same from the events.
        try await OneStop.open(in: folder, config: copy.file) { service in
            #expect(try await service.verification().isClean)
            let procedure = try await service.staff("desk").get("/procedures/1.001612")
            let steps = procedure.at("route")?.array ?? []
            let apart = steps.filter { $0["separateFrom"] != nil }
            #expect(apart.map { $0["id"]?.string } == ["sign"])
        }
    }
}
