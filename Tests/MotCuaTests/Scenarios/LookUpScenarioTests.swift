import DossierEngine
import Testing

/// What the applicant reads of his own dossier with the PIN, beside the texts to his telephone.
struct LookUpScenarioTests {
    @Test("a denial and its reason are told once the result is ready, to nobody without the PIN")
    func denied() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            let dossier = try await desk.register("1.001612")
            let code = try #require(dossier.string("code"))
            let pin = try #require(dossier.string("lookupPIN"))
            try await desk.complete("intake", of: code)
            let denial = #","result":{"kind":"denied","reason":"Địa điểm không phù hợp"}"#
            try await service.staff("officer.TCKH").complete("appraise", of: code, denial)
            // A later step may still decide otherwise.
            let early = try await service.status(code, pin: pin)
            #expect(early.at("result") == .null && early.at("endReason") == .null, "\(early.text)")

            try await service.staff("officer.THUE").complete("issue-tax-code", of: code)
            try await service.staff("head.TCKH").complete("sign", of: code)
            let told = try await service.status(code, pin: pin)
            #expect(told.at("status.code") == .integer(9))
            #expect(told.string("result.kind") == "denied")
            #expect(told.string("result.reason") == "Địa điểm không phù hợp")
            #expect(told.at("endReason") == .null)
            let anyone = try await service.status(code)
            #expect(anyone.status == 200)
            #expect(anyone.at("result") == nil && anyone.at("endReason") == nil)
            #expect(!anyone.text.contains("phù hợp"))
        }
    }

    @Test("why a dossier was stopped, voided or refused is told as the text told it")
    func ended() async throws {
        try await OneStop.open { service in
            let desk = try await service.staff("desk")
            for (action, channel, username) in [
                ("stop", "desk", "leader"), ("void", "desk", "desk"), ("refuse", "online", "desk"),
            ] {
                let dossier = try await desk.post("/dossiers", Forms.intake("1.001612", channel: channel))
                let code = try #require(dossier.string("code"))
                let pin = try #require(dossier.string("lookupPIN"))
                #expect(try await service.status(code, pin: pin).at("endReason") == .null)
                let staff = try await service.staff(username)
                let answer = try await staff.act(action, on: code, #"{"reason":"Nộp trùng hồ sơ"}"#)
                #expect(answer.status == 200, "\(answer.text)")
                let told = try await service.status(code, pin: pin)
                #expect(told.string("endReason") == "Nộp trùng hồ sơ", "\(action): \(told.text)")
                #expect(told.at("result") == .null)
                // A new PIN is an event after the end.
                let renewed = try await desk.act("renew-pin", on: code)
                let later = try await service.status(code, pin: renewed.string("lookupPIN"))
                #expect(later.string("endReason") == "Nộp trùng hồ sơ", "\(action): \(later.text)")
                #expect(try await service.status(code).at("endReason") == nil)
            }
        }
    }
}
