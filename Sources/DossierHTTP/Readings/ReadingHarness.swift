import DossierDomain
import DossierEngine
import Hummingbird
import WorkingCalendar

/// Who has read a dossier (nhật ký xem hồ sơ).
struct ReadingHarness: Sendable {
    private let readings: ReadingQueries
    private let text: ReadingText
    private let lookup: PaidLookup
    private let maximumPageLength: Int

    init(_ dependencies: APIDependencies, lookup: PaidLookup) {
        self.lookup = lookup
        readings = dependencies.readings
        text = ReadingText(organisation: dependencies.rules.organisation)
        maximumPageLength = dependencies.limits.pageLength
    }

    /// A page of a dossier's readings, for staff.
    func list(_ call: HTTPCall) async throws -> Response {
        let staff = try call.staff()
        let code = try call.dossierCode()
        let page = try PageRequest(of: call.request, maximum: maximumPageLength)
        let found = try await readings.readings(
            of: code,
            before: try page.number(of: .readings),
            limit: page.limit,
            for: staff.account
        )
        return Answer.page(of: found.entries, next: Self.cursor(found.next)) { text.write($1, to: &$0) }
    }

    /// A page of a dossier's readings, for whoever knows the PIN.
    func applicantsList(_ call: HTTPCall) async throws -> Response {
        var query = QueryReader(call.request, known: PageRequest.parameters.union(["pin"]))
        let page = PageRequest(&query, maximum: maximumPageLength)
        let pin = query.text("pin") ?? ""
        if pin.isEmpty { query.refuse("pin", .required) }
        try query.finish()
        let before = try page.number(of: .readings)
        return try await lookup.answer(call) { code in
            let found = try await readings.readings(
                of: code,
                pin: pin,
                from: call.origin.key,
                before: before,
                limit: page.limit
            )
            return Answer.page(of: found.readings, next: Self.cursor(found.next)) { text.write($1, to: &$0) }
        }
    }

    private static func cursor(_ next: Int64?) -> PageCursor? { next.map { PageCursor(.readings, numbers: [$0]) } }
}

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
