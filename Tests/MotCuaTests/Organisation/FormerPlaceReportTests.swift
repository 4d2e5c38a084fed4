import DossierDomain
import DossierEngine
import Testing

@testable import motcua

/// Reports on days on which there was a commune or a unit that is no more.
struct FormerPlaceReportTests {
    private static let january = "/reports/settlement?from=2022-01-01&until=2022-01-31&unit=BPMC-X&commune="
    private static let february = "/reports/settlement?from=2022-02-01&until=2022-02-28&unit=BPMC-X&commune="

    /// Takes two dossiers at a commune's desk in January, one of which is withdrawn.
    private func work(_ service: OneStop) async throws {
        let made = try await service.server.accounts.create(
            username: "desk.nguyen",
            password: "desk.nguyen",
            role: .desk,
            place: UnitPlace(unit: "BPMC-X", commune: "binh-nguyen"),
            isDemo: true
        )
        #expect(made != nil)
        let desk = try await service.staff("desk.nguyen")
        _ = try await desk.register("1.004873")
        let code = try #require(try await desk.register("1.004873").string("code"))
        #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
        try await service.clock(to: "2022-02-01T09:00:00+07:00")
    }

    private func checkJanuary(_ service: OneStop) async throws {
        let told = try await service.staff("leader").get(Self.january + "binh-nguyen")
        #expect(told.at("total.received.total") == .integer(2), "\(told.text)")
        #expect(told.at("total.settled.total") == .integer(1), "\(told.text)")
        #expect(told.string("unit") == "BPMC-X" && told.string("commune") == "binh-nguyen", "\(told.text)")
    }

    @Test("they can be narrowed to its desk as before, and its work is nobody else's")
    func narrowed() async throws {
        let site = try CalendarSite()
        let files = ["--config", site.config, "--database", site.folder.database]
        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await work(service)
            try await checkJanuary(service)
        }
        let merged = try Program.run(["commune", "merge", "binh-nguyen", "--into", "binh-minh"] + files)
        #expect(merged.code == 0, "\(merged.errors)")
        try site.reorganise(version: 2, [(CalendarSite.binhNguyen, "")])

        try await OneStop.open(in: site.folder, config: site.config) { service in
            try await checkJanuary(service)
            let leader = try await service.staff("leader")
            let named = try await leader.get(Self.january + "Bình+Nguyên")
            #expect(named.at("total.received.total") == .integer(2), "\(named.text)")
            // His desk is another one now.
            let clerk = try await service.staff("desk.nguyen").get(Self.january + "binh-nguyen")
            #expect(clerk.at("total.received.total") == .integer(0), "\(clerk.text)")
            let others: [(address: String, count: Int64)] = [
                (Self.january + "binh-minh", 0), (Self.february + "binh-nguyen", 0), (Self.february + "binh-minh", 1),
            ]
            for other in others {
                let told = try await leader.get(other.address)
                #expect(told.at("total.received.total") == .integer(other.count), "\(other.address): \(told.text)")
            }
            let nowhere = try await leader.get(Self.january + "binh-hoa")
            #expect(nowhere.status == 422 && nowhere.text.contains("unknown-commune"), "\(nowhere.text)")
            let list = try await leader.get("/dossiers?unit=BPMC-X&commune=binh-nguyen")
            #expect(list.status == 422, "nothing is there any more: \(list.text)")
        }
        let period = ["--from", "2022-01-01", "--until", "2022-01-31"]
        let told = try Program.run(["report", "--unit", "BPMC-X", "--commune", "Bình Nguyên"] + period + files)
        let total = told.output.split(separator: "\n").first { $0.hasPrefix("Tổng số (total)") }
        let figures = try #require(total, "\(told.output)\(told.errors)").split(separator: " ").compactMap { Int($0) }
        #expect(figures.prefix(5) == [2, 0, 2, 0, 1])
    }

    @Test("they can be narrowed to a department that was dissolved since")
    func dissolved() async throws {
        let site = try CalendarSite()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let desk = try await service.staff("desk")
            let code = try #require(try await desk.register("1.004199").string("code"))
            #expect(try await desk.act("withdraw", on: code, #"{"reason":"Công dân rút"}"#).status == 200)
        }
        try site.dropLandDepartment()
        try await OneStop.open(in: site.folder, config: site.config) { service in
            let leader = try await service.staff("leader")
            let address = "/reports/settlement?from=2022-01-01&until=2022-01-31&unit="
            let told = try await leader.get(address + "STNMT")
            #expect(told.at("total.received.total") == .integer(1) && told.string("unit") == "STNMT", "\(told.text)")
            let list = try await leader.get("/dossiers?unit=STNMT")
            #expect(list.status == 422, "it has no dossiers any more: \(list.text)")
            let commune = try await leader.get(address + "STNMT&commune=binh-minh")
            #expect(commune.status == 422, "it was of no commune: \(commune.text)")
        }
    }
}
