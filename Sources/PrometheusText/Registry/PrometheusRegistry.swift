import Synchronization

/// The set of all metrics of one process, rendered on demand in the Prometheus text format 0.0.4.
///
/// Series are made through ``PrometheusMetricsFactory`` and live as long as the registry: a counter that vanished and
/// came back would look like a restart. Looking a series up takes the registry's lock for a dictionary access; updating
/// one takes only the lock of that series. Memory is bounded by `maximumSeriesPerMetric` for each metric name.
///
/// Two counters about the registry itself are always exposed: ``overflowCounterName`` and ``conflictCounterName``.
///
/// Source: Prometheus exposition formats, text format version 0.0.4.
public final class PrometheusRegistry: Sendable {
    /// The value of `Content-Type` under which the exposition is served.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The name of the counter of look-ups that were answered by an overflow series.
    public static let overflowCounterName = "prometheus_text_series_overflow_total"

    /// The name of the counter of metrics left out because their name was taken by a metric of another kind.
    public static let conflictCounterName = "prometheus_text_name_conflicts_total"

    private let buckets: [String: BucketBounds]
    private let maximumSeriesPerMetric: Int
    private let families = Mutex(FamilyTable())
    private let overflows = CounterSeries()
    private let conflicts = CounterSeries()

    /// Creates an empty registry.
    ///
    /// - Parameters:
    ///   - buckets: Upper bounds of histogram buckets by metric name, with or without the `_seconds` of a timer; timers
    ///     are bounded in seconds. They may come in any order; `+Inf` is implied. A name that is missing gets
    ///     ``BucketBounds/seconds`` for a timer and ``BucketBounds/amounts`` for a recorder.
    ///   - maximumSeriesPerMetric: Distinct label sets one metric name may have, at least 1. Further label sets share
    ///     one series labelled `overflow="true"`, so that a label with unbounded values cannot fill the memory.
    public init(buckets: [String: [Double]], maximumSeriesPerMetric: Int = 500) {
        precondition(maximumSeriesPerMetric >= 1, "A metric needs room for at least one series")
        self.buckets = Dictionary(
            buckets.map { (PrometheusName.metric($0.key), BucketBounds($0.value)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.maximumSeriesPerMetric = maximumSeriesPerMetric
        families.withLock { table in
            table.install(overflows, as: Self.overflowCounterName)
            table.install(conflicts, as: Self.conflictCounterName)
        }
        describe(
            Self.overflowCounterName,
            help: "Look-ups answered by the series labelled overflow because the metric has too many label sets."
        )
        describe(
            Self.conflictCounterName,
            help: "Metrics that are not exposed because their name belongs to a metric of another kind."
        )
    }

    /// Sets the text of the `HELP` line of a metric, before or after its first use.
    ///
    /// - Parameters:
    ///   - name: The metric's label as given to swift-metrics, or its exposed name; both are sanitised alike.
    ///   - help: One sentence. Line breaks and backslashes are escaped.
    public func describe(_ name: String, help: String) {
        families.withLock { $0.help[PrometheusName.metric(name)] = help }
    }

    /// Registers a gauge without labels whose value is read each time the exposition is asked for.
    ///
    /// Registering a name again replaces its reader. A name that belongs to another metric is counted as a conflict
    /// and left alone.
    ///
    /// - Parameters:
    ///   - name: The metric's label, sanitised as every other.
    ///   - help: The text of the `HELP` line.
    ///   - read: Returns the present value. It is called outside of all locks, on the thread that asks for the
    ///     exposition, and has to be quick; NaN means that no value is known.
    public func registerGauge(_ name: String, help: String, read: @Sendable @escaping () -> Double) {
        let exposed = PrometheusName.metric(name)
        let isFree = families.withLock { table in
            guard table.setSampledGauge(exposed, read: read) else { return false }
            table.help[exposed] = help
            return true
        }
        if !isFree { conflicts.increment(by: Int64(1)) }
    }

    /// Returns all metrics in the text format, families by name and series by labels, ended by a line feed.
    ///
    /// The values of one series belong together; different series are read one after the other.
    public func exposition() -> String {
        var text = ExpositionText()
        for family in families.withLock({ $0.sortedFamilies() }) {
            text.append(family)
        }
        return text.rendered
    }
}

// MARK: - Series for the factory

extension PrometheusRegistry {
    /// Returns the counter of that label and those dimensions, new or known.
    func counter(label: String, dimensions: [(String, String)]) -> CounterSeries {
        let name = PrometheusName.metric(label)
        return series(name, base: name, kind: .counter, dimensions) { CounterSeries() }
    }

    /// Returns the gauge of that label and those dimensions, new or known.
    func gauge(label: String, dimensions: [(String, String)]) -> GaugeSeries {
        let name = PrometheusName.metric(label)
        return series(name, base: name, kind: .gauge, dimensions) { GaugeSeries() }
    }

    /// Returns the histogram of that label and those dimensions, new or known.
    func amounts(label: String, dimensions: [(String, String)]) -> HistogramSeries {
        let name = PrometheusName.metric(label)
        let bounds = buckets[name] ?? .amounts
        return series(name, base: name, kind: .histogram, dimensions) { HistogramSeries(bounds: bounds) }
    }

    /// Returns the histogram in seconds of that timer's label and those dimensions, new or known.
    func seconds(label: String, dimensions: [(String, String)]) -> HistogramSeries {
        let base = PrometheusName.metric(label)
        let name = PrometheusName.seconds(base)
        let bounds = buckets[name] ?? buckets[base] ?? .seconds
        return series(name, base: base, kind: .histogram, dimensions) { HistogramSeries(bounds: bounds) }
    }

    private func series<S: Series>(
        _ name: String,
        base: String,
        kind: MetricKind,
        _ dimensions: [(String, String)],
        make: () -> S
    ) -> S {
        let labels = LabelSet(dimensions)
        let limit = maximumSeriesPerMetric
        let found = families.withLock { table in
            table.series(name, base: base, kind: kind, labels: labels, limit: limit, make: make)
        }
        switch found {
        case .known(let series): return series
        case .overflow(let series):
            overflows.increment(by: Int64(1))
            return series
        case .conflict:
            conflicts.increment(by: Int64(1))
            return make()
        }
    }
}
