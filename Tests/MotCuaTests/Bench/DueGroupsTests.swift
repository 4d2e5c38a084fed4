import Testing
import WorkingCalendar

@testable import motcua

@Suite("Groups that fall due")
struct DueGroupsTests {
    @Test("a small database is wholly in groups of about one size")
    func small() {
        let groups = DueGroups(count: 5, dossiers: 20_000)
        var sizes = [Int](repeating: 0, count: 6)
        for dossier in 0..<20_000 { sizes[groups.group(of: dossier)] += 1 }

        #expect(sizes[5] == 0)
        #expect(sizes[..<5].allSatisfy { (3_600...4_400).contains($0) }, "\(sizes)")
    }

    // 1,000,000 dossiers in shares of 20,000 are 50 shares, of which 5 fall due: a tenth.
    @Test("of a large database only five groups of twenty thousand fall due")
    func large() {
        let groups = DueGroups(count: 5, dossiers: 1_000_000)
        let due = (0..<1_000_000).count { groups.group(of: $0) < 5 }

        #expect((95_000...105_000).contains(due))
    }

    @Test("a database to compare with has the same share of its dossiers in each group")
    func likeAnother() {
        let large = DueGroups(count: 5, dossiers: 1_000_000)
        let small = DueGroups(count: 5, dossiers: 10_000, share: large.share)
        let due = (0..<10_000).count { small.group(of: $0) < 5 }

        #expect(small.share == large.share)
        #expect((900...1_100).contains(due))
    }

    // Received at 07:30:30 on Tuesday 2022-01-04: half of two working hours are used at 08:30:30.
    @Test("the first group falls due with half of its first step's two hours, and one dossier half a minute before")
    func due() {
        let groups = DueGroups(count: 5, dossiers: 20_000)

        #expect(groups.receivedAt(0).iso8601 == "2022-01-04T07:30:30+07:00")
        #expect(groups.dueAt(0).iso8601 == "2022-01-04T08:30:30+07:00")
        #expect(groups.receivedAt(dossier: 0).iso8601 == "2022-01-04T07:30:00+07:00")
        #expect(groups.loneDueAt(0).iso8601 == "2022-01-04T08:30:00+07:00")
        #expect(groups.loneDueAt(1) > groups.dueAt(0))
        #expect(groups.standstill < groups.dueAt(0))
        #expect(groups.receivedAt(5) <= groups.standstill)
        #expect(groups.dueAt(4) < groups.dueAt(5))
        // 80 % of the first group's two hours, 96 minutes, come after the last possible group's half.
        let most = DueGroups(count: 99, dossiers: 20_000)
        #expect(most.dueAt(most.count - 1) < groups.receivedAt(dossier: 0).adding(seconds: 96 * 60))
        #expect(most.receivedAt(most.count - 1) < most.receivedAt(most.count))
    }
}
