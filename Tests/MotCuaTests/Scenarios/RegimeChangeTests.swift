import DossierDomain
import DossierEngine
import Testing
import WorkingCalendar

@testable import motcua

/// Dossiers on both sides of a change of law: the regime of 2018 ends, that of 2025 writes its codes and statuses
/// otherwise, so that one sees which of them was asked.
struct RegimeChangeTests {
    private static let earlier = "000.00.15.H47-250630-0001"
    private static let later = "000.00.15.H47-20250701-00001"

    private static func config(endOf2018 last: String) throws -> ConfigCopy {
        let config = try ConfigCopy()
        try config.replace("effectiveUntil: null", with: "effectiveUntil: \"\(last)\"", in: "regimes/2018.yaml")
        try config.replace("yearDigits: 2", with: "yearDigits: 4", in: "regimes/2025.yaml")
        try config.replace("serialDigits: 4", with: "serialDigits: 5", in: "regimes/2025.yaml")
        try config.replace("\"2\": \"Được tiếp nhận\"", with: "\"2\": \"Đã tiếp nhận\"", in: "regimes/2025.yaml")
        return config
    }

    @Test("the day of receipt chooses the regime, its code pattern and its words")
    func receipt() async throws {
        let config = try Self.config(endOf2018: "2025-06-30")
        // A minute before midnight of a Monday: the desk is closed, and the law of the day still holds.
        try await OneStop.open(at: "2025-06-30T23:59+07:00", config: config.file) { service in
            let desk = try await service.staff("desk")
            let before = try await desk.register("1.001612")
            #expect(before.string("code") == Self.earlier)
            #expect(before.string("status.name") == "Được tiếp nhận")

            try await service.clock(to: "2025-07-01T00:00:00+07:00")
            let after = try await desk.register("1.001612")
            #expect(after.string("code") == Self.later)
            #expect(after.string("status.name") == "Đã tiếp nhận")

            let kept = try await service.status(Self.earlier)
            #expect(kept.string("status.name") == "Được tiếp nhận")
            #expect(try await service.status(Self.later).string("status.name") == "Đã tiếp nhận")
        }
    }

    @Test("a dossier filed online keeps the regime of the day of filing when it is accepted later")
    func filing() async throws {
        let config = try Self.config(endOf2018: "2025-06-30")
        try await OneStop.open(at: "2025-06-30T16:00+07:00", config: config.file) { service in
            let desk = try await service.staff("desk")
            let filed = try await desk.post("/dossiers", Forms.intake("1.001612", channel: "online"))
            #expect(filed.string("code") == Self.earlier)

            try await service.clock(to: "2025-07-01T08:00:00+07:00")
            let accepted = try await desk.act("accept", on: Self.earlier)
            #expect(accepted.status == 200, "\(accepted.text)")
            #expect(accepted.string("status.name") == "Được tiếp nhận")
            #expect(accepted.string("receivedAt") == "2025-07-01T08:00:00+07:00")
        }
    }

    @Test("on a day without a regime the intake is refused, and no serial is spent on it")
    func gap() async throws {
        let config = try Self.config(endOf2018: "2025-06-29")
        try await OneStop.open(at: "2025-06-30T08:00+07:00", config: config.file) { service in
            let desk = try await service.staff("desk")
            let refused = try await desk.post("/dossiers", Forms.intake("1.001612"))
            #expect(refused.status == 422)
            #expect(refused.string("code") == "regime-not-in-force")
            #expect(refused.string("detail")?.contains("2025-06-30") == true)
            #expect(try await desk.get("/dossiers").at("items")?.array?.isEmpty == true)

            try await service.clock(to: "2025-07-01T08:00:00+07:00")
            #expect(try await desk.register("1.001612").string("code") == Self.later)
        }
    }

    @Test("each row of a register is taken under the regime of its own day; one on a day without any is rejected")
    func registers() async throws {
        // The 29th is a Sunday, on which nobody is refused for want of a desk: only the law is missing.
        let config = try Self.config(endOf2018: "2025-06-28")
        let site = try await RegisterSite.open(now: "2025-07-10T08:00+07:00", config: config.file)
        let report = try await site.take(
            Registers.file(
                Registers.row([.receivedAt: "01/07/2025 00:00"]),
                Registers.row([.receivedAt: "29/06/2025 10:00"]),
                Registers.row([.receivedAt: "28/06/2025 23:59"])
            )
        )
        let sunday = try #require(LocalDate(iso8601: "2025-06-29"))
        #expect(report.rejected.map(\.defect) == [.refused(.regimeNotInForce(on: sunday))])
        #expect(report.rejected.map(\.value) == ["29/06/2025 10:00"])
        let files = try await site.files()
        #expect(files.map(\.dossier.code.text) == [Self.later, "000.00.15.H47-250628-0001"])
        #expect(files.map(\.dossier.registration.regime.id) == ["2025", "2018"])
        #expect(try site.verification().isClean)
    }
}
