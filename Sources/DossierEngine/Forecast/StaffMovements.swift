import DossierDomain
import WorkingCalendar

/// Who came to units and left them (biến động nhân sự), as far as the store tells: what begins and ends of secondments,
/// and accounts that were made, disabled, enabled or given another post.
///
/// What an older program did not write down, and what lies further back than is read, changed nobody's place.
struct StaffMovements {
    /// The most events of accounts that are looked at, the latest first; a district has some dozens a week.
    static let maximumEvents = 2_000
    /// How many are read at once; most districts have fewer in 20 working days.
    private static let pageSize = 100
    /// The most secondments that are looked at.
    static let maximumSecondments = 2_000
    /// How much further back is read than was asked for, in seconds: the working days of agencies differ by a few.
    private static let reserveSeconds: Int64 = 7 * 86_400

    /// Since when they are known.
    let since: Instant
    /// The changes of each unit, of one member of the staff after the other.
    private(set) var changes: [UnitPlace: [StaffChange]] = [:]

    /// Reads what happened.
    ///
    /// - Parameters:
    ///   - snapshot: The store.
    ///   - since: Since when it has to be known.
    ///   - now: The present instant.
    /// - Throws: ``StoreError`` if the store cannot be read.
    init(in snapshot: any StoreSnapshot, since: Instant, until now: Instant) throws {
        let begin = min(since, now).adding(seconds: -Self.reserveSeconds)
        self.since = begin
        let events = try Self.events(since: begin, in: snapshot)
        let days = LocalDateTime(begin).date...LocalDateTime(now).date
        let secondments = Dictionary(
            grouping: try snapshot.secondments(touching: days, limit: Self.maximumSecondments),
            by: \.account
        )
        for id in Set(events.keys).union(secondments.keys) {
            guard let account = try snapshot.account(id) else { continue }
            let postings = (secondments[id] ?? []).map(\.posting)
            note(Whereabouts(of: account, events: events[id] ?? [], secondments: postings), from: begin, to: now)
        }
    }

    private mutating func note(_ whereabouts: Whereabouts, from begin: Instant, to now: Instant) {
        for instant in whereabouts.turns where instant > begin && instant <= now {
            let before = whereabouts.place(at: Instant(milliseconds: instant.milliseconds - 1))
            let after = whereabouts.place(at: instant)
            guard before != after else { continue }
            if let before { changes[before, default: []].append(StaffChange(at: instant, by: -1)) }
            if let after { changes[after, default: []].append(StaffChange(at: instant, by: 1)) }
        }
    }

    /// The events since an instant that move accounts, of each account, newest first.
    private static func events(
        since begin: Instant,
        in snapshot: any StoreSnapshot
    ) throws -> [AccountID: [JSONValue]] {
        var found: [AccountID: [JSONValue]] = [:]
        var position: Int?
        for _ in 0..<maximumEvents / pageSize {
            let page = try snapshot.latestEvents(of: .accounts, before: position, limit: pageSize)
            for event in page {
                // One that cannot be read is named by `verify`; a forecast does without it.
                guard let body = try? JSONParser.parse(event.body) else { continue }
                if let at = body["at"]?.integer, at <= begin.milliseconds { return found }
                guard body["type"]?.string.map(Whereabouts.types.contains) ?? false,
                    let number = body["account"]?.string.flatMap({ Int64($0) })
                else { continue }
                found[AccountID(number: number), default: []].append(body)
            }
            guard page.count == pageSize, let last = page.last else { break }
            position = last.position
        }
        return found
    }
}

/// Where one member of the staff worked at which time (nơi làm việc qua thời gian).
private struct Whereabouts {
    /// The types of events that change where somebody is counted.
    static let types: Set = ["accountCreated", "accountDisabled", "accountEnabled", "accountAssigned"]

    /// Where he is counted: at the unit of a clerk, an officer or a head whose account is active.
    private struct Seat {
        var role: Role
        var place: UnitPlace?
        var isActive: Bool

        var unit: UnitPlace? {
            switch role {
            case .desk, .officer, .head: isActive ? place : nil
            case .leader, .admin: nil
            }
        }
    }

    /// A time at a unit away from home, without its end.
    private struct Absence {
        let place: UnitPlace
        let start: Instant
        let end: Instant
    }

    /// Where he is counted at home now.
    private let unit: UnitPlace?
    /// Where he was counted before each change of it, the latest first.
    private var former: [(end: Instant, unit: UnitPlace?)] = []
    private let absences: [Absence]

    /// Goes back from the present account.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - events: Its events, the latest first.
    ///   - secondments: His secondments.
    init(of account: Account, events: [JSONValue], secondments: [Posting]) {
        var seat = Seat(role: account.role, place: account.place, isActive: account.isActive)
        unit = seat.unit
        for event in events {
            guard let at = event["at"]?.integer else { continue }
            switch event["type"]?.string {
            case "accountCreated", "accountEnabled": seat.isActive = false
            case "accountDisabled": seat.isActive = true
            case "accountAssigned":
                // An older program did not write down from where.
                guard let role = event["formerRole"]?.string.flatMap(Role.init(rawValue:)) else { continue }
                seat.role = role
                seat.place = event["formerPlace"]?.string.flatMap { $0.isEmpty ? nil : UnitPlace(text: $0) }
            default: continue
            }
            former.append((Instant(milliseconds: at), seat.unit))
        }
        absences = secondments.map { posting in
            let over = posting.until.adding(days: 1).startOfDay
            return Absence(
                place: posting.place,
                start: posting.from.startOfDay,
                end: posting.endedAt.map { min($0, over) } ?? over
            )
        }
    }

    /// When he may have changed his place, in order.
    var turns: [Instant] { Set(former.map(\.end) + absences.flatMap { [$0.start, $0.end] }).sorted() }

    /// The unit at which he is counted at an instant; nil for none.
    func place(at instant: Instant) -> UnitPlace? {
        // The earliest of the later changes tells; who is counted nowhere is not counted where he is seconded to.
        let change = former.last { $0.end > instant }
        guard let home = change == nil ? unit : change?.unit else { return nil }
        return absences.first { $0.start <= instant && instant < $0.end }?.place ?? home
    }
}
