import DossierTestKit
import Foundation
import ProgramSupport
import Testing

/// Kills of a command at moments of chance within the time that it takes.
///
/// One at least comes in time, whatever else the machine does: after one that came too late the next come twice as
/// early.
struct RandomKills: CustomStringConvertible {
    /// What chance is drawn from: `MOTCUA_TEST_SEED`, or another number in each run.
    static let seed =
        ProcessInfo.processInfo.environment["MOTCUA_TEST_SEED"].flatMap(UInt64.init) ?? UInt64.random(in: 1...999_999)

    /// How often the command was killed before its end.
    private(set) var count = 0
    /// What no kill comes later than.
    private var bound: Duration
    private var generator = SeededGenerator(seed: Self.seed)

    var description: String { "seed \(Self.seed), \(count) kills, the next within \(bound)" }

    /// Runs the command once to its end and measures that.
    ///
    /// - Parameter arguments: The command.
    /// - Throws: If it does not end well.
    init(measuring arguments: [String]) throws {
        let start = ContinuousClock.now
        let whole = try Program.run(arguments)
        bound = ContinuousClock.now - start
        try #require(whole.code == 0, "\(whole.output)\(whole.errors)")
    }

    /// Runs the command and kills it, unless it ends before.
    ///
    /// - Parameter arguments: The command.
    /// - Returns: Whether it was killed.
    /// - Throws: If it cannot be started.
    @discardableResult
    mutating func strike(_ arguments: [String]) throws -> Bool {
        let ending = try Program.interrupt(arguments, after: bound * Double.random(in: 0.05...0.9, using: &generator))
        guard !ending.isExit else {
            bound = bound / 2
            return false
        }
        #expect(ending.code == SIGKILL, "\(self)")
        count += 1
        return true
    }
}
