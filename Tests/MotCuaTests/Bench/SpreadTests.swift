import Testing

@testable import motcua

@Suite("Spread of repetitions")
struct SpreadTests {
    @Test("nothing measured has no spread")
    func empty() {
        #expect(Spread([]) == nil)
    }

    @Test("an odd number of values has the middle one as median")
    func odd() throws {
        let spread = try #require(Spread([9, 1, 5]))

        #expect(spread.median == 5)
        #expect(spread.least == 1)
        #expect(spread.most == 9)
    }

    // (2 + 4) / 2 = 3
    @Test("an even number of values has the mean of the two in the middle")
    func even() throws {
        #expect(try #require(Spread([8, 2, 1, 4])).median == 3)
    }
}
