import DossierEngine
import Testing

/// A procedure whose file has a ladder of its own.
struct ProcedureLadderTests {
    /// Shares and times of both clocks, other than the regime's.
    private static let own = """
        ladder:
          step:
            warnings:
              - id: quarter
                usedPerCent: 25
                to: [officer]
                text: "Hồ sơ {code}: bước {step} đã dùng một phần tư thời gian, hạn {due}."
              - id: last
                hoursLeft: 0.5
                to: [head]
                text: "Hồ sơ {code}: bước {step} còn nửa giờ."
          dossier:
            warnings:
              - id: apology
                hoursLeft: 12
                to: [leaders, desk]
                text: "Hồ sơ {code} còn 12 giờ làm việc đến {due}."
                apologyDraft: "Xin lỗi về hồ sơ {code}: {holders}."
        steps:

        """

    @Test("its thresholds and recipients take the place of the regime's, for its dossiers alone")
    func ownLadder() async throws {
        let config = try ConfigCopy()
        try config.replace("steps:\n", with: Self.own, in: "procedures/1.001612.yaml")
        try await OneStop.open(at: "2022-01-05T10:20+07:00", config: config.file) { service in
            let desk = try await service.staff("desk")
            let own = try #require(try await desk.register("1.001612").string("code"))
            let other = try #require(try await desk.register("2.000748").string("code"))
            try await service.clock(to: "2022-01-07T12:00:00+07:00")

            // The intake's 2 hours from 10:20 end at 13:50: a quarter is used at 10:50, half an hour is left at 13:20.
            // 12 working hours before Monday 10/01 10:20: 2 h 50 of Monday, 8 h of Friday, 1 h 10 of Thursday to 15:50.
            #expect(
                try await told("head.BPMC-H", of: own, service) == [
                    "stepWarning quarter 2022-01-05T10:50:00", "stepWarning last 2022-01-05T13:20:00",
                    "stepOverdue 2022-01-05T13:50:01", "apologyDemanded apology 2022-01-06T15:50:00",
                ]
            )
            #expect(
                try await told("desk", of: own, service) == [
                    "stepWarning quarter 2022-01-05T10:50:00", "apologyDemanded apology 2022-01-06T15:50:00",
                ]
            )
            #expect(
                try await told("leader", of: own, service) == ["apologyDemanded apology 2022-01-06T15:50:00"]
            )
            // By the regime: half at 11:20, 80 % at 13:26, 16 and 8 working hours before Monday 10:20.
            #expect(
                try await told("head.BPMC-H", of: other, service) == [
                    "stepWarning half 2022-01-05T11:20:00", "stepWarning most 2022-01-05T13:26:00",
                    "stepOverdue 2022-01-05T13:50:01", "dossierWarning approaching 2022-01-06T10:20:00",
                    "apologyDemanded apology 2022-01-07T10:20:00",
                ]
            )
            let notices = try await service.notices(of: "desk").filter { $0["dossierCode"]?.string == own }
            #expect(
                notices.first?["text"]?.string
                    == "Hồ sơ \(own): bước Tiếp nhận, thu lệ phí đã dùng một phần tư thời gian, hạn 13:50 05/01/2022."
            )
            let draft = "Xin lỗi về hồ sơ \(own): Bộ phận TN&TKQ huyện (Văn phòng HĐND&UBND) "
            #expect(
                notices.last?["apology"]?["draft"]?.string
                    == draft + "(Tiếp nhận, thu lệ phí từ 10:20 05/01/2022)."
            )
        }
    }

    /// What an account was told of one dossier, oldest first, as `kind rung instant`.
    private func told(_ username: String, of code: String, _ service: OneStop) async throws -> [String] {
        let notices = try await service.notices(of: username)
        return zip(notices, try await service.told(username)).filter { $0.0["dossierCode"]?.string == code }.map(\.1)
    }
}
