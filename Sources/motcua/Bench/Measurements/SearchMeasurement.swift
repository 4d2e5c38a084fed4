import Foundation
import NIOCore

/// Searches of a clerk and of an officer (tra cứu của cán bộ) on the database asked for, one after the other on one
/// connection.
struct SearchMeasurement: Measurement {
    let name = "search"

    /// How many searches of a kind are prepared; they are sent in turn.
    private static let variety = 500

    /// The kinds, by the name of their figures, and in words for the report.
    static let kinds: [(name: String, words: String)] = [
        ("code", "day and serial"), ("fragment", "another part of a code"), ("rare", "a rare name"),
        ("full", "a full name"), ("common", "two common words"), ("phone", "a telephone number"),
        ("date", "a day and a procedure"), ("absent", "a name that nobody has"),
        ("nowhere", "a part that no code has"), ("other", "a day and a procedure without dossiers"),
        ("identity", "an identity number"), ("span", "a span of days"), ("status", "a status and a name"),
        ("unit", "the late ones of a unit"), ("officer-full", "a full name, by an officer"),
        ("officer-phone", "a telephone number, by an officer"),
    ]
    /// What the names of kinds begin with that an officer asks for.
    private static let officer = "officer-"

    func take(at site: BenchSite, repetition: Int) async throws {
        let server = try await site.startServer(on: site.full.path)
        defer { server.stop() }
        let desk = try await site.token("desk", on: server)
        let officer = try await site.token("officer.TCKH", on: server)
        for kind in Self.kinds {
            let isOfficers = kind.name.hasPrefix(Self.officer)
            let asked = isOfficers ? String(kind.name.dropFirst(Self.officer.count)) : kind.name
            let requests = Self.queries(asked, of: site.full, from: repetition).map {
                RequestBytes.get("/api/v1/dossiers?" + $0, token: isOfficers ? officer : desk)
            }
            let plan = site.plan(server, connections: 1, status: 200) { RepeatedRequests(requests) }
            let outcome = try await site.load(plan)
            guard outcome.failures.isEmpty else {
                throw CommandFailure(developer: "Searches for \(kind.words) failed: \(outcome.failures)")
            }
            site.figures.add(outcome, to: "\(name)-\(kind.name)")
        }
    }

    private static func queries(_ kind: String, of database: SeededDatabase, from repetition: Int) -> [String] {
        let start = repetition * variety
        let numbers = (start..<start + variety).map { $0 * 7_919 % database.dossiers }
        let codes = (start..<start + variety).map { database.codes[$0 % database.codes.count] }
        let day = "receivedFrom=2022-01-04&receivedTo=2022-01-04"
        return switch kind {
        case "code": codes.map { "q=" + $0.drop { $0 != "-" }.dropFirst() }
        case "fragment": codes.map { "q=" + $0.suffix(6) }
        case "rare": SampleNames.rareFamilies.map(typed)
        case "full": numbers.map { typed(SampleIntake($0).name) }
        case "common": ["nguyen van", "tran thi", "Nguyễn Thị", "le van", "thị phạm"].map(typed)
        case "phone": numbers.map { typed(SampleIntake($0).phone) }
        case "date": ["procedure=\(SampleIntake.procedure)&\(day)"]
        case "absent": numbers.map { typed("Wysiwyg \($0)") }
        case "nowhere": ["q=9Z9Z"]
        case "identity": numbers.map { typed(SampleIntake($0).identityNumber) }
        case "span": ["receivedFrom=2022-01-03&receivedTo=2022-01-05"]
        case "status": numbers.map { "status=2&" + typed(SampleIntake($0).name) }
        case "unit": ["unit=TCKH&late=true"]
        default: ["procedure=2.000815&\(day)"]
        }
    }

    private static func typed(_ text: String) -> String {
        "q=" + (text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")
    }
}
