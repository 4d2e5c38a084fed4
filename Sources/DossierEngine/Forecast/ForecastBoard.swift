import WorkingCalendar

/// Where forecasts are computed and kept for those who ask (bảng dự báo), one at a time.
///
/// A forecast costs the reading of all open steps, whoever asks: when a unit comes to a step depends on all that is
/// more urgent there, and when that gets there on the units before it, which desks in common tie to all others. So it
/// is shared. Those who ask while one is under way share the next, which begins after their question and so shows what
/// they have just done; where many dossiers are open, the latest one, if it is some seconds old at most. The pages
/// after the first are of the latest forecast, at most a minute old.
actor ForecastBoard {
    /// How long later pages are taken from one forecast, in milliseconds of the service's clock.
    static let holdsMilliseconds: Int64 = 60_000
    /// From how many open dossiers on first pages share a forecast, too; so many take a quarter of a second.
    static let sharedFrom = 10_000
    /// How long they share it, in milliseconds of the service's clock and of the machine's.
    static let sharedMilliseconds: Int64 = 15_000

    private let machineClock: any WallClock
    private let compute: @Sendable () async throws -> DistrictForecast
    private var last: (forecast: DistrictForecast, begunAt: Instant)?
    /// How many were begun, by which those that begin after a question are known.
    private var begunCount = 0
    private var isComputing = false
    /// The newest that came to its end.
    private var ended: (number: Int, result: Result<DistrictForecast, any Error>)?
    /// Those who wait for the one under way, each for a request of their own.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates a board without a forecast.
    ///
    /// - Parameters:
    ///   - machineClock: The time of the machine, by which a forecast ages while the service's clock stands still.
    ///   - compute: Reckons a forecast.
    init(machineClock: any WallClock, compute: @escaping @Sendable () async throws -> DistrictForecast) {
        self.machineClock = machineClock
        self.compute = compute
    }

    /// How many wait for the one under way.
    var waitingCount: Int { waiting.count }

    /// A forecast for a first page: it begins to read after this call, or is shared.
    ///
    /// - Throws: What computing it throws.
    func anew(at now: Instant) async throws -> DistrictForecast {
        let asked = begunCount
        // The second end is of one that began after the question, unless whoever computed it gave up: then the next of
        // those who wait does.
        while true {
            if let shared = shared(at: now) { return shared }
            guard isComputing else { return try await run() }
            await withCheckedContinuation { waiting.append($0) }
            if let ended, ended.number > asked { return try ended.result.get() }
        }
    }

    /// The last forecast, if it is of many dossiers and new enough by both clocks.
    private func shared(at now: Instant) -> DistrictForecast? {
        guard let (forecast, begunAt) = last, forecast.dossierCount >= Self.sharedFrom else { return nil }
        let ages = [
            now.milliseconds - forecast.asOf.milliseconds,
            machineClock.now.milliseconds - begunAt.milliseconds,
        ]
        return ages.allSatisfy { (0..<Self.sharedMilliseconds).contains($0) } ? forecast : nil
    }

    /// A forecast for a later page: the last one, if it is not too old and the clock was not set back meanwhile.
    ///
    /// - Throws: What computing a new one throws.
    func kept(at now: Instant) async throws -> DistrictForecast {
        if let kept = last?.forecast,
            (0..<Self.holdsMilliseconds).contains(now.milliseconds - kept.asOf.milliseconds)
        {
            return kept
        }
        return try await anew(at: now)
    }

    /// Computes one for the caller and for all who wait.
    private func run() async throws -> DistrictForecast {
        isComputing = true
        begunCount += 1
        let number = begunCount
        let begunAt = machineClock.now
        defer {
            isComputing = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        do {
            let forecast = try await compute()
            last = (forecast, begunAt)
            ended = (number, .success(forecast))
            return forecast
        } catch {
            // Whoever gives up a question of their own ends nobody else's.
            if !Task.isCancelled { ended = (number, .failure(error)) }
            throw error
        }
    }
}
