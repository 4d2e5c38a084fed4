import WorkingCalendar

/// Where forecasts are computed and kept for those who ask (bảng dự báo), one at a time.
///
/// A forecast of a district costs the reading of all its open steps. Those who ask while one is under way share the
/// next, which begins after their question and so shows what they have just done; the pages after the first are of
/// the latest forecast, at most a minute old.
actor ForecastBoard {
    /// How long later pages are taken from one forecast, in milliseconds of the service's clock.
    static let holdsMilliseconds: Int64 = 60_000

    private let compute: @Sendable () async throws -> DistrictForecast
    private var last: DistrictForecast?
    /// How many were begun, by which those that begin after a question are known.
    private var begunCount = 0
    private var isComputing = false
    /// The newest that came to its end.
    private var ended: (number: Int, result: Result<DistrictForecast, any Error>)?
    /// Those who wait for the one under way, each for a request of their own.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(compute: @escaping @Sendable () async throws -> DistrictForecast) {
        self.compute = compute
    }

    /// A forecast for a first page: it begins to read after this call.
    ///
    /// - Throws: What computing it throws.
    func anew() async throws -> DistrictForecast {
        let asked = begunCount
        // The second end is of one that began after the question, unless whoever computed it gave up: then the next of
        // those who wait does.
        while isComputing {
            await withCheckedContinuation { waiting.append($0) }
            if let ended, ended.number > asked { return try ended.result.get() }
        }
        return try await run()
    }

    /// A forecast for a later page: the last one, if it is not too old and the clock was not set back meanwhile.
    ///
    /// - Throws: What computing a new one throws.
    func kept(at now: Instant) async throws -> DistrictForecast {
        if let last, (0..<Self.holdsMilliseconds).contains(now.milliseconds - last.asOf.milliseconds) { return last }
        return try await anew()
    }

    /// Computes one for the caller and for all who wait.
    private func run() async throws -> DistrictForecast {
        isComputing = true
        begunCount += 1
        let number = begunCount
        defer {
            isComputing = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
        do {
            let forecast = try await compute()
            last = forecast
            ended = (number, .success(forecast))
            return forecast
        } catch {
            // Whoever gives up a question of their own ends nobody else's.
            if !Task.isCancelled { ended = (number, .failure(error)) }
            throw error
        }
    }
}
