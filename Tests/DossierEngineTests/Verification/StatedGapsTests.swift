import DossierDomain
import Testing
import WorkingCalendar

@testable import DossierEngine

/// Serials that were passed over have a restoration that says so.
@Suite("Stated gaps of serials")
struct StatedGapsTests {
    private static func event(_ type: String, gap: Int) -> [UInt8] {
        EventCodec.encode(
            SystemEvent(
                at: Instant(milliseconds: 0),
                by: .program,
                type: type,
                details: [("serialGap", String(gap))]
            ),
            link: ChainLink(stream: SystemEvent.Stream.restorations.rawValue, position: 1, previous: .zero)
        )
    }

    @Test("without a restoration every gap is invented")
    func none() {
        #expect(StatedGaps().invented(among: []).isEmpty)
        #expect(StatedGaps().invented(among: [3...12]) == [3...12])
    }

    @Test("are those of a restoration's length, once for each restoration and day")
    func lengths() {
        var stated = StatedGaps()
        for gap in [10, 5, 10, 0] { stated.take(Self.event("restored", gap: gap)) }
        stated.take(Self.event("other", gap: 7))
        stated.take([])

        #expect(stated.invented(among: [1...10, 12...16, 20...29]).isEmpty)
        #expect(stated.invented(among: [1...10, 20...29, 30...39]) == [30...39])
        #expect(stated.invented(among: [12...16, 17...21]) == [17...21])
        #expect(stated.invented(among: [1...7, 10...18, 20...29]) == [1...7, 10...18])
        #expect(stated.invented(among: [40...49]).isEmpty, "another day")
    }
}
