import DossierDomain
import DossierEngine
import WorkingCalendar

/// A version of the calendar (phiên bản lịch nghỉ) with all that is reckoned by it.
struct DeclaredCalendar: Sendable {
    /// The rules by it.
    let rules: Rules
    /// The same, for the slow count.
    let slow: SlowCalendars
    /// The version, 1 for the one of the first day.
    let version: Int

    /// Begins with the calendar of the rules.
    init(first rules: Rules, slow: SlowCalendars) {
        self.init(rules: rules, slow: slow, version: 1)
    }

    private init(rules: Rules, slow: SlowCalendars, version: Int) {
        self.rules = rules
        self.slow = slow
        self.version = version
    }

    /// The version after this one; nil if the declaration changes nothing or contradicts what is fixed.
    func declaring(_ declaration: SimulatedDeclaration, on today: LocalDate) -> DeclaredCalendar? {
        // The days are the same for all agencies; laying them over hours is dear.
        var known: [OfficeHours: WorkingCalendar] = [:]
        var calendars: [AgencyID: WorkingCalendar] = [:]
        for (index, agency) in rules.calendars.keys.sorted().enumerated() {
            guard let calendar = rules.calendars[agency] else { continue }
            let hours = calendar.officeHours.declaring(declaration, at: index)
            if known[hours] == nil {
                guard let days = calendar.publicCalendar.declaring(declaration, on: today),
                    // Offices that were open before stay open on most days.
                    let changed = try? WorkingCalendar(publicCalendar: days, officeHours: hours)
                else { return nil }
                known[hours] = changed
            }
            calendars[agency] = known[hours]
        }
        // Hours that are declared as they are change nothing.
        if calendars.allSatisfy({ agency, calendar in rules.calendars[agency]?.isSame(as: calendar) == true }) {
            return nil
        }
        return DeclaredCalendar(
            rules: rules.working(by: calendars),
            slow: SlowCalendars(calendars, rules.organisation),
            version: version + 1
        )
    }

    /// What moves due moments to it.
    var ground: RescheduleGround { .calendar(version: version) }

    /// How the store keeps it; the simulation reads the content nowhere.
    var stored: StoredConfiguration {
        let days = rules.calendars.values.first?.publicCalendar
        let closures = (days?.closures ?? []).map { "[\"\($0.first.iso8601)\",\"\($0.last.iso8601)\"]" }
            .joined(separator: ",")
        let makeUpDays = (days?.makeUpDays ?? []).sorted().map { "\"\($0.iso8601)\"" }.joined(separator: ",")
        return StoredConfiguration(
            kind: StoredConfiguration.calendarKind,
            name: "simulated",
            version: version,
            content: "{\"closures\":[\(closures)],\"makeUpDays\":[\(makeUpDays)]}"
        )
    }

    /// The value of the setting that names it while it is in force.
    var settingValue: String { "simulated@\(version)" }
}

extension OfficeHours {
    /// The hours after a declaration, of the agency at an index.
    fileprivate func declaring(_ declaration: SimulatedDeclaration, at index: Int) -> OfficeHours {
        guard case .officeHours(let hours, let first, let isOddHalf) = declaration, (index % 2 == 1) == isOddHalf,
            let later = hours.officeHours
        else { return self }
        return becoming(later, from: first)
    }
}
