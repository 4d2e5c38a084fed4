import DossierEngine
import Foundation
import SMSPeers
import Testing

@testable import SMSGateways

/// Texts for a modem, in a temporary folder per test.
struct FileDropGatewayTests {
    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "motcua-drop-\(UUID().uuidString)")
        for name in ["outgoing", "checked", "sent", "failed/reported", "GSM1"] {
            try FileManager.default.createDirectory(at: root.appending(path: name), withIntermediateDirectories: true)
        }
        do {
            try await body(root)
            try FileManager.default.removeItem(at: root)
        } catch {
            try FileManager.default.removeItem(at: root)
            throw error
        }
    }

    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    }

    private func gateway(_ root: URL) throws -> FileDropGateway {
        try FileDropGateway(
            FileDropDescription(folder: root.path(), queueFolders: ["GSM1"], maximumSegments: 2),
            // Far longer than a busy machine takes.
            disk: FolderDisk(bound: .seconds(600))
        )
    }

    @Test("a plain text is dropped whole, and nothing is left beside")
    func plain() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)

            let answer = await gateway.send(try submission("Ho so @ 5%"))

            let file = root.appending(path: "outgoing/motcua-42")
            let expected = "To: 84905123456\nAlphabet: UTF-8\nReport: yes\n\nHo so @ 5%"
            #expect(answer == .accepted(providerReference: nil))
            #expect(try String(contentsOf: file, encoding: .utf8) == expected)
            #expect(try names(in: root) == ["GSM1", "checked", "failed", "outgoing", "sent"])
        }
    }

    @Test("a text of which nobody wants to know says so, for else the modem's own setting would count")
    func noReport() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)
            let asking = try submission("Ho so")
            let answer = SMSSubmission(reference: 43, to: asking.to, text: asking.text, wantsReport: false)

            _ = await gateway.send(answer)

            let file = root.appending(path: "outgoing/motcua-43")
            let expected = "To: 84905123456\nAlphabet: UTF-8\nReport: no\n\nHo so"
            #expect(try String(contentsOf: file, encoding: .utf8) == expected)
        }
    }

    @Test("a text with accents is dropped in UTF-16, high byte first")
    func accents() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)

            _ = await gateway.send(try submission("Hồ"))

            let bytes = Array(try Data(contentsOf: root.appending(path: "outgoing/motcua-42")))
            let header = Array("To: 84905123456\nAlphabet: UCS2\nReport: yes\n\n".utf8)
            #expect(bytes == header + [0x00, 0x48, 0x1E, 0xD3])
        }
    }

    @Test("characters that smstools writes wrongly go out in UTF-16")
    func missingCharacters() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)

            _ = await gateway.send(try submission("5¤"))

            let bytes = Array(try Data(contentsOf: root.appending(path: "outgoing/motcua-42")))
            #expect(Array(bytes.suffix(6)) == [0x0A, 0x0A, 0x00, 0x35, 0x00, 0xA4])
        }
    }

    @Test("an escape is not cut from its character")
    func wholeEscapes() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)
            let start = String(repeating: "x", count: 152)

            _ = await gateway.send(try submission(start + "{" + String(repeating: "y", count: 20)))

            let file = root.appending(path: "outgoing/motcua-42")
            #expect(try String(contentsOf: file, encoding: .utf8).contains("\n\n\(start) {yyyy"))
        }
    }

    @Test(
        "a second drop of one reference is seen wherever the first has gone",
        arguments: ["outgoing", "checked", "GSM1", "sent", "failed", "failed/reported"]
    )
    func second(folder: String) async throws {
        try await withFolder { root in
            let gateway = try gateway(root)
            _ = await gateway.send(try submission())
            let from = root.appending(path: "outgoing/motcua-42")
            let to = root.appending(path: "\(folder)/motcua-42")
            if folder != "outgoing" { try FileManager.default.moveItem(at: from, to: to) }

            let answer = await gateway.send(try submission())

            #expect(answer == .accepted(providerReference: nil))
            #expect(try names(in: root.appending(path: "outgoing")) == (folder == "outgoing" ? ["motcua-42"] : []))
        }
    }

    @Test("another reference is another file")
    func another() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)
            _ = await gateway.send(try submission(reference: 4))
            _ = await gateway.send(try submission(reference: 42))

            #expect(try names(in: root.appending(path: "outgoing")) == ["motcua-4", "motcua-42"])
        }
    }

    @Test("a missing folder is the gateway's fault")
    func missing() async throws {
        try await withFolder { root in
            let gateway = try gateway(root)
            // The disk is given two seconds to say how it is, which a busy machine may take by itself.
            try await until("it is up") { await gateway.condition().state == .up }
            try FileManager.default.removeItem(at: root.appending(path: "outgoing"))

            #expect(await gateway.send(try submission()).kind == "later")
            try await until("it is down, and says why") {
                let condition = await gateway.condition()
                let reason = "/outgoing is missing: No such file or directory"
                return condition.state == .down && condition.lastError?.hasSuffix(reason) == true
            }

            try Data().write(to: root.appending(path: "outgoing"))
            #expect(await gateway.send(try submission()).kind == "later")
            try await until("it says that it is a file") {
                await gateway.condition().lastError?.hasSuffix("/outgoing is a file") == true
            }
        }
    }

    @Test("texts that are empty or too long are refused", arguments: ["", String(repeating: "a", count: 307)])
    func refused(text: String) async throws {
        try await withFolder { root in
            let gateway = try gateway(root)

            #expect(await gateway.send(try submission(text)).kind == "rejected")
            #expect(try names(in: root.appending(path: "outgoing")).isEmpty)
        }
    }

    @Test("a folder has to be named from the root, and those in it by a name alone")
    func relative() {
        let root = #expect(throws: GatewayDescriptionError.self) {
            _ = try FileDropGateway(FileDropDescription(folder: "spool"))
        }
        #expect(root?.code == .malformedValue && root?.field == "folder")
        let queue = #expect(throws: GatewayDescriptionError.self) {
            _ = try FileDropGateway(FileDropDescription(folder: "/spool", queueFolders: ["../x"]))
        }
        #expect(queue?.code == .malformedValue && queue?.field == "queueFolders")
    }
}
