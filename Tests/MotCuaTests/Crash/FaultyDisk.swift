import DossierTestKit
import Foundation
import ProgramSupport
import Testing

/// A disk that fails under the program: `Tests/Fixtures/faults/faults.c`, put in front of the C library.
enum FaultyDisk {
    /// What goes wrong, once a number of calls have gone well.
    struct Fault: Sendable {
        enum Action: String, Sendable {
            /// Calls give an error.
            case fail
            /// Calls do not come back while the disk fails.
            case hang
            /// Half of a write reaches the disk, and the power fails.
            case torn
            /// The power fails, and of what was not synced some reaches the disk.
            case lost
        }

        /// How the paths of the files end; empty for all.
        var suffix = ""
        var call = "any"
        var at = 1
        var times = 1
        var errno = EIO
        var action = Action.fail
        var seed = 1
        /// Whether the disk knows hard links; FAT knows none.
        var hasLinks = true
        /// Whether it is mounted for reading only.
        var isReadOnly = false

        /// A disk that works but knows no hard links.
        static let withoutLinks = Fault(call: "write", at: .max, hasLinks: false)

        /// A disk that is mounted for reading only.
        static let readOnly: Fault = {
            var fault = Fault(call: "write", at: .max)
            fault.isReadOnly = true
            return fault
        }()

        /// A fault that anything can bring about.
        static func random(within calls: Int, _ generator: inout SeededGenerator) -> Fault {
            var fault = Fault(at: Int.random(in: 1...calls, using: &generator))
            fault.seed = Int.random(in: 1...1_000_000, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: fault.action = .torn
            case 1...3: fault.action = .lost
            case 4: fault.call = "sync"
            case 5: fault.call = "write"
            case 6: fault.call = "truncate"
            default:
                fault.call = "write"
                fault.errno = ENOSPC
                fault.times = Int.random(in: 1...20, using: &generator)
            }
            if fault.action == .torn { fault.call = "write" }
            // Files are seldom cut.
            if fault.call == "truncate" { fault.at = Int.random(in: 1...3, using: &generator) }
            return fault
        }
    }

    private static let library = Result { try Library() }

    /// The environment of a program whose files of a prefix lie on the disk.
    ///
    /// - Parameters:
    ///   - fault: What goes wrong.
    ///   - prefix: How the paths of the files begin.
    ///   - toggle: A file: the disk fails only while it is there; nil for always.
    ///   - struck: A file that is made when it fails; nil for none.
    /// - Returns: The environment.
    /// - Throws: If the library cannot be compiled.
    static func environment(
        _ fault: Fault,
        prefix: String,
        toggle: String? = nil,
        struck: String? = nil
    ) throws -> [String: String] {
        var environment = [
            "LD_PRELOAD": try library.get().path, "FAULTS_PREFIX": prefix, "FAULTS_SUFFIX": fault.suffix,
            "FAULTS_CALL": fault.call,
            "FAULTS_AT": "\(fault.at)", "FAULTS_TIMES": "\(fault.times)", "FAULTS_ERRNO": "\(fault.errno)",
            "FAULTS_ACTION": fault.action.rawValue, "FAULTS_SEED": "\(fault.seed)",
            // A program that falls is to end at once, not to be looked at for minutes.
            "SWIFT_BACKTRACE": "enable=no",
        ]
        environment["FAULTS_MOUNT"] = fault.isReadOnly ? "readonly" : nil
        environment["FAULTS_LINKS"] = fault.hasLinks ? nil : "none"
        environment["FAULTS_SWITCH"] = toggle
        environment["FAULTS_STRUCK"] = struck
        return environment
    }

    /// The compiled library.
    private struct Library {
        private let folder: TemporaryFolder
        var path: String { folder.path + "/faults.so" }

        init() throws {
            folder = try TemporaryFolder()
            let source = Checkout.path + "/Tests/Fixtures/faults/faults.c"
            let arguments = ["-shared", "-fPIC", "-O2", "-o", folder.path + "/faults.so", source, "-ldl"]
            let compiler = try SpawnedProgram.run("/usr/bin/gcc", arguments)
            try #require(compiler.code == 0, "gcc cannot compile \(source): \(compiler.errors)")
        }
    }
}
