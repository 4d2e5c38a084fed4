/// Code that may not stand in a file, whatever the spaces in it.
struct BannedCodeRule {
    /// Clocks and chance: what makes the same call give another answer.
    static let clockAndChance = BannedCodeRule(
        because: "is a clock or chance; take it as an argument",
        patterns: [
            "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "UUID()", ".random", ".randomElement()",
            ".shuffled()", "SystemRandomNumberGenerator",
        ]
    )

    /// The outer world, for the pure targets.
    static let outerWorld = BannedCodeRule(because: "reaches out of a pure target", patterns: ["getenv", "print("])

    /// What ends the process where an error should be thrown.
    static let force = BannedCodeRule(
        because: "ends the process on bad luck",
        patterns: ["try!", "as!", "fatalError("]
    )

    /// Output past the log.
    static let printing = BannedCodeRule(because: "belongs to the executable alone", patterns: ["print("])

    /// Foundation's way to programs, for the tests.
    static let foundationProcess = BannedCodeRule(
        because: "traps where the system refuses a descriptor; `ProgramSupport` starts programs and makes pipes",
        patterns: ["Process", "Pipe"]
    )

    private let reason: String
    private let patterns: [String]

    init(because reason: String, patterns: [String]) {
        self.reason = reason
        self.patterns = patterns
    }

    /// Returns every place where one of the patterns stands in code.
    func violations(in source: SwiftSource) -> [Violation] {
        patterns.flatMap { pattern in
            source.occurrences(of: pattern).map {
                source.violation(source.tokens[$0].line, "`\(pattern)` \(reason)")
            }
        }
    }
}
