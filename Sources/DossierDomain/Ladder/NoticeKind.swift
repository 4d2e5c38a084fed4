/// What a notice of the ladder to staff tells (loại thông báo).
public enum NoticeKind: String, CaseIterable, Sendable {
    /// A dossier filed online waits for the desk's answer.
    case filingWarning
    /// A warning on a step's clock.
    case stepWarning
    /// A step's working time has passed.
    case stepOverdue
    /// A warning on the dossier's clock.
    case dossierWarning
    /// A warning on the dossier's clock that demands the apology of the law.
    case apologyDemanded
    /// The dossier's appointment has passed.
    case dossierOverdue

    /// Creates the kind of the notices of a rung.
    ///
    /// - Parameters:
    ///   - rung: The rung.
    ///   - demandsApology: Whether its ladder says that it demands the apology.
    public init(_ rung: Rung, demandsApology: Bool) {
        switch rung {
        case .filingWarning: self = .filingWarning
        case .stepWarning: self = .stepWarning
        case .stepOverdue: self = .stepOverdue
        case .dossierWarning: self = demandsApology ? .apologyDemanded : .dossierWarning
        case .dossierOverdue: self = .dossierOverdue
        }
    }

    /// Its name among what other systems are told of, for example `notice.stepWarning`.
    public var topic: String { "notice." + rawValue }

    /// Creates the kind of such a name; nil if there is none.
    public init?(topic: String) {
        guard let kind = Self.allCases.first(where: { $0.topic == topic }) else { return nil }
        self = kind
    }
}
