public import CoreMetrics

/// A swift-metrics backend that keeps every metric in a ``PrometheusRegistry``.
///
/// | swift-metrics | Prometheus | exposed name |
/// |---|---|---|
/// | `Counter`, `FloatingPointCounter` | counter | the label |
/// | `Meter`, `Gauge`, `Recorder(aggregate: false)` | gauge | the label |
/// | `Recorder(aggregate: true)` | histogram | the label |
/// | `Timer` | histogram of seconds | the label, ended by `_seconds` |
///
/// In names every character that Prometheus does not take becomes an underscore. The same label and dimensions always
/// give the same series, whatever the order of the dimensions. Destroying a handler keeps its series, because other
/// handlers may share it and counters must not fall.
public struct PrometheusMetricsFactory: MetricsFactory {
    private let registry: PrometheusRegistry

    /// Creates a factory that makes its series in the given registry.
    ///
    /// - Parameter registry: The registry that is asked for the exposition.
    public init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// Returns the counter of a label and dimensions.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        registry.counter(label: label, dimensions: dimensions)
    }

    /// Returns the counter of a label and dimensions; it is the same series as the whole-number counter's.
    public func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        registry.counter(label: label, dimensions: dimensions)
    }

    /// Returns the gauge of a label and dimensions.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        registry.gauge(label: label, dimensions: dimensions)
    }

    /// Returns a histogram if the recorder aggregates, else a gauge that holds the last value.
    public func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            registry.amounts(label: label, dimensions: dimensions)
        } else {
            registry.gauge(label: label, dimensions: dimensions)
        }
    }

    /// Returns a histogram that turns nanoseconds into seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        registry.seconds(label: label, dimensions: dimensions)
    }

    /// Keeps the series, see above.
    public func destroyCounter(_ handler: any CounterHandler) {}

    /// Keeps the series, see above.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}

    /// Keeps the series, see above.
    public func destroyMeter(_ handler: any MeterHandler) {}

    /// Keeps the series, see above.
    public func destroyRecorder(_ handler: any RecorderHandler) {}

    /// Keeps the series, see above.
    public func destroyTimer(_ handler: any TimerHandler) {}
}
