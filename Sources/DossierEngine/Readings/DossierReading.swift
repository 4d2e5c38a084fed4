public import DossierDomain
public import WorkingCalendar

/// One reading of a dossier by staff (lượt xem hồ sơ), as the history keeps it: who, when, in what capacity, how much.
///
/// It holds no personal datum of the applicant: what was typed as its reason lies in the vault of the dossier.
public struct DossierReading: Hashable, Sendable {
    /// What of a dossier was read.
    public enum Part: String, CaseIterable, Sendable {
        /// The dossier itself.
        case file
        /// Its history with the words that were typed.
        case history
        /// Everything that is kept, in an export.
        case export
    }

    /// When; the first time where several were gathered into one.
    public let at: Instant
    /// Who.
    public let by: Initiator
    /// The dossier.
    public let dossier: DossierCode
    /// What of it.
    public let part: Part
    /// How much of its personal data.
    public let view: PersonalDataView
    /// In what role, at that time; nil for the program itself.
    public let role: Role?
    /// For which unit, at that time; nil for none.
    public let place: UnitPlace?
    /// Why, in the vault; nil where nobody said.
    public let reason: VaultReference?

    /// Creates a reading.
    public init(
        at: Instant,
        by initiator: Initiator,
        dossier: DossierCode,
        part: Part,
        view: PersonalDataView,
        role: Role?,
        place: UnitPlace?,
        reason: VaultReference?
    ) {
        self.at = at
        by = initiator
        self.dossier = dossier
        self.part = part
        self.view = view
        self.role = role
        self.place = place
        self.reason = reason
    }

    /// The type of its events.
    static let type = "dossierRead"

    /// The event that tells of it.
    var event: SystemEvent {
        var details = [("dossier", dossier.text), ("part", part.rawValue), ("view", view.rawValue)]
        if let role { details.append(("role", role.rawValue)) }
        if let place { details.append(("place", place.description)) }
        if let reason {
            details.append(("reasonEntry", String(reason.number)))
            details.append(("reasonCommitment", reason.commitment))
        }
        return SystemEvent(at: at, by: by, type: Self.type, details: details)
    }

    /// Reads the canonical form of its event.
    ///
    /// - Parameter bytes: The event.
    /// - Throws: ``StoredFormDefect`` if this program cannot have written it.
    init(stored bytes: [UInt8]) throws(StoredFormDefect) {
        let members = JSONObjectReader(try storedJSON(bytes))
        guard try members.text("type") == Self.type else { throw StoredFormDefect(member: "type") }
        guard let code = DossierCode(try members.text("dossier")) else { throw StoredFormDefect(member: "dossier") }
        var reason: VaultReference?
        if let typed = try members.optionalText("reasonEntry") {
            guard let number = Int64(typed) else { throw StoredFormDefect(member: "reasonEntry") }
            reason = VaultReference(number: number, commitment: try members.text("reasonCommitment"))
        }
        let role = try members.optionalText("role")
        guard role == nil || role.flatMap(Role.init(rawValue:)) != nil else { throw StoredFormDefect(member: "role") }
        self.init(
            at: try members.instant("at"),
            by: try Initiator.stored(members.text("by")),
            dossier: code,
            part: try members.choice("part"),
            view: try members.choice("view"),
            role: role.flatMap(Role.init(rawValue:)),
            place: try members.optionalText("place").map(UnitPlace.init(text:)),
            reason: reason
        )
    }
}

extension StoreTransaction {
    /// Appends a reading to the history, and lets it be found.
    func record(_ reading: DossierReading, of dossier: StreamID) throws {
        try DossierEngine.record(reading.event, to: .readings, in: self)
        let row = ReadingRow(
            sequence: try lastSequence(),
            dossier: dossier,
            reader: reading.by.storedName,
            part: reading.part,
            at: reading.at
        )
        try insert(row)
    }
}
