import Synchronization
import Testing
import WorkingCalendar

@testable import DossierEngine

/// The board on which forecasts are computed for those who ask.
@Suite("Forecasts that are shared")
struct ForecastBoardTests {
    private let start = Instant(seconds: 1)

    /// Waits until so many have asked and wait for the forecast under way.
    ///
    /// - Throws: `ExpectationFailedError` if they never do: looked at each 10 ms, for ten minutes and more.
    private func untilWaiting(_ count: Int, at board: ForecastBoard) async throws {
        for _ in 0..<60_000 {
            if await board.waitingCount >= count { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        let waiting = await board.waitingCount
        try #require(waiting >= count, "those who wait")
    }

    @Test("each first page is of a forecast begun after the question, and those who wait share one")
    func sharing() async throws {
        let work = HeldWork()
        let board = ForecastBoard(machineClock: TestClock(at: start)) { try await work.compute() }
        async let first = board.anew(at: start)
        await work.begun(1)
        // Asked while the first is under way: all of them share the second, which has not begun yet.
        let others = (1...20).map { _ in Task { try await board.anew(at: start).asOf } }
        try await untilWaiting(20, at: board)
        #expect(work.count == 1)
        work.release()
        #expect(try await first.asOf == Instant(seconds: 1))
        await work.begun(2)
        work.release()
        for other in others { #expect(try await other.value == Instant(seconds: 2)) }
        #expect(work.count == 2)
        #expect(work.most == 1, "two were computed at the same time")
    }

    @Test("later pages are of the kept forecast for a minute, and of a new one after it or when the clock is set back")
    func keeping() async throws {
        let work = HeldWork(isHeld: false)
        let board = ForecastBoard(machineClock: TestClock(at: start)) { try await work.compute() }
        #expect(try await board.anew(at: start).asOf == Instant(seconds: 1))
        for (milliseconds, asOf) in [(1_000, 1), (60_999, 1), (61_000, 2), (1_999, 3)] as [(Int64, Int64)] {
            let kept = try await board.kept(at: Instant(milliseconds: milliseconds))
            #expect(kept.asOf == Instant(seconds: asOf), "at \(milliseconds)")
        }
    }

    @Test("while many dossiers are open first pages share one forecast for 15 seconds of both clocks")
    func sharingLarge() async throws {
        let work = HeldWork(isHeld: false)
        let machine = TestClock(at: start)
        let board = ForecastBoard(machineClock: machine) { try await work.compute() }
        work.dossiers = 9_999
        #expect(try await board.anew(at: start).asOf == Instant(seconds: 1))
        work.dossiers = 10_000
        let second = Instant(seconds: 2)
        #expect(try await board.anew(at: second).asOf == second, "the first was of few dossiers")
        for milliseconds in [0, 14_999] as [Int64] {
            let now = second.adding(milliseconds: milliseconds)
            #expect(try await board.anew(at: now).asOf == second, "after \(milliseconds) ms")
        }
        #expect(try await board.anew(at: second.adding(seconds: 15)).asOf == Instant(seconds: 3), "it is too old")
        #expect(try await board.anew(at: second).asOf == Instant(seconds: 4), "the clock was set back")

        machine.advance(milliseconds: 14_999)
        #expect(try await board.anew(at: Instant(seconds: 4)).asOf == Instant(seconds: 4), "the clock stands still")
        machine.advance(milliseconds: 1)
        #expect(try await board.anew(at: Instant(seconds: 4)).asOf == Instant(seconds: 5), "by the machine's clock")
    }

    @Test("who asks while one of many dossiers is under way shares that one")
    func sharingUnderWay() async throws {
        let work = HeldWork()
        work.dossiers = 10_000
        let board = ForecastBoard(machineClock: TestClock(at: start)) { try await work.compute() }
        async let first = board.anew(at: start)
        await work.begun(1)
        let others = (1...20).map { _ in Task { try await board.anew(at: start).asOf } }
        try await untilWaiting(20, at: board)
        work.release()
        #expect(try await first.asOf == Instant(seconds: 1))
        for other in others { #expect(try await other.value == Instant(seconds: 1)) }
        #expect(work.count == 1)
    }

    @Test("a failure reaches who asked and is not kept")
    func failing() async throws {
        let work = HeldWork(isHeld: false)
        work.fails = true
        let board = ForecastBoard(machineClock: TestClock(at: start)) { try await work.compute() }
        await #expect(throws: StoreError.self) { try await board.anew(at: start) }
        work.fails = false
        #expect(try await board.anew(at: start).asOf == Instant(seconds: 2))
    }

    @Test("whoever gives up a question while it is answered ends nobody else's")
    func givingUp() async throws {
        let work = HeldWork()
        let board = ForecastBoard(machineClock: TestClock(at: start)) { try await work.compute() }
        let first = Task { try await board.anew(at: start) }
        await work.begun(1)
        let others = (1...3).map { _ in Task { try await board.anew(at: start).asOf } }
        try await untilWaiting(3, at: board)
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        for other in others { #expect(try await other.value == Instant(seconds: 2)) }
        #expect(work.most == 1, "two were computed at the same time")
    }
}

/// Forecasts numbered by their instants, each held until it is released.
private final class HeldWork: Sendable {
    private struct State {
        var count = 0
        var running = 0
        var most = 0
        var fails = false
        var dossiers = 0
    }

    private let state = Mutex(State())
    private let begins = AsyncStream.makeStream(of: Int.self)
    private let releases = AsyncStream.makeStream(of: Void.self)
    private let isHeld: Bool

    init(isHeld: Bool = true) { self.isHeld = isHeld }

    var count: Int { state.withLock { $0.count } }
    var most: Int { state.withLock { $0.most } }
    var fails: Bool {
        get { state.withLock { $0.fails } }
        set { state.withLock { $0.fails = newValue } }
    }

    /// How many dossiers the next ones are of.
    var dossiers: Int {
        get { state.withLock { $0.dossiers } }
        set { state.withLock { $0.dossiers = newValue } }
    }

    func release() { releases.continuation.yield() }

    /// Waits until so many have begun.
    func begun(_ number: Int) async {
        for await begun in begins.stream where begun >= number { return }
    }

    func compute() async throws -> DistrictForecast {
        let number = state.withLock { state in
            state.count += 1
            state.running += 1
            state.most = max(state.most, state.running)
            return state.count
        }
        begins.continuation.yield(number)
        if isHeld { for await _ in releases.stream { break } }
        let (fails, dossiers) = state.withLock { state in
            state.running -= 1
            return (state.fails, state.dossiers)
        }
        try Task.checkCancellation()
        if fails { throw StoreError(.unavailable, "cannot be read") }
        return DistrictForecast(
            late: [],
            units: [],
            paces: [:],
            dossierCount: dossiers,
            asOf: Instant(seconds: Int64(number)),
            isPartial: false
        )
    }
}
