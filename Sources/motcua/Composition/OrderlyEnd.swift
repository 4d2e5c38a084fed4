import Logging

/// An end in which everything is closed, whatever fails, and the first failure is the one that is told (kết thúc đủ).
///
/// What ended the work says what is wrong; that something cannot be closed afterwards often only follows from it.
struct OrderlyEnd {
    /// Something to be closed, with its name in the log.
    typealias Step = (name: String, close: () async throws -> Void)

    let logger: Logger

    /// Works, then closes.
    ///
    /// - Parameters:
    ///   - work: The work.
    ///   - close: What is to be done after it, also if it failed.
    /// - Throws: What the work throws, else what the closing throws.
    func run(_ work: () async throws -> Void, thenClosing close: () async throws -> Void) async throws {
        do {
            try await work()
        } catch {
            await attempt("all", close)
            throw error
        }
        try await close()
    }

    /// Closes one after the other.
    ///
    /// - Throws: The first failure, when all steps are done.
    func closing(_ steps: [Step]) async throws {
        var first: (any Error)?
        for step in steps {
            let failure = await attempt(step.name, step.close)
            first = first ?? failure
        }
        if let first { throw first }
    }

    /// Closes one thing, and gives back what failed.
    @discardableResult
    private func attempt(_ name: String, _ close: () async throws -> Void) async -> (any Error)? {
        do {
            try await close()
            return nil
        } catch {
            logger.warning("not everything could be closed", metadata: ["what": "\(name)", "error": "\(error)"])
            return error
        }
    }
}
