import Foundation

/// Why a program cannot be started, spoken with or awaited.
package struct ProgramFailure: Error, Hashable, CustomStringConvertible {
    /// The reason.
    package let description: String

    /// Creates a failure.
    ///
    /// - Parameter description: The reason.
    package init(_ description: String) { self.description = description }

    /// Creates a failure of a call to the system.
    ///
    /// - Parameters:
    ///   - description: What failed.
    ///   - code: The system's number of the error.
    init(_ description: String, code: Int32) { self.init("\(description): \(String(cString: strerror(code)))") }
}
