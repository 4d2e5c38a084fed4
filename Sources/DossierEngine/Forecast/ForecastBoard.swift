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
    private var running: Task<DistrictForecast, any Error>?
    /// One that has not begun to read yet.
    private var waiting: Task<DistrictForecast, any Error>?

    init(compute: @escaping @Sendable () async throws -> DistrictForecast) {
        self.compute = compute
    }

    /// A forecast for a first page: it begins to read after this call.
    ///
    /// - Throws: What computing it throws.
    func anew() async throws -> DistrictForecast {
        try await (waiting ?? begin()).value
    }

    /// A forecast for a later page: the last one, if it is not too old and the clock was not set back meanwhile.
    ///
    /// - Throws: What computing a new one throws.
    func kept(at now: Instant) async throws -> DistrictForecast {
        if let last, (0..<Self.holdsMilliseconds).contains(now.milliseconds - last.asOf.milliseconds) { return last }
        return try await anew()
    }

    private func begin() -> Task<DistrictForecast, any Error> {
        let before = running
        // At most one runs and one waits, each bounded by the steps it reads, and every caller awaits its own.
        let task = Task {
            _ = await before?.result
            return try await run()
        }
        waiting = task
        return task
    }

    private func run() async throws -> DistrictForecast {
        running = waiting
        waiting = nil
        defer { running = nil }
        let forecast = try await compute()
        last = forecast
        return forecast
    }
}
