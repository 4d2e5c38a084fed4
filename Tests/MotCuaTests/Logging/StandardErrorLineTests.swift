import Dispatch
import Foundation
import ProgramSupport
import Testing

@testable import motcua

@Suite("Whole lines to a file")
struct StandardErrorLineTests {
    @Test("lines from many threads stay whole, also those longer than a pipe takes at once")
    func wholeLines() throws {
        let pipe = try ProgramPipe()
        // 100,000 bytes are more than the 65,536 that a Linux pipe holds.
        let line = String(repeating: "x", count: 100_000) + "\n"

        // Threads of their own, because a full pipe makes the writers wait for the reader.
        let writers = DispatchGroup()
        for _ in 0..<4 {
            DispatchQueue.global().async(group: writers) {
                StandardErrorLine.write(line, to: pipe.writing.descriptor)
            }
        }
        writers.notify(queue: .global()) { pipe.writing.close() }
        var text = Data()
        while case let piece = try pipe.next(), !piece.isEmpty { text += piece }

        #expect(text == Data(String(repeating: line, count: 4).utf8))
    }
}
