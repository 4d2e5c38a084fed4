import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Bình Nguyên is merged into Hà Lam on 10/01/2022.
@Suite("Postings when a commune is merged")
struct PostingMovesTests {
    private static let transfer = CommuneTransfer(from: "binh-nguyen", to: "ha-lam")

    /// A posting as acting head of the labour unit, unless said otherwise.
    private func posting(
        _ number: Int64,
        _ commune: CommuneID,
        _ from: String,
        _ until: String,
        _ kind: Posting.Kind = .actingHead,
        unit: UnitID = "LDXH-X"
    ) throws -> Posting {
        Posting(
            id: PostingID(number: number),
            kind: kind,
            place: UnitPlace(unit: unit, commune: commune),
            from: try date(from),
            until: try date(until)
        )
    }

    /// What becomes of postings of somebody of a unit, by default of the district.
    private func moves(
        _ open: [Posting],
        of role: Role = .officer,
        at place: UnitPlace = UnitPlace(unit: "TP", commune: nil)
    ) throws -> PostingMoves {
        let account = Account(
            id: AccountID(number: 1),
            username: "an",
            role: role,
            place: place.moved(by: Self.transfer),
            passwordHash: "",
            isActive: true
        )
        let hasMoved = account.place != place
        let today = try date("2022-01-10")
        return PostingMoves(of: open, account: account, hasMoved: hasMoved, transfer: Self.transfer, today: today)
    }

    private func lines(_ postings: [Posting]) -> [String] {
        postings.map { "\($0.kind.rawValue) \($0.place) \($0.from.iso8601) \($0.until.iso8601)" }
    }

    @Test("they go on for the days that are left, and those elsewhere stay")
    func plain() throws {
        let open = [
            try posting(1, "binh-nguyen", "2022-01-01", "2022-03-31"),
            try posting(2, "binh-nguyen", "2022-05-01", "2022-06-30", .secondment, unit: "TPHT-X"),
            try posting(3, "binh-minh", "2022-01-01", "2022-12-31"),
            try posting(4, "ha-lam", "2022-01-01", "2022-12-31", unit: "CT-X"),
        ]
        let moves = try moves(open)

        #expect(moves.ended == Array(open[..<2]))
        #expect(
            lines(moves.made) == [
                "actingHead LDXH-X@ha-lam 2022-01-10 2022-03-31", "secondment TPHT-X@ha-lam 2022-05-01 2022-06-30",
            ]
        )
        #expect(moves.moved == 2 && moves.dropped == 0)
    }

    @Test("one that lies within the same post in the other commune only ends")
    func covered() throws {
        let old = try posting(1, "binh-nguyen", "2022-01-01", "2022-03-31")
        let new = try posting(2, "ha-lam", "2022-01-08", "2022-03-31")
        let moves = try moves([new, old])

        #expect(moves.ended == [old] && moves.made.isEmpty)
        #expect(moves.moved == 0 && moves.dropped == 1)
    }

    @Test("of days that overlap none is lost: one posting takes all of them")
    func union() throws {
        let open = [
            try posting(1, "binh-nguyen", "2022-01-01", "2022-03-31"),
            try posting(2, "ha-lam", "2022-02-01", "2022-02-28"),
            try posting(3, "ha-lam", "2022-03-31", "2022-06-30"),
            try posting(4, "binh-nguyen", "2022-06-01", "2022-07-31"),
            try posting(5, "ha-lam", "2022-09-01", "2022-09-30"),
        ]
        let moves = try moves(open)

        #expect(moves.ended == [open[0], open[1], open[2], open[3]])
        #expect(lines(moves.made) == ["actingHead LDXH-X@ha-lam 2022-01-10 2022-07-31"])
        #expect(moves.moved == 2 && moves.dropped == 0)
    }

    @Test("whoever was sent to the unit that is his own now is there anyhow", arguments: ["binh-nguyen", "ha-lam"])
    func home(commune: String) throws {
        let here = CommuneID(rawValue: commune)
        let there: CommuneID = commune == "ha-lam" ? "binh-nguyen" : "ha-lam"
        let home = UnitPlace(unit: "TPHT-X", commune: there)
        let secondment = try posting(1, here, "2022-01-01", "2022-12-31", .secondment, unit: "TPHT-X")
        let acting = try posting(2, here, "2022-01-01", "2022-12-31", unit: "TPHT-X")

        let officer = try moves([secondment], at: home)
        #expect(officer.ended == [secondment] && officer.made.isEmpty && officer.dropped == 1)
        #expect(officer.secondedHeads.isEmpty)
        let head = try moves([acting], of: .head, at: home)
        #expect(head.ended == [acting] && head.made.isEmpty && head.dropped == 1)
        #expect(head.secondedHeads.isEmpty)
        // An officer who acts as his own unit's head goes on.
        let deputy = try moves([acting], at: home)
        #expect(deputy.dropped == 0 && deputy.moved == (commune == "binh-nguyen" ? 1 : 0))
    }

    @Test("a head who was an officer of the unit that is his own now is told of", arguments: ["binh-nguyen", "ha-lam"])
    func secondedHead(commune: String) throws {
        let there: CommuneID = commune == "ha-lam" ? "binh-nguyen" : "ha-lam"
        let home = UnitPlace(unit: "TPHT-X", commune: there)
        let here = CommuneID(rawValue: commune)
        let secondment = try posting(1, here, "2022-01-01", "2022-12-31", .secondment, unit: "TPHT-X")
        let moves = try moves([secondment], of: .head, at: home)

        let place = UnitPlace(unit: "TPHT-X", commune: "ha-lam")
        let until = try date("2022-12-31")
        #expect(moves.ended == [secondment] && moves.made.isEmpty && moves.dropped == 1)
        #expect(moves.secondedHeads == [SecondedHead(username: "an", place: place, until: until)])
    }

    @Test("however many such heads there are, twenty are named and all are counted")
    func manySecondedHeads() throws {
        let place = UnitPlace(unit: "TPHT-X", commune: "ha-lam")
        let until = try date("2022-12-31")
        let heads = (1...25).map { SecondedHead(username: "an\($0)", place: place, until: until) }
        var tally = CommuneMergeTally()
        for head in heads { tally.add([head]) }
        tally.add(heads)

        #expect(tally.secondedHeads == Array(heads.prefix(20)))
        #expect(tally.endedSecondments == 50)
    }
}
