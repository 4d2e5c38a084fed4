public import DossierDomain
public import WorkingCalendar

extension ConfigFolder {
    /// Reads and checks a calendar's file that need not lie in the folder.
    ///
    /// - Parameters:
    ///   - path: The file, of the same shape as `calendars/<name>.yaml`.
    ///   - name: The name of the calendar that it is to replace.
    /// - Returns: The version in its canonical form.
    /// - Throws: ``ConfigurationDefects`` with everything that is wrong with it.
    public static func calendar(file path: String, named name: String) throws(ConfigurationDefects) -> VersionedSource {
        let files = ConfigFiles(configFile: path)
        let root = ConfigCursor(root: try files.node(of: files.settingsFile), file: files.settingsFile)
        let kind = VersionedSource.Kind.calendar
        let log = DefectLog()
        for defect in SchemaValidation.defects(of: root, against: try JSONSchema(named: kind.rawValue)) {
            log.add(defect)
        }
        // Mistakes of shape would only be told once more as mistakes of meaning.
        if log.defects.isEmpty { _ = CalendarReading.declared(in: root, log: log) }
        guard log.defects.isEmpty else { throw ConfigurationDefects(log.defects) }
        return VersionedSource(kind, named: name, from: root)
    }

    /// Lays a stored version of a public calendar over the agencies' office hours.
    ///
    /// - Parameters:
    ///   - text: A ``VersionedSource/canonicalJSON`` of kind `calendar`.
    ///   - organisation: The agencies.
    /// - Returns: Each agency's calendar.
    /// - Throws: ``ConfigurationDefects`` if it is no calendar, or if an agency is never open by it.
    public static func calendars(
        fromCanonicalJSON text: String,
        of organisation: Organisation
    ) throws(ConfigurationDefects) -> [AgencyID: WorkingCalendar] {
        let publicCalendar = try calendar(fromCanonicalJSON: text)
        do throws(ClosedAgency) {
            return try organisation.calendars(under: publicCalendar)
        } catch {
            throw ConfigurationDefects(
                .unreadable(
                    file: "stored calendar",
                    reason: "the agency \(error.agency) is never open by it",
                    "theo lịch này cơ quan \(error.agency) không có giờ làm việc"
                )
            )
        }
    }
}

/// An agency that is not open for a single second of a calendar.
struct ClosedAgency: Error {
    let agency: AgencyID
}

extension Organisation {
    /// Compiles one calendar for each different set of hours; agencies with equal hours share it, among them those that
    /// are no more.
    func calendars(under publicCalendar: PublicCalendar) throws(ClosedAgency) -> [AgencyID: WorkingCalendar] {
        var byHours: [OfficeHours: WorkingCalendar] = [:]
        var calendars: [AgencyID: WorkingCalendar] = [:]
        let all = agencies.merging(former.agencies) { present, _ in present }
        for (id, agency) in all.sorted(by: { $0.key < $1.key }) {
            do {
                let calendar =
                    try byHours[agency.officeHours]
                    ?? WorkingCalendar(publicCalendar: publicCalendar, officeHours: agency.officeHours)
                byHours[agency.officeHours] = calendar
                calendars[id] = calendar
            } catch {
                throw ClosedAgency(agency: id)
            }
        }
        return calendars
    }
}
