import DossierDomain
import DossierEngine
import WorkingCalendar

/// An organisation (cơ cấu tổ chức) as clients read it, with the hours of a day.
struct OrganisationText: Sendable {
    private static let weekdays: [(weekday: Weekday, name: StaticString)] = [
        (.monday, "monday"), (.tuesday, "tuesday"), (.wednesday, "wednesday"), (.thursday, "thursday"),
        (.friday, "friday"), (.saturday, "saturday"), (.sunday, "sunday"),
    ]

    private let organisation: Organisation
    private let date: LocalDate

    init(_ organisation: Organisation, on date: LocalDate) {
        self.organisation = organisation
        self.date = date
    }

    /// Writes the organisation: agencies and their units by their identifiers, communes as its file has them.
    func write(to writer: inout JSONWriter) {
        let units = Dictionary(grouping: organisation.units.values, by: \.agency)
        writer.object { writer in
            writer.member("version", organisation.version)
            writer.member("name", organisation.name)
            writer.member("defaultCommune", organisation.defaultCommune.rawValue)
            writer.key("agencies")
            writer.array(of: organisation.agencies.values.sorted { $0.id < $1.id }) { writer, agency in
                write(agency, with: units[agency.id] ?? [], to: &writer)
            }
            writer.key("communes")
            writer.array(of: organisation.communes) { Self.write($1, to: &$0) }
        }
    }

    private func write(_ agency: Agency, with units: [Unit], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", agency.id.rawValue)
            writer.member("name", agency.name)
            writer.key("officeHours")
            write(agency.officeHours, to: &writer)
            writer.key("receivingHours")
            if let hours = agency.receivingHours { write(hours, to: &writer) } else { writer.null() }
            writer.key("units")
            writer.array(of: units.sorted { $0.id < $1.id }) { Self.write($1, to: &$0) }
        }
    }

    /// Writes the hours of a week as the organisation's file has them: a day that is left out is closed.
    private func write(_ hours: OfficeHours, to writer: inout JSONWriter) {
        writer.object { writer in
            for (weekday, name) in Self.weekdays {
                let intervals = hours.intervals(on: weekday, asOf: date)
                guard !intervals.isEmpty else { continue }
                writer.key(name)
                writer.array(of: intervals) { $0.value("\($1.opens.text)-\($1.closes.text)") }
            }
        }
    }

    private static func write(_ unit: Unit, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", unit.id.rawValue)
            writer.member("name", unit.name)
            writer.member("desk", unit.isDesk)
            writer.member("perCommune", unit.isPerCommune)
        }
    }

    private static func write(_ commune: Commune, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", commune.id.rawValue)
            writer.member("name", commune.name)
            writer.member("kind", commune.kind)
        }
    }
}
