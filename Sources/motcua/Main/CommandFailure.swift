/// A failure that a command tells its user, in one sentence of each language.
struct CommandFailure: Error, CustomStringConvertible {
    /// The exit code of what may succeed later, as sysexits.h counts them: systemd starts such a service again.
    static let passingExitCode: Int32 = 75

    let description: String
    /// Whether the same may succeed later without a change of the installation.
    let passes: Bool

    /// What is wrong and what helps.
    init(_ english: String, vietnamese: String, passes: Bool = false) {
        description = english + "\n" + vietnamese
        self.passes = passes
    }

    /// What only developers see, in English.
    init(developer description: String) {
        self.description = description
        passes = false
    }
}
