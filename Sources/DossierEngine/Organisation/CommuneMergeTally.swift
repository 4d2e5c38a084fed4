public import DossierDomain
public import WorkingCalendar

/// What went from a commune to another one (kết quả sáp nhập xã), or would go.
public struct CommuneMergeTally: Hashable, Sendable {
    /// How many heads who were seconded to their own unit are named; the others are counted.
    static let maximumNames = 20

    /// How many dossiers that have not ended.
    public internal(set) var openDossiers = 0
    /// How many dossiers that have ended.
    public internal(set) var endedDossiers = 0
    /// How many dossiers stay, because they lie in the archive.
    public internal(set) var archivedDossiers = 0
    /// How many accounts, by unit.
    public internal(set) var accounts: [UnitID: Int] = [:]
    /// How many of these accounts sign in through the provider of single sign-on, whose word may move them back.
    public internal(set) var accountsOfProvider = 0
    /// How many postings that hold or are to come.
    public internal(set) var postings = 0
    /// How many postings ended, because their holder has that post in the other commune anyhow.
    public internal(set) var endedPostings = 0
    /// How many of these were secondments by which a head was an officer of the unit that is his own now.
    public private(set) var endedSecondments = 0
    /// The first of them.
    public private(set) var secondedHeads: [SecondedHead] = []
    /// How many keys of other systems.
    public internal(set) var keys = 0
    /// The units that got a head and have several now, with how many.
    public internal(set) var heads: [UnitPlace: Int] = [:]

    /// Whether there was nothing to go.
    public var isEmpty: Bool {
        openDossiers + endedDossiers + postings + endedPostings + keys == 0 && accounts.isEmpty
    }

    /// Counts secondments of heads that ended, and names the first.
    mutating func add(_ heads: [SecondedHead]) {
        endedSecondments += heads.count
        secondedHeads += heads.prefix(Self.maximumNames - secondedHeads.count)
    }
}

/// A head who was seconded as an officer to the unit that is his own now (trưởng đơn vị từng biệt phái về nơi đó).
///
/// Nobody is seconded to his own unit, so that he acts as its head before his time as an officer is over.
public struct SecondedHead: Hashable, Sendable {
    /// The name used at sign-in.
    public let username: String
    /// The unit.
    public let place: UnitPlace
    /// The last local date of the secondment.
    public let until: LocalDate
}
