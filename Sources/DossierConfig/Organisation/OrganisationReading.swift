import DossierDomain
import WorkingCalendar

/// Reads `organisation/<name>.yaml` (cơ cấu tổ chức) into an organisation.
struct OrganisationReading {
    private let root: ConfigCursor
    private let log: DefectLog
    private let hours: [String: OfficeHours]

    /// Reads a file whose schema has been checked; nil if it has mistakes, which are then noted.
    static func organisation(from root: ConfigCursor, log: DefectLog) -> Organisation? {
        OrganisationReading(root: root, log: log).organisation()
    }

    private init(root: ConfigCursor, log: DefectLog) {
        self.root = root
        self.log = log
        hours = OfficeHoursReading.tables(of: root, log: log)
    }

    private func organisation() -> Organisation? {
        let known = log.defects.count
        let agencies = log.collect(root["agencies"]?.elements ?? [], agency)
        let units = log.collect(root["units"]?.elements ?? [], unit)
        let communes = log.collect(root["communes"]?.elements ?? [], commune)
        checkIdentity(agencies: agencies, units: units, communes: communes)
        guard log.defects.count == known else { return nil }
        return log.collect { () throws(ConfigurationDefect) in
            do {
                return try Organisation(
                    version: try root.integer("version"),
                    name: try root.text("name"),
                    shortName: try root.text("shortName"),
                    agencies: agencies,
                    units: units,
                    communes: communes,
                    defaultCommune: CommuneID(rawValue: try root.text("defaultCommune")),
                    districtDesk: UnitID(rawValue: try root.text("districtDesk"))
                )
            } catch let defect as ConfigurationDefect {
                throw defect
            } catch {
                // Every case of the domain's own check is found above with its place.
                throw root.defect("The organisation contradicts itself: \(error).", "Cơ cấu tổ chức mâu thuẫn.")
            }
        }
    }

    private func agency(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> Agency {
        Agency(
            id: AgencyID(rawValue: try cursor.text("id")),
            name: try cursor.text("name"),
            identifierCode: cursor["identifierCode"]?.node.text,
            officeHours: try namedHours("officeHours", of: cursor),
            receivingHours: cursor["receivingHours"] == nil ? nil : try namedHours("receivingHours", of: cursor),
            isVertical: try cursor.flag("vertical")
        )
    }

    private func namedHours(_ key: String, of cursor: ConfigCursor) throws(ConfigurationDefect) -> OfficeHours {
        let name = try cursor.text(key)
        guard let hours = hours[name] else {
            throw try cursor.required(key).defect("There are no hours named \(name).", "Không có bảng giờ \(name).")
        }
        return hours
    }

    private func unit(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> Unit {
        let id = try cursor.text("id")
        let isPerCommune = try cursor.flag("perCommune")
        guard id.hasSuffix("-X") == isPerCommune else {
            throw try cursor.required("id").defect(
                "The id \(id) and perCommune disagree: exactly the units of communes end in -X.",
                "Mã đơn vị cấp xã phải kết thúc bằng -X và có perCommune: true."
            )
        }
        return Unit(
            id: UnitID(rawValue: id),
            name: try cursor.text("name"),
            agency: AgencyID(rawValue: try cursor.text("agency")),
            isDesk: try cursor.flag("desk"),
            isPerCommune: isPerCommune
        )
    }

    private func commune(_ cursor: ConfigCursor) throws(ConfigurationDefect) -> Commune {
        Commune(
            id: CommuneID(rawValue: try cursor.text("id")),
            name: try cursor.text("name"),
            kind: try cursor.text("kind"),
            identifierCode: try cursor.text("identifierCode")
        )
    }
}

/// What the parts say about one another.
extension OrganisationReading {
    private func checkIdentity(agencies: [Agency], units: [Unit], communes: [Commune]) {
        refuseDoubles("id", in: ["agencies"])
        refuseDoubles("id", in: ["units"])
        refuseDoubles("id", in: ["communes"])
        // Two places with one identifier code would count their dossiers apart and give the same code twice.
        refuseDoubles("identifierCode", in: ["agencies", "communes"])
        let codes = Dictionary(agencies.map { ($0.id, $0.identifierCode) }, uniquingKeysWith: { first, _ in first })
        for cursor in root["units"]?.elements ?? [] { checkUnit(cursor, identifierCodes: codes) }
        if let cursor = root["defaultCommune"], !communes.contains(where: { $0.id.rawValue == cursor.node.text }) {
            log.add(cursor.defect("There is no such commune.", "Không có xã, thị trấn này."))
        }
        let desk = units.first { $0.id.rawValue == root["districtDesk"]?.node.text }
        if let cursor = root["districtDesk"], desk?.isDesk != true || desk?.isPerCommune == true {
            log.add(
                cursor.defect("Expected a unit of the district that is a desk.", "Cần một bộ phận một cửa cấp huyện.")
            )
        }
    }

    private func checkUnit(_ cursor: ConfigCursor, identifierCodes: [AgencyID: String?]) {
        guard let agency = cursor["agency"], let name = agency.node.text else { return }
        guard let code = identifierCodes[AgencyID(rawValue: name)] else {
            log.add(agency.defect("There is no agency \(name).", "Không có cơ quan \(name)."))
            return
        }
        if cursor["desk"]?.node.flag == true, cursor["perCommune"]?.node.flag != true, code == nil {
            log.add(
                agency.defect(
                    "The agency \(name) has a desk and so needs an identifierCode.",
                    "Cơ quan \(name) có bộ phận một cửa nên phải có identifierCode."
                )
            )
        }
    }

    private func refuseDoubles(_ key: String, in lists: [String]) {
        var seen: Set<String> = []
        for cursor in lists.flatMap({ root[$0]?.elements ?? [] }) {
            guard let value = cursor[key], let text = value.node.text, !seen.insert(text).inserted else { continue }
            log.add(value.defect("The \(key) \(text) stands twice.", "\(text) bị ghi hai lần."))
        }
    }
}
