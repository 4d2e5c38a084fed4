public import DossierDomain
public import WorkingCalendar

/// Something that happened outside any dossier: to an account, the clock, the configuration.
///
/// It goes to a named stream with a chain of hashes of its own and holds no personal datum.
public struct SystemEvent: Hashable, Sendable {
    /// The named streams.
    public enum Stream: String, CaseIterable, Sendable {
        /// Staff accounts made and changed.
        case accounts
        /// Versions of configuration taken into use, and communes that were merged.
        case configuration
        /// Moves of the demo clock.
        case clock
        /// Digests of late dossiers.
        case ladder
        /// Texts that staff had sent again, and numbers that want no texts or want them again.
        case messages
        /// Personal data erased by rule.
        case personalData
        /// Readings of dossiers by staff.
        case readings
        /// Dossiers of old years moved into the archive.
        case archive
        /// Older copies that were put in the place of the database.
        case restorations
    }

    /// The type of events that say that a version of the configuration was taken into use.
    static let configurationUsed = "configurationUsed"

    /// The type of events that say that a commune was merged into another one.
    static let communeMerged = "communeMerged"

    /// The type of events that say that a dossier's personal data were erased.
    static let personalDataErased = "personalDataErased"

    /// The type of events that say that dossiers were moved into the archive.
    static let dossiersArchived = "dossiersArchived"

    /// The type of events that say that staff had a text sent again.
    static let messageSentAgain = "messageSentAgain"

    /// The type of events that say that a repeated request was shown the secret again that the first one was.
    static let secretShownAgain = "secretShownAgain"

    /// The type of events that say that an older copy was put in the place of the database.
    static let restored = "restored"

    /// The type of events that say that a version took the place of another one of its kind.
    static func applied(_ kind: String) -> String { kind + "Applied" }

    /// When.
    public let at: Instant
    /// Who caused it.
    public let by: Initiator
    /// What happened, a word that never changes.
    public let type: String
    /// Further facts by name, in the order they are written.
    public let details: [(name: String, text: String)]

    /// Creates an event.
    public init(at: Instant, by initiator: Initiator, type: String, details: [(name: String, text: String)]) {
        self.at = at
        by = initiator
        self.type = type
        self.details = details
    }

    /// The text of a further fact; nil if the event has none of that name.
    func detail(_ name: String) -> String? { details.first { $0.name == name }?.text }

    /// Compares all facts.
    public static func == (left: SystemEvent, right: SystemEvent) -> Bool {
        left.at == right.at && left.by == right.by && left.type == right.type
            && left.details.elementsEqual(right.details) { $0 == $1 }
    }

    /// Hashes what names the event.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(at)
        hasher.combine(type)
    }
}
