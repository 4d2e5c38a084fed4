import Synchronization

/// The raw figures of a run by name (số đo thô), one value for each repetition.
///
/// A name is the measurement's and the figure's, for example `intake-256.rate`; rates are a second, times in
/// milliseconds unless the name says otherwise.
final class Figures: Sendable {
    private let values = Mutex<[String: [Double]]>([:])

    /// Adds a value.
    func add(_ value: Double, to name: String) { values.withLock { $0[name, default: []].append(value) } }

    /// Adds what a load was like.
    func add(_ outcome: LoadOutcome, to name: String) {
        add(outcome.rate, to: name + ".rate")
        add(outcome.milliseconds(0.5), to: name + ".p50")
        add(outcome.milliseconds(0.99), to: name + ".p99")
        add(outcome.milliseconds(0.999), to: name + ".p99.9")
        add(Double(outcome.failureCount), to: name + ".failures")
    }

    /// All figures by name.
    var all: [String: [Double]] { values.withLock { $0 } }
}
