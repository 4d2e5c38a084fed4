import Testing

@Suite("Rules on documentation find what is missing")
struct DocumentationRuleTests {
    private func source(_ text: String) -> SwiftSource {
        SwiftSource(path: "Sources/SMSText/A.swift", text: text)
    }

    @Test("a public declaration without a doc comment is found")
    func undocumented() {
        let text = """
            public import B
            /// A.
            public struct A {
                public let b: Int
                /// C.
                @inlinable
                public func c() {}
                // Not a doc comment.
                public init() {}
                /// D.
                public private(set) var d = 1

                public static let e = 2
            }
            public extension A {}
            """

        #expect(DocumentationRule.undocumentedDeclarations(in: source(text)).map(\.line) == [4, 9, 13])
    }

    @Test(
        "a file says what it is above its first declaration or in its first line",
        arguments: [
            ("import B\n\n/// A.\nstruct A {}\n", 0), ("import B\n\nstruct A {}\n", 1),
            ("/// A.\n@frozen\npublic enum A {}\n", 0), ("// The entry.\nimport B\n\nA.main()\n", 0),
            ("import B\n\nA.main()\n", 1), ("import struct B.C\n\n/// A.\nextension A {}\n", 0),
            ("extension A {\n    /// B.\n    func b() {}\n}\n", 0), ("extension A {\n    func b() {}\n}\n", 1),
            ("/// A.\n\nstruct A {}\n", 0), ("import B\n// A.\nstruct A {}\n", 1),
        ]
    )
    func summary(text: String, violations: Int) {
        #expect(DocumentationRule.missingSummary(in: source(text)).count == violations)
    }
}
