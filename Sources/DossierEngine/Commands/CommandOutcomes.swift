import Metrics
import Synchronization

/// Counts commands by how they ended (số lệnh theo kết quả); a counter is looked up by its labels only once.
final class CommandOutcomes: Sendable {
    private struct Key: Hashable {
        let command: String
        let outcome: String
    }

    /// As many as there are commands and outcomes.
    private let counters = Mutex<[Key: Counter]>([:])

    /// Counts one command.
    ///
    /// - Parameters:
    ///   - command: Its name, one of the program's own.
    ///   - outcome: `ok`, `refused` or `failed`.
    func count(_ command: String, _ outcome: String) {
        let key = Key(command: command, outcome: outcome)
        let counter = counters.withLock { counters in
            if let known = counters[key] { return known }
            let made = Counter(
                label: "motcua_commands_total",
                dimensions: [("command", command), ("outcome", outcome)]
            )
            counters[key] = made
            return made
        }
        counter.increment()
    }
}
