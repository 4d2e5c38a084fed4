import DossierConfig
import DossierDomain
import Foundation
import Testing
import WorkingCalendar

@Suite("The shipped configuration")
struct ShippedConfigurationTests {
    private let configuration: LoadedConfiguration

    init() throws {
        configuration = try ConfigSandbox().load()
    }

    @Test("loads without a defect and chooses what the settings name")
    func loads() {
        #expect(configuration.organisation.name == "Huyện Thăng Bình")
        #expect(configuration.regime.id == "2018")
        #expect(configuration.regimes.map(\.id) == ["2018", "2025"])
        #expect(configuration.publicCalendar.years == 2021...2027)
        #expect(configuration.procedures.count == 13)
    }

    @Test("has the 22 communes, each with an identifier code of its own")
    func communes() {
        let communes = configuration.organisation.communes
        #expect(communes.count == 22)
        #expect(Set(communes.map(\.identifierCode)).count == 22)
        #expect(configuration.organisation.commune("ha-lam")?.fullName == "thị trấn Hà Lam")
        #expect(configuration.organisation.commune("binh-dinh-bac")?.fullName == "xã Bình Định Bắc")
        #expect(configuration.organisation.defaultCommune == "ha-lam")
    }

    // Source: domain.md §4.2 and §4.3, and the appendix of the reform plan of 2022.
    @Test("has the district's offices and centres, the agencies of ministries' own lines, and a province's department")
    func agencies() {
        let agencies = configuration.organisation.agencies.values
        let own = agencies.filter { !$0.isVertical }.map(\.name).sorted()
        #expect(
            own
                == [
                    "Ban Tiếp công dân huyện", "Phòng Giáo dục và Đào tạo", "Phòng Kinh tế và Hạ tầng",
                    "Phòng Lao động - Thương binh và Xã hội", "Phòng Nông nghiệp và Phát triển nông thôn",
                    "Phòng Nội vụ",
                    "Phòng Tài chính - Kế hoạch", "Phòng Tài nguyên và Môi trường", "Phòng Tư pháp",
                    "Phòng Văn hóa và Thông tin", "Phòng Y tế", "Sở Tài nguyên và Môi trường tỉnh Quảng Nam",
                    "Thanh tra huyện", "Trung tâm Phát triển quỹ đất và Công nghiệp - Dịch vụ huyện",
                    "Trung tâm Văn hóa - Thể thao và Truyền thanh - Truyền hình", "UBND huyện Thăng Bình",
                    "UBND xã, thị trấn", "Văn phòng HĐND&UBND huyện",
                ].sorted()
        )
        let vertical = agencies.filter(\.isVertical).map(\.name).sorted()
        #expect(
            vertical
                == [
                    "Bảo hiểm xã hội huyện", "Chi cục Thi hành án dân sự huyện", "Chi cục Thuế khu vực",
                    "Chi nhánh Văn phòng đăng ký đất đai Thăng Bình", "Công an huyện Thăng Bình",
                    "Kho bạc Nhà nước Thăng Bình", "Điện lực Thăng Bình",
                ].sorted()
        )
        // One agency receives dossiers under a code of its own; communes have theirs.
        #expect(agencies.compactMap(\.identifierCode) == ["000.00.15.H47"])
    }

    @Test("names the town and the 21 rural communes")
    func communeNames() {
        let communes = configuration.organisation.communes
        #expect(communes.filter { $0.kind == "thị trấn" }.map(\.name) == ["Hà Lam"])
        #expect(
            communes.filter { $0.kind == "xã" }.map(\.name) == [
                "Bình An", "Bình Chánh", "Bình Dương", "Bình Đào", "Bình Định Bắc", "Bình Định Nam", "Bình Giang",
                "Bình Hải", "Bình Lãnh", "Bình Minh", "Bình Nam", "Bình Nguyên", "Bình Phú", "Bình Phục", "Bình Quế",
                "Bình Quý", "Bình Sa", "Bình Triều", "Bình Trị", "Bình Trung", "Bình Tú",
            ]
        )
    }

    @Test("gives the tax office its own hours and commune desks the Saturday morning without a running clock")
    func hours() throws {
        let day = try #require(LocalDate(iso8601: "2022-01-05"))
        let tax = try #require(configuration.organisation.agencies["THUE"])
        let commune = try #require(configuration.organisation.agencies["UBND-X"])
        #expect(tax.officeHours.intervals(on: .friday, asOf: day).map(\.opens.text) == ["07:00", "13:30"])
        #expect(tax.officeHours.intervals(on: .friday, asOf: day).map(\.closes.text) == ["11:30", "17:00"])
        #expect(commune.officeHours.intervals(on: .saturday, asOf: day).isEmpty)
        #expect(commune.receivingHours?.intervals(on: .saturday, asOf: day).map(\.closes.text) == ["11:30"])
        #expect(tax.isVertical && !commune.isVertical)
    }

    @Test("names the agency of every unit, and desks with codes")
    func units() {
        let organisation = configuration.organisation
        #expect(organisation.units["CT-H"]?.agency == "UBND-H")
        #expect(organisation.identifierCode(of: UnitPlace(unit: "BPMC-H", commune: nil)) == "000.00.15.H47")
        #expect(organisation.identifierCode(of: UnitPlace(unit: "BPMC-X", commune: "ha-lam")) == "000.01.15.H47")
        #expect(organisation.units.values.filter(\.isDesk).map(\.id).sorted() == ["BPMC-H", "BPMC-X"])
        #expect(configuration.calendars.count == organisation.agencies.count)
    }

    @Test("proves every procedure with time left over")
    func proofs() throws {
        #expect(configuration.proofs.count == 13)
        #expect(configuration.proofs.values.allSatisfy { $0.slackSeconds >= 0 })
        // 1.001612: 3 days x 8 h = 24 h; 2 + 8 + 6 + 6 = 22 h before the hand-over, and half an hour of the tax
        // office's rest at noon.
        #expect(try #require(configuration.proofs["1.001612"]).slackSeconds == 90 * 60)
        // 2.002621: 24 h; 1 + 7 + the longer of 12 and 12 = 20 h.
        #expect(try #require(configuration.proofs["2.002621"]).slackSeconds == 4 * 3600)
    }

    @Test("names the ten statuses and the forms of both regimes")
    func regimes() throws {
        let regime = configuration.regime
        #expect(regime.name(of: .awaitingPayment) == "Yêu cầu thực hiện nghĩa vụ tài chính")
        #expect(regime.statusNames.count == 10)
        #expect(
            regime.forms.map { $0.number + " " + $0.name } == [
                "01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "02 Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
                "03 Phiếu từ chối tiếp nhận giải quyết hồ sơ", "04 Phiếu xin lỗi và hẹn lại ngày trả kết quả",
                "05 Phiếu kiểm soát quá trình giải quyết hồ sơ", "06 Sổ theo dõi hồ sơ",
            ]
        )
        #expect(regime.effectiveUntil == nil)
        #expect(
            configuration.regimes[1].forms.map { $0.number + " " + $0.name } == [
                "01 Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "02 Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
                "03 Phiếu từ chối tiếp nhận giải quyết hồ sơ",
                "04 Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "05 Thông báo dừng giải quyết hồ sơ",
                "06 Phiếu kiểm soát quá trình giải quyết hồ sơ", "07 Sổ theo dõi hồ sơ",
            ]
        )
        let day = try #require(LocalDate(year: 2022, month: 1, day: 5))
        let code = regime.codePattern.code(agencyIdentifier: "000.00.15.H47", receivedOn: day, serial: 1)
        #expect(code?.text == "000.00.15.H47-220105-0001")
    }

    // Source: domain.md R6.
    @Test("warns a desk and then its head of what was filed online, within the 8 working hours of the rule")
    func filings() {
        for regime in configuration.regimes {
            let rungs = regime.ladder.filingWarnings
            #expect(rungs.map(\.waited) == [.hours(4), .hours(8)], "\(regime.id)")
            #expect(rungs.map(\.wording.recipients) == [[.desk], [.head]], "\(regime.id)")
        }
    }

    // Source: domain.md §1.4, form 04.
    @Test("drafts an apology under the name of its form, with its parts; who is to write in what, it leaves open")
    func apologyDrafts() throws {
        for regime in configuration.regimes {
            let rung = try #require(regime.ladder.dossierWarnings.first { $0.demandsApology })
            let lines = try #require(rung.apologyDraft).split(separator: "\n").map(String.init)
            let form = try #require(regime.forms.first { $0.purpose == "apology" })
            #expect(lines.first == form.name.uppercased())
            let text = lines.joined(separator: "\n")
            for part in [
                "Kính gửi: ……", "{code}", "{procedure}", "{received}", "{due}", "{holders}", "xin lỗi", "Lý do: ……",
                "{proposed}", "Thủ trưởng cơ quan: ……", "Nơi nhận: ……",
            ] { #expect(text.contains(part), "\(regime.id): \(part)") }
        }
    }

    @Test("regimes may overlap and may leave days without one")
    func regimeDates() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("effectiveUntil: null", with: "effectiveUntil: \"2018-12-31\"", in: "regimes/2018.yaml")
        #expect(try sandbox.defects().isEmpty)
        try sandbox.replace("\"2018-12-31\"", with: "\"2025-12-31\"", in: "regimes/2018.yaml")
        try sandbox.replace("effectiveUntil: null", with: "effectiveUntil: \"2025-07-31\"", in: "regimes/2025.yaml")
        #expect(try sandbox.defects().isEmpty)
    }

    @Test("reads each stored version back to the same values")
    func storedVersions() throws {
        // One organisation, one calendar, two regimes, thirteen procedures.
        #expect(configuration.sources.count == 17)
        let source = try #require(configuration.sources.first { $0.name == "2.002621" })
        let again = try ConfigFolder.procedure(fromCanonicalJSON: source.canonicalJSON)
        let first = try #require(configuration.procedures.first { $0.code == "2.002621" })
        #expect(again.route.steps == first.route.steps)
        #expect(again.limit == first.limit && again.documents == first.documents)
        let regime = try #require(configuration.sources.first { $0.kind == "regime" })
        #expect(try ConfigFolder.regime(fromCanonicalJSON: regime.canonicalJSON).statusNames.count == 10)
        let calendar = try #require(configuration.sources.first { $0.kind == "calendar" })
        #expect(try ConfigFolder.calendar(fromCanonicalJSON: calendar.canonicalJSON) == configuration.publicCalendar)
        // Dossiers are counted by what is stored, also by a year without Tết, of which a file is refused.
        let longer = calendar.canonicalJSON.replacingOccurrences(of: "\"until\":2027", with: "\"until\":2028")
        #expect(try ConfigFolder.calendar(fromCanonicalJSON: longer).years == 2021...2028)
        let organisation = try #require(configuration.sources.first { $0.kind == "organisation" })
        let units = try ConfigFolder.organisation(fromCanonicalJSON: organisation.canonicalJSON).units
        #expect(units == configuration.organisation.units)
    }

    @Test("keeps its canonical form when comments, order and quoting change, and no other time")
    func canonicalForm() throws {
        let sandbox = try ConfigSandbox()
        try sandbox.replace("version: 1\n", with: "", in: "procedures/1.001612.yaml")
        try sandbox.replace(
            "interlinked: true",
            with: "\"version\": 1 # moved\ninterlinked: true",
            in: "procedures/1.001612.yaml"
        )
        let moved = try sandbox.load().sources
        #expect(moved == configuration.sources)

        try sandbox.replace("quantity: 1", with: "quantity: 2", in: "procedures/1.001612.yaml")
        let changed = try sandbox.load().sources
        #expect(zip(changed, configuration.sources).filter { $0 != $1 }.map(\.0.name) == ["1.001612"])
    }
}
