import DossierDomain
import DossierEngine

/// What `calendar preview` and `calendar apply` print (báo cáo đổi lịch làm việc).
struct CalendarReport {
    /// How many dossiers are named where not all are asked for.
    static let namedDossiers = 200

    private let calendar: ConfigurationVersion
    private let organisation: ConfigurationVersion?
    private let isDone: Bool
    private let namesAll: Bool
    private var named: [PromiseMove] = []
    /// How many promises move, once that is known.
    var moves = PromiseMoves()
    /// The agencies whose working time of days gone by is another one, once that is known.
    var pastHoursOf: [AgencyID] = []

    /// Creates an empty report.
    ///
    /// - Parameters:
    ///   - calendar: The version that is looked at or taken into use, or is in force already.
    ///   - organisation: The organisation that is with it; nil if that stays.
    ///   - isDone: Whether they are taken into use.
    ///   - namesAll: Whether every dossier is named, for JSON.
    init(
        on calendar: ConfigurationVersion,
        with organisation: ConfigurationVersion? = nil,
        isDone: Bool,
        namesAll: Bool
    ) {
        self.calendar = calendar
        self.organisation = organisation
        self.isDone = isDone
        self.namesAll = namesAll
    }

    /// Takes a move up, while there is room.
    mutating func add(_ move: PromiseMove) {
        if namesAll || named.count < Self.namedDossiers { named.append(move) }
    }

    /// The summary and a line per dossier.
    var lines: [String] {
        var lines = [moves.sentence(isDone: isDone)] + named.map(\.line)
        if moves.count > named.count { lines.append("… and \(moves.count - named.count) more; --json names all.") }
        if let organisation {
            lines.append("The organisation \(organisation) \(isDone ? "is in force now" : "would be taken into use").")
        }
        if let sentence = pastHoursOf.pastHoursSentence(isDone: isDone) { lines.append(sentence) }
        return lines
    }

    /// The same as one line of JSON, with every dossier.
    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("calendar", calendar.name)
            writer.member("version", calendar.version)
            if let organisation {
                writer.member("organisation", organisation.name)
                writer.member("organisationVersion", organisation.version)
            }
            writer.member("applied", isDone)
            writer.member("later", moves.later)
            writer.member("earlier", moves.earlier)
            writer.key("pastHoursOf")
            writer.array(of: pastHoursOf) { $0.value($1.rawValue) }
            writer.key("moves")
            writer.array(of: named) { $1.write(to: &$0) }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
