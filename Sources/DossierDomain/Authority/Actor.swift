/// The role of a staff account (vai trò).
public enum Role: String, CaseIterable, Sendable {
    /// Receives dossiers and hands results over (cán bộ một cửa).
    case desk
    /// Works on the steps of a unit (chuyên viên thụ lý).
    case officer
    /// Leads a unit: assigns, signs, apologises (lãnh đạo đơn vị).
    case head
    /// Leads the whole organisation, and sees the dossiers of all communes (lãnh đạo UBND).
    case leader
    /// Runs the installation and sees no dossier (quản trị).
    case admin
}

/// Whoever causes a change (tác nhân), as the history names it.
public enum Initiator: Hashable, Sendable {
    /// A member of the staff.
    case account(AccountID)
    /// Another system, by its key.
    case key(KeyID)
    /// The timer service, at an instant set beforehand.
    case timer
    /// The import of an older register.
    case importer
    /// The program itself, when it starts, and in what its commands on the machine do.
    case program
}

/// Whoever asks for a change, with what the rules need to know of him (người thao tác).
public struct Actor: Hashable, Sendable {
    /// As the history will name it.
    public let initiator: Initiator
    /// The role; nil for the program's own services.
    public let role: Role?
    /// The unit he belongs to; nil for those who belong to none.
    public let place: UnitPlace?
    /// The capacity in which he acts away from his own post; nil in his own.
    public let capacity: Capacity?

    /// Creates an actor.
    public init(initiator: Initiator, role: Role?, place: UnitPlace?, capacity: Capacity? = nil) {
        self.initiator = initiator
        self.role = role
        self.place = place
        self.capacity = capacity
    }

    /// The timer service.
    public static let timer = Actor(initiator: .timer, role: nil, place: nil)
    /// The import of an older register.
    public static let importer = Actor(initiator: .importer, role: nil, place: nil)
    /// The program itself, which moves due moments by a new calendar and dossiers to a merged commune's successor.
    public static let program = Actor(initiator: .program, role: nil, place: nil)
}
