import CoreMetrics
import Synchronization

/// A number that only rises, in whole and in fractional steps.
///
/// Steps that are negative, infinite or NaN are ignored; the whole part stays at `Int64.max` rather than overflow.
final class CounterSeries: CounterHandler, FloatingPointCounterHandler, Series {
    private struct Total {
        var whole: Int64 = 0
        var fractional = 0.0
    }

    private let total = Mutex(Total())

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        total.withLock { total in
            let (sum, overflowed) = total.whole.addingReportingOverflow(amount)
            total.whole = overflowed ? .max : sum
        }
    }

    func increment(by amount: Double) {
        guard amount.isFinite, amount > 0 else { return }
        total.withLock { $0.fractional += amount }
    }

    func reset() {
        total.withLock { $0 = Total() }
    }

    func reading() -> SeriesReading {
        total.withLock { total in
            guard total.fractional != 0 else { return .number(.whole(total.whole)) }
            return .number(.real(Double(total.whole) + total.fractional))
        }
    }
}
