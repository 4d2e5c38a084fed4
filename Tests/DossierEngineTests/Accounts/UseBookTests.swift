import Testing
import WorkingCalendar

@testable import DossierEngine

@Suite("Last uses are written now and then") struct UseBookTests {
    private let book = UseBook<Int>(intervalMilliseconds: 60_000)
    private let start = Instant(seconds: 1_641_352_800)

    private func note(_ id: Int, afterMilliseconds milliseconds: Int64) {
        book.note(id, now: start.adding(milliseconds: milliseconds), written: start)
    }

    @Test("not before a minute after the last writing, then once, with the latest use")
    func onceAMinute() {
        note(1, afterMilliseconds: 59_999)
        #expect(book.due(limit: 10).isEmpty)
        note(1, afterMilliseconds: 60_000)
        note(1, afterMilliseconds: 61_000)
        let due = book.due(limit: 10)
        #expect(due.map(\.id) == [1] && due.map(\.at) == [start.adding(milliseconds: 61_000)])

        book.noteWritten(due)
        note(1, afterMilliseconds: 120_999)
        #expect(book.due(limit: 10).isEmpty)
        note(1, afterMilliseconds: 121_000)
        #expect(book.due(limit: 10).map(\.id) == [1])
    }

    @Test("at once if there was none before, and no more than asked for in one writing")
    func firstUse() {
        for id in 1...5 { book.note(id, now: start, written: nil) }
        let first = book.due(limit: 3)
        #expect(first.count == 3)
        book.noteWritten(first)
        #expect(book.due(limit: 3).count == 2)
    }

    @Test("the latest use is known before it is written")
    func latest() {
        #expect(book.last(of: 1) == nil)
        note(1, afterMilliseconds: 5)
        note(1, afterMilliseconds: 9)
        #expect(book.last(of: 1) == start.adding(milliseconds: 9))
    }

    @Test("it holds so many and no more, those used last")
    func bounded() {
        let maximum = UseBook<Int>.maximumEntries
        for id in 0...maximum { note(id, afterMilliseconds: Int64(id)) }
        #expect(book.last(of: 0) == nil)
        #expect(book.last(of: maximum) != nil && book.last(of: maximum / 2 + 2) != nil)
    }
}
