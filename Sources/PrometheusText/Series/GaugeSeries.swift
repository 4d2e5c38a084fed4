import CoreMetrics
import Synchronization

/// A number that goes up and down, or the last one recorded.
final class GaugeSeries: MeterHandler, RecorderHandler, Series {
    private let value = Mutex(0.0)

    func set(_ value: Int64) {
        set(Double(value))
    }

    func set(_ value: Double) {
        self.value.withLock { $0 = value }
    }

    func increment(by amount: Double) {
        guard amount.isFinite, amount > 0 else { return }
        value.withLock { $0 += amount }
    }

    func decrement(by amount: Double) {
        guard amount.isFinite, amount > 0 else { return }
        value.withLock { $0 -= amount }
    }

    func record(_ value: Int64) {
        set(Double(value))
    }

    func record(_ value: Double) {
        set(value)
    }

    func reading() -> SeriesReading {
        .number(.real(value.withLock { $0 }))
    }
}

/// A number that is asked for when the exposition is rendered.
final class SampledGauge: Series {
    private let read: @Sendable () -> Double

    init(read: @escaping @Sendable () -> Double) {
        self.read = read
    }

    func reading() -> SeriesReading {
        .number(.real(read()))
    }
}
