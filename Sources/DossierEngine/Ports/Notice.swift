public import DossierDomain
public import WorkingCalendar

/// Who a notice is for: all of a kind at a unit, the leaders, or one account.
public enum NoticeRecipient: Hashable, Sendable {
    /// The heads of a unit.
    case heads(UnitPlace)
    /// Everybody who works at a unit, clerks, officers and heads; administrators do not.
    case staff(UnitPlace)
    /// The leaders.
    case leaders
    /// One account.
    case account(AccountID)

    /// The stored name of the recipient.
    public var storedName: String {
        switch self {
        case .heads(let place): "heads:" + place.description
        case .staff(let place): "staff:" + place.description
        case .leaders: "leaders"
        case .account(let id): "account:" + String(id.number)
        }
    }
}

/// A notice (thông báo) of the ladder to somebody of the staff.
public struct Notice: Hashable, Sendable {
    /// Its number; nil before it is stored.
    public let number: Int64?
    /// The stored name of its recipient.
    public let recipient: String
    /// The dossier; nil for the morning's digest.
    public let dossier: StreamID?
    /// The stored name of the rung it tells of, or ``digestRung``.
    public let rung: String
    /// When it was made.
    public let at: Instant
    /// When it was to be made; earlier than ``at`` where it was made late.
    public let plannedAt: Instant
    /// What it tells in the form of ``NoticeFacts``, free of personal data.
    public let facts: [UInt8]

    /// What stands in place of a rung for the digest of late dossiers.
    public static let digestRung = "lateDigest"

    /// Creates a notice.
    public init(
        number: Int64?,
        recipient: String,
        dossier: StreamID?,
        rung: String,
        at: Instant,
        plannedAt: Instant,
        facts: [UInt8]
    ) {
        self.number = number
        self.recipient = recipient
        self.dossier = dossier
        self.rung = rung
        self.at = at
        self.plannedAt = plannedAt
        self.facts = facts
    }
}

/// A notice as one of its readers has it.
public struct DeliveredNotice: Hashable, Sendable {
    /// The notice.
    public let notice: Notice
    /// Whether the reader has marked it as read.
    public let isRead: Bool

    /// Creates a delivered notice.
    public init(notice: Notice, isRead: Bool) {
        self.notice = notice
        self.isRead = isRead
    }
}

/// Which notices of a reader are asked for.
public struct NoticeFilter: Hashable, Sendable {
    /// The names under which the reader is addressed.
    public let recipients: [NoticeRecipient]
    /// The reader.
    public let reader: AccountID
    /// Whether those already read are left out.
    public let isUnreadOnly: Bool

    /// Creates a filter.
    public init(recipients: [NoticeRecipient], reader: AccountID, isUnreadOnly: Bool = false) {
        self.recipients = recipients
        self.reader = reader
        self.isUnreadOnly = isUnreadOnly
    }
}

/// A timer that belongs to no dossier (bộ hẹn giờ chung).
public enum ServiceTimer: String, CaseIterable, Sendable {
    /// The digest of late dossiers on the next working morning.
    case lateDigest
}

/// A dossier whose appointment has passed while its clock runs.
public struct LateDossier: Hashable, Sendable {
    /// The dossier.
    public let dossier: StreamID
    /// Its code.
    public let code: DossierCode
    /// The units with a step under way.
    public let places: [UnitPlace]

    /// Creates a late dossier.
    public init(dossier: StreamID, code: DossierCode, places: [UnitPlace]) {
        self.dossier = dossier
        self.code = code
        self.places = places
    }
}
