import DossierDomain
import WorkingCalendar

/// What becomes of the postings of one account when a commune is merged (điều động sau sáp nhập xã): which end, and
/// which are given in the other commune in their place.
struct PostingMoves {
    /// Those that end.
    private(set) var ended: [Posting] = []
    /// Those that are given; the store numbers them.
    private(set) var made: [Posting] = []
    /// How many go on in the other commune, by themselves or within one that is given for several.
    private(set) var moved = 0
    /// How many only end, because their holder has that post there anyhow.
    private(set) var dropped = 0
    /// The secondments among those by which a head would have been an officer of the unit that is his own now.
    private(set) var secondedHeads: [SecondedHead] = []

    private let account: Account
    private let transfer: CommuneTransfer
    private let today: LocalDate
    private var standing: [Posting] = []

    /// Finds it out.
    ///
    /// - Parameters:
    ///   - open: Those that hold or are to come.
    ///   - account: Whose they are, at the unit that is his own after the merger.
    ///   - hasMoved: Whether that was another one before.
    ///   - transfer: From where to where.
    ///   - today: The local date of the merger.
    init(of open: [Posting], account: Account, hasMoved: Bool, transfer: CommuneTransfer, today: LocalDate) {
        self.account = account
        self.transfer = transfer
        self.today = today
        for posting in open where posting.place.commune != transfer.from {
            if hasMoved, !AccountService.isPossible(posting.kind, at: posting.place, for: account) {
                dropAtHome(posting)
            } else {
                standing.append(posting)
            }
        }
        for posting in open where posting.place.commune == transfer.from { move(posting) }
    }

    private mutating func drop(_ posting: Posting) {
        ended.append(posting)
        dropped += 1
    }

    /// Ends one to the unit that is its holder's own now; a head, who was to be an officer there, is head at once.
    private mutating func dropAtHome(_ posting: Posting) {
        if posting.kind == .secondment, account.role == .head {
            let place = posting.place.moved(by: transfer)
            secondedHeads.append(SecondedHead(username: account.username, place: place, until: posting.until))
        }
        drop(posting)
    }

    private mutating func move(_ posting: Posting) {
        let wanted = given(posting.kind, at: posting.place.moved(by: transfer), posting.from, posting.until)
        guard AccountService.isPossible(wanted.kind, at: wanted.place, for: account) else { return dropAtHome(posting) }
        let same = (standing + made).filter { $0.place == wanted.place && $0.clashes(with: wanted) }
        if same.contains(where: { $0.from <= wanted.from && wanted.until <= $0.until }) { return drop(posting) }
        // One post for the days of all that overlap, because nobody is made acting head of one unit twice.
        ended += [posting] + standing.filter(same.contains)
        standing.removeAll(where: same.contains)
        made.removeAll(where: same.contains)
        let first = same.map(\.from).reduce(wanted.from, min)
        let last = same.map(\.until).reduce(wanted.until, max)
        made.append(given(wanted.kind, at: wanted.place, first, last))
        moved += 1
    }

    /// A posting as it is given today; its number is none.
    private func given(_ kind: Posting.Kind, at place: UnitPlace, _ from: LocalDate, _ until: LocalDate) -> Posting {
        Posting(id: PostingID(number: 0), kind: kind, place: place, from: max(from, today), until: until)
    }
}
