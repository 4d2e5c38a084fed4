public import DossierEngine

/// One behaviour that every store has to show, given a fresh and empty one.
public struct StoreBehaviour: Sendable, CustomStringConvertible {
    /// What holds, as a sentence.
    public let sentence: String
    private let body: @Sendable (any DossierStore) async throws -> Void

    /// Creates a behaviour.
    init(_ sentence: String, _ body: @escaping @Sendable (any DossierStore) async throws -> Void) {
        self.sentence = sentence
        self.body = body
    }

    /// Shows the behaviour on a store whose tables are made and empty.
    ///
    /// - Throws: ``BrokenContract`` if the store does not show it; whatever the store throws unexpectedly.
    public func show(on store: any DossierStore) async throws { try await body(store) }

    /// The sentence.
    public var description: String { sentence }
}

/// What a store did that the contract does not allow.
public struct BrokenContract: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was expected and what came instead.
    public let description: String

    /// Creates the finding.
    public init(_ description: String) { self.description = description }
}

/// Checks that two values are the same.
func expect<Value: Equatable>(_ actual: Value, is expected: Value, _ what: String) throws {
    guard actual == expected else { throw BrokenContract("\(what): expected \(expected), found \(actual)") }
}

/// Checks that something holds.
func expect(_ holds: Bool, _ what: String) throws {
    guard holds else { throw BrokenContract(what) }
}

/// Checks that there is a value.
func expectFound<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw BrokenContract("\(what): expected, found none") }
    return value
}

/// Checks that something is refused by the store itself.
func expectRefusal(_ what: String, _ work: () async throws -> Void) async throws {
    do {
        try await work()
    } catch is StoreError {
        return
    }
    throw BrokenContract("\(what): expected a refusal")
}
