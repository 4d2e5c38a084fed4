import DossierDomain
import Testing

@Suite struct OrganisationTests {
    @Test("a per-commune unit is at the dossier's commune, every other at one place")
    func places() throws {
        let organisation = try District.shared().organisation

        #expect(organisation.place(of: "BPMC-X", commune: "binh-nguyen").description == "BPMC-X@binh-nguyen")
        #expect(organisation.place(of: "TCKH", commune: "binh-nguyen").description == "TCKH")
        #expect(UnitPlace(text: "BPMC-X@binh-nguyen") == organisation.place(of: "BPMC-X", commune: "binh-nguyen"))
        #expect(UnitPlace(text: "TCKH") == organisation.place(of: "TCKH", commune: "ha-lam"))
    }

    @Test("each receiving place has its identifier code and a name to show")
    func identifiers() throws {
        let organisation = try District.shared().organisation
        let district = UnitPlace(unit: "BPMC-H", commune: nil)
        let commune = UnitPlace(unit: "BPMC-X", commune: "ha-lam")

        #expect(organisation.identifierCode(of: district) == "000.00.15.H47")
        #expect(organisation.identifierCode(of: commune) == "000.01.15.H47")
        #expect(organisation.identifierCode(of: UnitPlace(unit: "THUE", commune: nil)) == nil)
        #expect(organisation.displayName(of: commune) == "Bộ phận TN&TKQ (thị trấn Hà Lam)")
        #expect(organisation.displayName(of: district) == "Bộ phận TN&TKQ huyện")
    }

    @Test("the same unit in two communes belongs to two agencies")
    func agencies() throws {
        let organisation = try District.shared().organisation
        let one = organisation.agency(of: UnitPlace(unit: "TPHT-X", commune: "ha-lam"))

        #expect(one == organisation.agency(of: UnitPlace(unit: "BPMC-X", commune: "ha-lam")))
        #expect(one != organisation.agency(of: UnitPlace(unit: "BPMC-X", commune: "binh-nguyen")))
        #expect(organisation.agency(of: UnitPlace(unit: "KHONG-CO", commune: nil)) == nil)
    }

    @Test("an organisation that contradicts itself is refused with the name at fault")
    func defects() throws {
        let hours = try District.officeHours("07:30-11:30")
        let agency = Agency(
            id: "UBND-H",
            name: "UBND huyện",
            identifierCode: "000.00.15.H47",
            officeHours: hours,
            receivingHours: nil,
            isVertical: false
        )
        let desk = Unit(id: "BPMC-H", name: "Một cửa", agency: "UBND-H", isDesk: true, isPerCommune: false)
        let office = Unit(id: "TP", name: "Tư pháp", agency: "UBND-H", isDesk: false, isPerCommune: false)
        let lost = Unit(id: "THUE", name: "Thuế", agency: "CCT", isDesk: false, isPerCommune: false)
        let town = Commune(id: "ha-lam", name: "Hà Lam", kind: "thị trấn", identifierCode: "000.01.15.H47")
        func make(_ agencies: [Agency], _ units: [Unit], _ communes: [Commune], desk: UnitID = "BPMC-H") throws {
            _ = try Organisation(
                version: 1,
                name: "Huyện",
                shortName: "Huyen",
                agencies: agencies,
                units: units,
                communes: communes,
                defaultCommune: "ha-lam",
                districtDesk: desk
            )
        }

        #expect(throws: Never.self) { try make([agency], [desk, office], [town]) }
        #expect(throws: OrganisationDefect.duplicate("UBND-H")) { try make([agency, agency], [desk], [town]) }
        #expect(throws: OrganisationDefect.duplicate("TP")) { try make([agency], [desk, office, office], [town]) }
        #expect(throws: OrganisationDefect.duplicate("ha-lam")) { try make([agency], [desk], [town, town]) }
        #expect(throws: OrganisationDefect.unknownAgency("THUE", "CCT")) { try make([agency], [desk, lost], [town]) }
        #expect(throws: OrganisationDefect.unknownCommune("ha-lam")) { try make([agency], [desk], []) }
        #expect(throws: OrganisationDefect.unknownDesk("BPMC-H")) { try make([agency], [office], [town]) }
        #expect(throws: OrganisationDefect.unknownDesk("TP")) {
            try make([agency], [desk, office], [town], desk: "TP")
        }
    }
}
