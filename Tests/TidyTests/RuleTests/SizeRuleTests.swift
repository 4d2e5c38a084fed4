import Testing

@Suite("Rules on sizes find what is too long")
struct SizeRuleTests {
    private func lines(_ count: Int) -> String {
        String(repeating: "a()\n", count: count)
    }

    @Test(
        "a file may have 400 lines, a test file 600",
        arguments: [
            ("Sources/A/A.swift", 400, 0), ("Sources/A/A.swift", 401, 1), ("Schema/A.swift", 401, 1),
            ("Tests/A/A.swift", 600, 0), ("Tests/A/A.swift", 601, 1),
        ]
    )
    func fileSize(path: String, count: Int, violations: Int) {
        #expect(SizeRule.longFile(SwiftSource(path: path, text: lines(count))).count == violations)
    }

    @Test("a line may have 120 characters, however many bytes they take")
    func lineLength() {
        let text = String(repeating: "ử", count: 120) + "\n" + String(repeating: "u", count: 121)

        #expect(SizeRule.longLines(in: SwiftSource(path: "a.swift", text: text)).map(\.line) == [2])
    }

    @Test("a function may have 70 lines, signature and brace included", arguments: [(68, 0), (69, 1)])
    func functionLength(bodyLines: Int, violations: Int) {
        let source = SwiftSource(path: "a.swift", text: "func a() {\n\(lines(bodyLines))}\n")

        #expect(SizeRule.longFunctions(in: source).count == violations)
    }

    @Test("functions are measured past braces in strings, comments, closures and default arguments")
    func functionEnds() {
        let text = """
            struct A {
                init(b: () -> Void = { c() }) {
                    self.init(d: "}") // }
                }
                func e() -> String where F: G {
                    h.map { "{\\($0.map { i })" }
                    /* } */
                }
                subscript(j: Int) -> Int { 1 }
                var k: Int { 2 }
            }
            """
        let found = SizeRule.functions(in: SwiftSource(path: "a.swift", text: text))

        #expect(found.map(\.line) == [2, 5, 9])
        #expect(found.map(\.lineCount) == [3, 4, 1])
    }

    @Test("a protocol's functions have no body to measure")
    func requirements() {
        let text =
            "protocol A {\n  func b(c: Int) -> D\n  init(e: Int)\n  var f: Int { get }\n  func g()\n}\nstruct H {\n}\n"

        #expect(SizeRule.functions(in: SwiftSource(path: "a.swift", text: text)).isEmpty)
    }
}
