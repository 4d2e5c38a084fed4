import DossierDomain
import DossierEngine
import WorkingCalendar

/// A reading (lượt xem) in JSON.
struct ReadingText: Sendable {
    private let organisation: Organisation

    init(organisation: Organisation) { self.organisation = organisation }

    /// Writes a reading for staff.
    func write(_ entry: ReadingEntry, to writer: inout JSONWriter) {
        let reading = entry.reading
        writer.object { writer in
            writer.member("at", reading.at.iso8601)
            writer.key("by")
            writer.object { writer in
                writer.member("kind", reading.by.kindName)
                writer.member("username", entry.username)
                if case .key(let id) = reading.by { writer.member("key", id.number) }
            }
            writeCapacity(of: reading, to: &writer)
            writer.member("part", reading.part.rawValue)
            writer.member("masked", reading.view == .masked)
            writer.member("reason", entry.reason)
        }
    }

    /// Writes a reading for the applicant, who is told the unit and no name.
    func write(_ reading: DossierReading, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("at", reading.at.iso8601)
            writeCapacity(of: reading, to: &writer)
            writer.member("masked", reading.view == .masked)
        }
    }

    private func writeCapacity(of reading: DossierReading, to writer: inout JSONWriter) {
        writer.member("capacity", Self.capacity(of: reading))
        writer.member("unitName", reading.place.map(organisation.displayName(of:)))
    }

    private static func capacity(of reading: DossierReading) -> String {
        switch reading.by {
        case .account: reading.role?.rawValue ?? "program"
        case .key: "system"
        case .timer, .importer, .program: "program"
        }
    }
}
