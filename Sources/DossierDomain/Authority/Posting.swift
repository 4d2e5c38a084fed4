public import WorkingCalendar

/// The number of a posting (mã điều động); it never changes and is never given again.
public struct PostingID: Hashable, Comparable, Sendable {
    /// The number, 1 or more.
    public let number: Int64
    /// Creates the identifier from its number.
    public init(number: Int64) { self.number = number }
    /// Orders postings by age.
    public static func < (left: PostingID, right: PostingID) -> Bool { left.number < right.number }
}

/// A post held for a time beside or in the place of one's own (điều động có thời hạn): a secondment, or acting as head.
///
/// It is in force from the beginning of its first day to the end of its last, by the clocks of Vietnam and the time of
/// the service, unless it was ended before.
public struct Posting: Hashable, Sendable {
    /// The kinds of posting; the names are stable.
    public enum Kind: String, CaseIterable, Sendable {
        /// Works as an officer of another unit, and while it lasts not in his own post (biệt phái).
        ///
        /// Source: Law 22/2008/QH12 on cadres and civil servants, art. 53: who is seconded takes his work from the unit
        /// that he is sent to (full text unverified).
        case secondment
        /// Acts as the head of a unit, beside his own post (giao phụ trách, ủy quyền).
        case actingHead
    }

    /// Its number.
    public let id: PostingID
    /// Its kind.
    public let kind: Kind
    /// The unit.
    public let place: UnitPlace
    /// The first local date.
    public let from: LocalDate
    /// The last local date.
    public let until: LocalDate
    /// When it was ended before its time; nil if it was not.
    public let endedAt: Instant?

    /// Creates a posting.
    public init(
        id: PostingID,
        kind: Kind,
        place: UnitPlace,
        from: LocalDate,
        until: LocalDate,
        endedAt: Instant? = nil
    ) {
        self.id = id
        self.kind = kind
        self.place = place
        self.from = from
        self.until = until
        self.endedAt = endedAt
    }

    /// How it stands at an instant (tình trạng).
    public enum State: String, CaseIterable, Sendable {
        /// Its first day is to come.
        case coming
        /// It holds.
        case inForce
        /// It was ended before its time.
        case ended
        /// Its last day has passed.
        case over
    }

    /// How it stands at an instant.
    public func state(at now: Instant) -> State {
        if let endedAt, endedAt <= now { return .ended }
        let today = LocalDateTime(now).date
        if today < from { return .coming }
        return today <= until ? .inForce : .over
    }

    /// Whether it and another of the same account cannot hold on the same day: nobody is seconded to two units at once,
    /// nor made acting head of one unit twice.
    public func clashes(with other: Posting) -> Bool {
        guard from <= other.until, other.from <= until, kind == other.kind else { return false }
        return kind == .secondment || place == other.place
    }

    /// In which capacity its holder acts.
    public var capacity: Capacity { Capacity(kind: kind, place: place) }

    /// The role in which its holder acts.
    var role: Role { kind == .actingHead ? .head : .officer }
}

/// In which capacity somebody acts away from his own post (tư cách thực hiện), as the history names it.
public struct Capacity: Hashable, Sendable {
    /// The kind of posting.
    public let kind: Posting.Kind
    /// The unit.
    public let place: UnitPlace

    /// Creates a capacity.
    public init(kind: Posting.Kind, place: UnitPlace) {
        self.kind = kind
        self.place = place
    }
}
