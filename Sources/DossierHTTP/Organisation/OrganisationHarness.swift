import DossierDomain
import DossierEngine
import HTTPTypes
import Hummingbird
import WorkingCalendar

/// The organisation (cơ cấu tổ chức), open to whoever is signed in.
///
/// Not to the public: names of offices are no secret, but a citizen needs those of his dossier only, which the look-up
/// tells, and the whole list of units is a map for whoever wants to pass for somebody of the staff.
struct OrganisationHarness: Sendable {
    private let organisation: Organisation
    private let clock: any WallClock

    init(_ dependencies: APIDependencies) {
        organisation = dependencies.rules.organisation
        clock = dependencies.clock
    }

    /// The organisation in force with the hours of today, whole: its file bounds it (500 agencies, 1,000 units and 500
    /// communes).
    func whole(_ call: HTTPCall) throws -> Response {
        try QueryReader(call.request, known: []).finish()
        var writer = JSONWriter(capacity: 64 * 1024)
        OrganisationText(organisation, on: LocalDateTime(clock.now).date).write(to: &writer)
        var response = Answer.bytes(writer.bytes, type: Answer.json)
        response.headers[.eTag] = "\"\(Digest.of(writer.bytes).hexadecimal)\""
        return response
    }
}
