import Testing

@Suite("Rules on comments find what they ban")
struct CommentRuleTests {
    private func source(_ text: String) -> SwiftSource {
        SwiftSource(path: "Sources/SMSText/A.swift", text: text)
    }

    @Test("unfinished work is found in comments", arguments: ["// TODO: a", "/// FIXME a", "a() // XXX", "/* TODO */"])
    func unfinishedWork(text: String) {
        #expect(CommentRule.unfinishedWork(in: source("b()\n" + text)).map(\.line) == [2])
    }

    @Test("codes that only look like it pass", arguments: ["// LTODO", "let a = \"XXX\"", "// mastodon"])
    func finishedWork(text: String) {
        #expect(CommentRule.unfinishedWork(in: source(text)) == [])
    }

    @Test("a dropped error needs a comment on its line or above")
    func droppedErrors() {
        let text = """
            let a = try? b()
            let c = try? d() // The file may be gone already.
            // The file may be gone already.
            let e = try? f()

            let g = try? h()
            """

        #expect(CommentRule.silentlyDroppedErrors(in: source(text)).map(\.line) == [1, 6])
    }

    @Test(
        "a marker that switches a check off needs a proof above",
        arguments: [
            "final class A: @unchecked Sendable {}", "nonisolated(unsafe) var a = 1", "@preconcurrency import A",
        ]
    )
    func unsafeMarkers(text: String) {
        let unproved = source("// Just so.\n" + text)
        let proved = source("// SAFETY: written once,\n// before any other thread begins.\n" + text)

        #expect(CommentRule.unprovedMarkers(in: unproved).map(\.line) == [2])
        #expect(CommentRule.unprovedMarkers(in: proved) == [])
        #expect(CommentRule.unsafeMarkerLines(in: proved) == [3])
    }

    @Test("an empty catch is found, with a pattern or a comment too")
    func emptyCatch() {
        let text = """
            do { try a() } catch {}
            do { try a() } catch is B {
                // Nothing to do.
            }
            do { try a() } catch { b(error) }
            """

        #expect(CommentRule.emptyCatches(in: source(text)).map(\.line) == [1, 2])
    }
}
