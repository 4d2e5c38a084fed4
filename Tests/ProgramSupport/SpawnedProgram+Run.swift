import Foundation

extension SpawnedProgram {
    /// What a program left when it ended.
    package struct Outcome: Sendable {
        /// How it ended.
        package let ending: Ending
        /// What it wrote to standard output.
        package let output: String
        /// What it wrote to standard error.
        package let errors: String

        /// The exit code, or the signal that ended it.
        package var code: Int32 { ending.code }
    }

    /// Runs a program to its end, on the caller's thread.
    ///
    /// - Parameters:
    ///   - path: The binary, or its name in `PATH`.
    ///   - arguments: What it is started with.
    ///   - environment: Its whole environment.
    ///   - folder: Where it is started; nil for where the tests are.
    ///   - input: What it reads.
    /// - Returns: What it left.
    /// - Throws: ``ProgramFailure`` if the system cannot start it, and what keeps from reading UTF-8 from it.
    package static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment,
        folder: String? = nil,
        input: String = ""
    ) throws -> Outcome {
        let files = FileManager.default.temporaryDirectory.appending(path: "motcua-program-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        // A folder that stays behind in the temporary directory harms no other test.
        defer { try? FileManager.default.removeItem(at: files) }
        let (typed, output, errors) = (files.path + "/in", files.path + "/out", files.path + "/err")
        try input.write(toFile: typed, atomically: false, encoding: .utf8)
        let program = try SpawnedProgram(
            path,
            arguments,
            environment: environment,
            folder: folder,
            input: .file(typed),
            output: .file(output),
            errors: .file(errors)
        )
        return Outcome(
            ending: program.wait(),
            output: try String(contentsOfFile: output, encoding: .utf8),
            errors: try String(contentsOfFile: errors, encoding: .utf8)
        )
    }
}
